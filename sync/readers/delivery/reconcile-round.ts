import { mapBounded } from '../../../platform/map-bounded.ts';
import { hasAll, isAstray } from './held-key.ts';
import { untilHeard } from './reader-ledger.ts';
import type { Member } from './reader-member.ts';

/** What a reconciliation has found, in readers. */
export type ReconciliationCounts = {
  /** Has everything, to the byte. */
  readonly equal: number;
  /** Lacks what is newer; delivery is at it. */
  readonly behind: number;
  /** Had lists that never were: whole ones are sent in their place. */
  readonly astray: number;
  /** Gave no answer. */
  readonly silent: number;
};

type Finding = keyof ReconciliationCounts;

/** Readers asked at once: they are small questions, but there may be thousands. */
const AT_ONCE = 64;
const ANSWER_MS = 15_000;

/** Asks every reader what it has. The answers go to each one's line, which sends what is right. */
export async function reconcileRound(
  members: readonly Member[],
  signal: AbortSignal,
): Promise<ReconciliationCounts> {
  const findings = await mapBounded(members, AT_ONCE, (member) => look(member, signal));
  const count = (finding: Finding) => findings.filter((one) => one === finding).length;
  return {
    equal: count('equal'),
    behind: count('behind'),
    astray: count('astray'),
    silent: count('silent'),
  };
}

async function look({ ledger, group, line }: Member, signal: AbortSignal): Promise<Finding> {
  if (line !== null) {
    ledger.mustAsk = true;
    // One that is given up for a while is asked by its next try.
    if (ledger.failures > 0) return 'silent';
    line.kick();
    if (!(await untilHeard(ledger, ledger.reports, { ms: ANSWER_MS, signal }))) return 'silent';
  } else if (ledger.contactAt === null || ledger.deadSince !== null) return 'silent';
  const { held } = ledger;
  const heads = await group.feed.heads();
  if (hasAll(held, heads)) return 'equal';
  return isAstray(held, heads) ? 'astray' : 'behind';
}
