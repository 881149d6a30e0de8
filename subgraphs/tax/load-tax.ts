import type { GraphQLResolveInfo } from 'graphql';
import type { Bill, Subsidy, TaxAccess, TaxList } from '../../connectors/tax/port.ts';
import type { LinkedAccount } from '../../domain/linked-account.ts';
import { isFailed } from '../../domain/outcome.ts';
import { selectedFields } from '../../platform/subgraph/selected-fields.ts';
import { sourceOf, type Known, type SourceRow } from '../../platform/subgraph/source.ts';
import { contributorOf, type TaxCard } from './card-ref.ts';
import type { Context } from './context.ts';
import type { Items } from './contributor-loaders.ts';
import { keptBills, keptSubsidies } from './kept-lists.ts';

/** A bill with what is needed to ask for its payment document. */
export type BillRow = Bill & {
  readonly contributor: LinkedAccount;
  readonly access: TaxAccess;
};

/** As the schema's `Tax`; what was not wanted is empty. */
export type TaxRow = {
  readonly bills: Items<BillRow>;
  readonly subsidies: Items<Subsidy>;
  /** Null when the query selects nothing that has a source. */
  readonly source: SourceRow | null;
};

const NOTHING: TaxRow = { bills: [], subsidies: [], source: null };

/** The lists that one `Card.tax` of the query needs; none costs no call. */
export function wantedLists(info: GraphQLResolveInfo): ReadonlySet<TaxList> {
  const fields = selectedFields(info);
  const wanted = new Set((['bills', 'subsidies'] as const).filter((list) => fields.has(list)));
  // A source is the source of something: with nothing else selected, of the bills.
  return wanted.size === 0 && fields.has('source') ? new Set(['bills']) : wanted;
}

/**
 * Writes the access down, then asks the tax office for the wanted lists; what it said last stands in
 * for a list that it does not give.
 *
 * @returns Null when no account is linked.
 * @throws {UpstreamUnavailableError} The access could not be written down: nothing was asked.
 */
export async function loadTax(
  card: TaxCard,
  { access, wanted }: { readonly access: TaxAccess; readonly wanted: ReadonlySet<TaxList> },
  { loaders, knownParts }: Context,
): Promise<TaxRow | null> {
  const contributor = contributorOf(card);
  if (contributor === null) return null;
  if (wanted.size === 0) return NOTHING;
  await loaders.recorded.load({ cardId: card.id, operation: 'Card.tax', access });
  const key = { contributor, access };
  const [bills, subsidies] = await Promise.all([
    wanted.has('bills')
      ? knownParts.know(card, 'tax:bills', {
          live: loaders.billsByContributor.load(key),
          form: keptBills,
        })
      : null,
    wanted.has('subsidies')
      ? knownParts.know(card, 'tax:subsidies', {
          live: loaders.subsidiesByContributor.load(key),
          form: keptSubsidies,
        })
      : null,
  ]);
  return {
    bills: itemsOf(bills).map((bill) =>
      isFailed(bill) ? bill : { value: { ...bill.value, ...key } },
    ),
    subsidies: itemsOf(subsidies),
    source: sourceOf(
      'tax',
      [bills, subsidies].filter((part) => part !== null),
    ),
  };
}

/** One failed item stands for a list of which nothing is known: it never looks whole. */
function itemsOf<T>(list: Known<Items<T>> | null): Items<T> {
  if (list === null) return [];
  return list.freshness === null ? [list] : list.value;
}
