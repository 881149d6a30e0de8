import { setTimeout as pause } from 'node:timers/promises';
import { UpstreamRejectedError } from '../../../domain/errors.ts';
import type { ReaderId } from '../../../domain/reader-list/reader.ts';
import { pauseAfter, type Pauses } from '../../next-try.ts';
import type { PollOptions } from './delivery.ts';
import type { Batch } from './group-feed.ts';
import type { LongPolls } from './long-polls.ts';
import type { ReaderHealth } from './reader-health.ts';
import type { Member } from './reader-member.ts';

const NOTHING: Batch = [];

export type AskedLists = {
  /** Answers a reader that asks by itself; its ledger says already what it holds. */
  answer(member: Member, options: PollOptions): Promise<Batch>;
};

export type AskedListsOptions = {
  readonly polls: LongPolls;
  readonly health: ReaderHealth;
  readonly pauses: Pauses;
  readonly random: () => number;
};

/**
 * One answer is under way for each reader: a later request of the same reader ends the earlier one. A
 * reader that asks again for what it was given has not kept it: it gets it again after a pause, longer
 * each time, so that one which keeps nothing does not fill the line.
 */
export function createAskedLists({ polls, health, ...rest }: AskedListsOptions): AskedLists {
  const asking = new Map<ReaderId, AbortController>();
  const offered = new WeakMap<Member, string>();

  const holdBack = async (member: Member, waitMs: number, signal: AbortSignal): Promise<void> => {
    const { ledger } = member;
    if (offered.get(member) !== ledger.key) return health.good(ledger);
    const refusal = ledger.last?.refusal ?? 'not kept';
    const error = new UpstreamRejectedError('reader', refusal, { cause: refusal });
    const tries = health.failed(ledger, error) - 1;
    const ms = pauseAfter({ code: 'UPSTREAM_UNAVAILABLE', tries }, rest.random(), rest.pauses);
    await pause(Math.min(ms, waitMs), undefined, { signal }).catch(() => {});
  };
  return {
    async answer(member, { waitMs, signal }) {
      const { id } = member.ledger.reader;
      asking.get(id)?.abort();
      const own = new AbortController();
      asking.set(id, own);
      const gone = (): void => own.abort();
      signal.addEventListener('abort', gone, { once: true });
      try {
        await holdBack(member, waitMs, own.signal);
        const batch = await untilSomething(member, polls, { waitMs, signal: own.signal });
        if (own.signal.aborted || signal.aborted) return NOTHING;
        if (batch.length > 0) {
          offered.set(member, member.ledger.key);
          member.ledger.needsWhole = false;
        }
        return batch;
      } finally {
        signal.removeEventListener('abort', gone);
        if (asking.get(id) === own) asking.delete(id);
      }
    },
  };
}

async function untilSomething(
  { ledger, group }: Member,
  polls: LongPolls,
  { waitMs, signal }: PollOptions,
): Promise<Batch> {
  const endsAt = performance.now() + waitMs;
  const { held, key } = ledger;
  while (!signal.aborted) {
    // Before the lists are read: news that comes meanwhile ends the wait at once.
    const turn = polls.turn(group.id);
    const { feed } = group;
    const batch = await (ledger.needsWhole ? feed.mending(held) : feed.since(held, key));
    if (batch.length > 0) return batch;
    ledger.needsWhole = false;
    const ms = endsAt - performance.now();
    if (ms <= 0) break;
    await polls.wait(group.id, turn, { ms, signal });
  }
  return NOTHING;
}
