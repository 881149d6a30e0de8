import { z } from 'zod';
import type { Charge, Hold, Loan } from '../../connectors/library/port.ts';
import type { LibrarySystem } from '../../domain/library-account.ts';
import type { Outcome } from '../../domain/outcome.ts';
import type { LastKnownKey, LastKnownValue } from '../../platform/stores/last-known.ts';
import { listForm, plainForm, type KeptForm } from '../../platform/subgraph/known-parts.ts';
import type { LibraryCard } from './card-ref.ts';
import type { Known } from '../../platform/subgraph/source.ts';
import type { Part } from './wanted-lists.ts';

/** A list's items are outcomes of their own: one that could not be read fails alone. */
export type Items<T> = readonly Outcome<T>[];

/** The value of each part, as the port gives it. */
export type PartValues = {
  readonly mayBorrow: boolean;
  readonly loans: Items<Loan>;
  readonly holds: Items<Hold>;
  readonly charges: Items<Charge>;
};

const item = { id: z.string(), title: z.string() };

const FORMS: { readonly [P in Part]: KeptForm<PartValues[P]> } = {
  mayBorrow: plainForm(z.boolean()),
  loans: listForm(z.object({ ...item, dueOn: z.string() })),
  holds: listForm(z.object({ ...item, isReady: z.boolean() })),
  charges: listForm(z.object({ id: z.string(), concept: z.string(), amountCents: z.number() })),
};

export function lastKnownKey(card: LibraryCard, system: LibrarySystem, part: Part): LastKnownKey {
  return { owner: card.id, version: card.version, part: `${system}:${part}` };
}

/** @returns Null when the part is not live, or not worth remembering. */
export function toRemember<P extends Part>(
  part: P,
  known: Known<PartValues[P]>,
): LastKnownValue | null {
  if (known.freshness !== 'LIVE') return null;
  const value = FORMS[part].toKept(known.value);
  return value === null ? null : { asOf: known.asOf, value };
}

/** @returns Null when nothing of use is remembered. */
export function fromRemembered<P extends Part>(
  part: P,
  remembered: LastKnownValue | null,
): Known<PartValues[P]> | null {
  if (remembered === null) return null;
  const value = FORMS[part].fromKept(remembered.value);
  return value === null ? null : { freshness: 'LAST_KNOWN', asOf: remembered.asOf, value };
}
