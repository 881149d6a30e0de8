import type { Random } from './random.ts';

/** What the card back office of public transport knows of a card. */
export type TransportRecord = {
  /** Thirteen digits. */
  readonly account: string;
};

/** The first cardholder (index 0) has an active card with two purses and movements. */
export function createTransportRecord(index: number, _random: Random): TransportRecord {
  return { account: `7${String(index + 1).padStart(12, '0')}` };
}
