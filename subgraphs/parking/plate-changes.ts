import { MAY_BE_UNDER_WAY_MS } from '../../platform/subgraph/legacy-write.ts';
import type { PlateRow, StayRow } from './plate-rows.mongo.ts';

/** Stays and additions are kept as long: beyond it no stay runs, and no addition counts. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
/** Far more than one vehicle parks in the day that a stay can last. */
const STAYS_KEPT = 100;

/** The instant up to which stays and additions are forgotten. */
export function forgottenUpTo(now: Date): Date {
  return new Date(now.getTime() - KEPT_MS);
}

export function countedAt(additions: readonly Date[] | undefined, now: Date): readonly Date[] {
  return additions?.filter((at) => at > forgottenUpTo(now)) ?? [];
}

/** The plate with one more stay; one that is sent again is there once. */
export function withStay(row: PlateRow, stay: StayRow): PlateRow {
  const others = row.stays?.filter(({ id, sentAt }) => {
    return id !== stay.id && sentAt > forgottenUpTo(stay.sentAt);
  });
  return { ...row, stays: [...(others ?? []), stay].slice(-STAYS_KEPT) };
}

/** Whether a stay that was sent with the plate may not show itself yet. */
export function isHeld({ stays = [] }: PlateRow, now: Date): boolean {
  return stays.some(({ sentAt }) => now.getTime() - sentAt.getTime() < MAY_BE_UNDER_WAY_MS);
}

/** The plates of two cards, each once; one that both have keeps the stays of both. */
export function joined(
  own: readonly PlateRow[],
  arrived: readonly PlateRow[],
): readonly PlateRow[] {
  const both = own.map((row) => {
    const stays = arrived.find(({ key }) => key === row.key)?.stays;
    return stays === undefined ? row : { ...row, stays: [...stays, ...(row.stays ?? [])] };
  });
  const known = new Set(own.map(({ key }) => key));
  return [...both, ...arrived.filter(({ key }) => !known.has(key))];
}
