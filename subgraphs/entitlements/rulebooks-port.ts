import type { Rulebook } from '../../domain/tariff/rulebook.ts';

/** The rulebooks by which prices are told. */
export type Rulebooks = {
  /**
   * Every published rulebook that was not cancelled, past ones too, in the order of the day they begin
   * on; never none.
   */
  published(): Promise<readonly Rulebook[]>;
};
