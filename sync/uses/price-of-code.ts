import type { Clock } from '../../platform/clock.ts';
import type { PriceOfCode } from './ports.ts';

/** A list as far as it says what its codes cost. */
type CodedList = {
  readonly group: string;
  readonly rulebook: number;
  readonly codes: readonly { readonly code: number; readonly priceCents: number | null }[];
};

export type PriceOfCodeOptions = {
  /** Every list there is, those that are over included. */
  readonly lists: () => Promise<readonly CodedList[]>;
  readonly clock: Clock;
};

/** A code that is not known is looked for again after this time: lists get further codes. */
const LOOK_AGAIN_MS = 5_000;

/** What codes stand for, from memory where that is possible. */
export function createPriceOfCode({ lists, clock }: PriceOfCodeOptions): PriceOfCode {
  let known = new Map<string, number | null>();
  let lookedMs = Number.NEGATIVE_INFINITY;
  return async (wanted) => {
    const name = nameOf(wanted, wanted.code);
    const nowMs = clock.now().getTime();
    if (!known.has(name) && nowMs - lookedMs >= LOOK_AGAIN_MS) {
      lookedMs = nowMs;
      known = new Map(
        (await lists()).flatMap((list) =>
          list.codes.map(({ code, priceCents }) => [nameOf(list, code), priceCents] as const),
        ),
      );
    }
    return known.get(name) ?? null;
  };
}

function nameOf({ group, rulebook }: Omit<CodedList, 'codes'>, code: number): string {
  return `${group} ${rulebook} ${code}`;
}
