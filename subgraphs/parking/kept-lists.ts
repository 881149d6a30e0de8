import { z } from 'zod';
import type { Outcome } from '../../domain/outcome.ts';
import { listForm, type KeptForm } from '../../platform/subgraph/known-parts.ts';
import type { RightItem, SessionItem } from './parking-rows.ts';

const item = { id: z.string(), plateId: z.string(), zone: z.string() };

export const RIGHT: z.ZodType<RightItem> = z.object({
  ...item,
  kind: z.enum(['resident', 'access', 'other']),
  validFrom: z.string().nullable(),
  validUntil: z.string().nullable(),
});

export const SESSION: z.ZodType<SessionItem> = z.object({
  ...item,
  startedAt: z.string(),
  paidUntil: z.string().nullable(),
  endedAt: z.string().nullable(),
});

const kept = z.object({ plateIds: z.array(z.string()), items: z.unknown() });

/**
 * How a list of all plates of a card is remembered: with the plates that it is about. A plate that
 * was added since makes it useless, since it would look whole; items of one that was removed go.
 */
export function platesForm<Item extends { readonly plateId: string }>(
  shape: z.ZodType<Item>,
  plateIds: ReadonlySet<string>,
): KeptForm<readonly Outcome<Item>[]> {
  const form = listForm(shape);
  return {
    toKept(items) {
      const list = form.toKept(items);
      return list === null ? null : { plateIds: [...plateIds], items: list };
    },
    fromKept(value) {
      const { data } = kept.safeParse(value);
      if (data === undefined || !plateIds.isSubsetOf(new Set(data.plateIds))) return null;
      const items = form.fromKept(data.items);
      return items?.filter((each) => 'value' in each && plateIds.has(each.value.plateId)) ?? null;
    },
  };
}
