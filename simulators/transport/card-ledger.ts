import type { Clock } from '../../platform/clock.ts';
import type { City } from '../city/city.ts';
import type { TransportRecord } from '../city/transport-record.ts';
import { openCardEffects, type CardEffects, type TopUp } from './card-effects.ts';
import { movementsOf, type Movement } from './movements.ts';

/** A purse as of now. */
export type Balance = {
  readonly name: string;
  readonly unit: 'EUR_CENT' | 'VIAJES';
  readonly amount: number;
  /** Milliseconds since 1970. */
  readonly at: number;
};

/** What the back office keeps of the city's cards. */
export type CardLedger = CardEffects & {
  /** Null for a card that nobody has. */
  card(account: string): TransportRecord | null;
  stateOf(card: TransportRecord): TransportRecord['state'];
  /** A top-up counts once it is activated. */
  balancesOf(card: TransportRecord): readonly Balance[];
  /** Latest first, top-ups that wait for activation included. */
  movementsOf(card: TransportRecord): readonly Movement[];
  /** Its last day. */
  expiresOn(card: TransportRecord): string;
};

export type CardLedgerOptions = {
  readonly city: City;
  /** Null forgets at the end. */
  readonly journalPath: string | null;
  readonly clock: Clock;
};

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** From paying on the web until a validator puts the money on the card. Source: en.gijon.es, citizen card. */
export const ACTIVATION_MS = 45 * MINUTE_MS;

export function openCardLedger({ city, journalPath, clock }: CardLedgerOptions): CardLedger {
  const effects = openCardEffects({ journalPath, clock });
  const madeAt = Date.parse(`${city.options.madeOn}T00:00:00Z`);
  const cards = new Map<string, TransportRecord>();
  for (const { transport } of city.cardholders) {
    if (transport !== null) cards.set(transport.account, transport);
  }
  const topUpsOf = ({ account }: TransportRecord): readonly TopUp[] =>
    effects.topUps().filter((topUp) => topUp.account === account);

  return {
    ...effects,
    card: (account) => cards.get(account) ?? null,
    stateOf: ({ account, state }) => (effects.isBlocked(account) ? 'BLOQUEADA' : state),
    balancesOf(card) {
      const now = clock.now().getTime();
      const active = topUpsOf(card).filter(({ at }) => at + ACTIVATION_MS <= now);
      return card.purses.map((purse, place) => toBalance(purse, madeAt, place === 0 ? active : []));
    },
    movementsOf: (card) => [
      ...topUpsOf(card).map(toMovement).toReversed(),
      ...movementsOf(card, city.options.seed, madeAt),
    ],
    expiresOn: ({ expiresInDays }) =>
      new Date(madeAt + expiresInDays * DAY_MS).toISOString().slice(0, 10),
  };
}

function toBalance(
  { name, unit, amount, minutesAgo }: TransportRecord['purses'][number],
  madeAt: number,
  active: readonly TopUp[],
): Balance {
  return {
    name,
    unit,
    amount: active.reduce((sum, topUp) => sum + topUp.amount, amount),
    at: Math.max(madeAt - minutesAgo * MINUTE_MS, ...active.map(({ at }) => at + ACTIVATION_MS)),
  };
}

function toMovement({ operationId, at, amount }: TopUp): Movement {
  return { id: operationId, at, kind: 'RECARGA', amount, unit: 'EUR_CENT', line: null };
}
