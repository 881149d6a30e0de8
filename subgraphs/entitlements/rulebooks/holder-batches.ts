import type { TariffHolder } from '../../../domain/tariff/situation.ts';

/** Some holders, and where to go on after them. */
export type HolderBatch = {
  readonly holders: readonly TariffHolder[];
  /** Give it as `after` to go on behind this batch. */
  readonly last: string;
};

/** Every holder of a card with the facts that are known, for counting alone. */
export type HolderBatches = {
  /** About how many there are, for progress; asked for often. */
  count(): Promise<number>;
  /**
   * In a fixed order, in batches of about 1,000; each holder once.
   *
   * @param after `last` of a batch that was gone through; null from the beginning.
   */
  all(after: string | null): AsyncIterable<HolderBatch>;
};
