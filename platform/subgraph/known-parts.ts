import DataLoader from 'dataloader';
import { z } from 'zod';
import { isFailed, settle, type Outcome } from '../../domain/outcome.ts';
import type { Clock } from '../clock.ts';
import type { LastKnown, LastKnownKey, LastKnownValue } from '../stores/last-known.ts';
import type { Known } from './source.ts';

/** How a part is kept as JSON for the day its system is silent. */
export type KeptForm<T> = {
  /** Null for what is not worth remembering: a list with a failed item would look whole later. */
  readonly toKept: (value: T) => unknown;
  /** Null when another release kept it in another shape. */
  readonly fromKept: (kept: unknown) => T | null;
};

/** Whose part it is. Nothing is remembered or recalled of a card that is not usable. */
export type PartOwner = {
  readonly id: string;
  readonly version: number;
  readonly isUsable: boolean;
};

export type KnownParts = {
  /**
   * What the system says now, or said last, or why there is neither. Remembers what it says now.
   *
   * @param part `transport:purses`, …; unique within the owner.
   * @param live The system's answer; when it rejects with a `HubError`, the last known value is looked for.
   */
  know<T>(
    owner: PartOwner,
    part: string,
    { live, form }: { readonly live: Promise<T>; readonly form: KeptForm<T> },
  ): Promise<Known<T>>;
};

/** For one client request: recalls of one tick share one round trip. */
export function createKnownParts({
  lastKnown,
  clock,
}: {
  readonly lastKnown: LastKnown;
  readonly clock: Clock;
}): KnownParts {
  const recalls = new DataLoader<LastKnownKey, LastKnownValue | null, string>(
    async (keys) => [...(await lastKnown.recall(keys))],
    { cacheKeyFn: ({ owner, version, part }) => `${owner} ${version} ${part}` },
  );
  return {
    async know(owner, part, { live, form }) {
      const outcome = await settle(live);
      const key = { owner: owner.id, version: owner.version, part };
      if (!isFailed(outcome)) {
        const asOf = clock.now();
        const kept = owner.isUsable ? form.toKept(outcome.value) : null;
        if (kept !== null) lastKnown.remember([{ ...key, asOf, value: kept }]);
        return { freshness: 'LIVE', asOf, value: outcome.value };
      }
      const remembered = owner.isUsable ? await recalls.load(key) : null;
      const value = remembered && form.fromKept(remembered.value);
      if (remembered === null || value === null) return { freshness: null, error: outcome.error };
      return { freshness: 'LAST_KNOWN', asOf: remembered.asOf, value };
    },
  };
}

/** A form for what is plain JSON already. @param shape Checks what another release may have kept. */
export function plainForm<T>(shape: z.ZodType<T>): KeptForm<T> {
  return {
    toKept: (value) => value,
    fromKept: (kept) => shape.safeParse(kept).data ?? null,
  };
}

/** A form for a list whose items may have failed: such a list is not kept. */
export function listForm<T>(shape: z.ZodType<T>): KeptForm<readonly Outcome<T>[]> {
  const list = z.array(shape);
  return {
    toKept: (items) =>
      items.some(isFailed) ? null : items.flatMap((each) => ('value' in each ? [each.value] : [])),
    fromKept: (kept) => list.safeParse(kept).data?.map((value) => ({ value })) ?? null,
  };
}
