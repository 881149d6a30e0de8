import { z } from 'zod';
import type { TransportCard } from '../../connectors/transport/port.ts';
import { parseCityDay } from '../../domain/city-day.ts';
import type { LinkedAccount } from '../../domain/linked-account.ts';
import { isFailed } from '../../domain/outcome.ts';
import type { KeptForm } from '../../platform/subgraph/known-parts.ts';

const kept = z.object({
  state: z.enum(['active', 'blocked', 'expired', 'lost']),
  expiresOn: z.iso.date().transform(parseCityDay),
  purses: z.array(
    z.object({
      name: z.string(),
      unit: z.enum(['cents', 'trips']),
      amount: z.int(),
      balanceAt: z.iso.datetime().transform((text) => new Date(text)),
    }),
  ),
});

/** A transport card as it is remembered: without its number, which the card itself brings along. */
export function keptCard(account: LinkedAccount): KeptForm<TransportCard> {
  return {
    toKept({ state, expiresOn, purses }) {
      if (purses.some(isFailed)) return null;
      const whole = purses.flatMap((purse) => ('value' in purse ? [purse.value] : []));
      return {
        state,
        expiresOn,
        purses: whole.map((purse) => ({ ...purse, balanceAt: purse.balanceAt.toISOString() })),
      };
    },
    fromKept(value) {
      const card = kept.safeParse(value).data;
      if (card === undefined) return null;
      return { ...card, account, purses: card.purses.map((purse) => ({ value: purse })) };
    },
  };
}
