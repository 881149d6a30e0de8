import { EXAMPLE_QUERY } from '../../welcome.ts';
import type { Answer } from '../support/hub-process.ts';
import type { Source } from './library-query.ts';

/** The README's query, as staff asks it: naming why it looks at somebody's taxes. */
export const AS_STAFF = EXAMPLE_QUERY.replace(
  'tax {',
  'tax(access: { purpose: CITIZEN_ASSISTANCE, consent: GIVEN }) {',
);

/** The same for many cards at once. */
export const MANY_AS_STAFF = AS_STAFF.replace('$n: CardNumber!', '$n: [CardNumber!]!').replace(
  'card(number: $n)',
  'cards(numbers: $n)',
);

type Freshness = { readonly source: Pick<Source, 'freshness'> };

/** The answer to the README's query. */
export type WholeCard = {
  readonly number: string;
  readonly status: string;
  readonly library: {
    readonly loans: readonly ({ readonly title: string; readonly dueOn: string } | null)[];
    readonly source: Source;
  };
  readonly sports: Freshness & {
    readonly passes: readonly ({ readonly name: string; readonly validUntil: string } | null)[];
    readonly bookings: readonly ({
      readonly facility: string;
      readonly startsAt: string;
    } | null)[];
  };
  readonly transport: Freshness & {
    readonly purses: readonly ({
      readonly amount: number;
      readonly unit: 'EUR_CENT' | 'TRIP';
      readonly balanceAt: string;
    } | null)[];
  };
  readonly parking: Freshness & {
    readonly rights: readonly ({
      readonly zone: string;
      readonly validUntil: string | null;
    } | null)[];
  };
  readonly tax: Freshness & {
    readonly bills: readonly ({
      readonly concept: string;
      readonly amountCents: number;
      readonly reference: string;
      readonly dueOn: string;
    } | null)[];
  };
};

export function wholeCardOf(answer: Answer): WholeCard {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each test looks at what it needs of it
  return answer.data?.['card'] as WholeCard;
}
