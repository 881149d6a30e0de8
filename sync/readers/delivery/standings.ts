import type { ReaderRegistry } from '../registry/reader-registry.ts';
import type { ReaderState } from './delivery.ts';
import type { Member } from './reader-member.ts';

export function stateOf({ ledger, group }: Member, nowMs: number): ReaderState {
  const { reader, held, skewMs, contactAt, failures, failingSince, deadSince } = ledger;
  const own = group.classes.of(ledger);
  const sinceMs = own?.behindSinceMs ?? null;
  return {
    readerId: reader.id,
    group: reader.group,
    held,
    skewMs,
    contactAt,
    failures,
    failingSince,
    deadSince,
    code: ledger.code ?? ledger.notice,
    behindSince: sinceMs === null ? null : new Date(sinceMs),
    behindSteps: own?.steps ?? 0,
    lagMs: sinceMs === null ? 0 : Math.max(0, nowMs - sinceMs),
  };
}

/** Writes what is known of the readers that something happened to since the last time. */
export async function saveStandings(
  members: Iterable<Member>,
  registry: Pick<ReaderRegistry, 'saveStandings'>,
  nowMs: number,
): Promise<void> {
  const dirty = [...members].filter(({ ledger }) => ledger.isDirty);
  if (dirty.length === 0) return;
  for (const { ledger } of dirty) ledger.isDirty = false;
  try {
    await registry.saveStandings(
      dirty.map((member) => {
        const { lagMs: _, ...standing } = stateOf(member, nowMs);
        return standing;
      }),
    );
  } catch (error) {
    for (const { ledger } of dirty) ledger.isDirty = true;
    throw error;
  }
}
