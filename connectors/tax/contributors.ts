import { HubError, UpstreamMalformedError } from '../../domain/errors.ts';
import type { LinkedAccount } from '../../domain/linked-account.ts';
import { settle, type Outcome } from '../../domain/outcome.ts';
import { mapBounded } from '../../platform/map-bounded.ts';
import type { XmlElement } from '../../platform/soap/xml.ts';
import type { TaxApi, TaxCall } from './api.ts';
import { toBill, toSubsidy } from './bill.ts';
import type { BillRules } from './figures.ts';
import { SYSTEM } from './guard.ts';
import type { Bill, ContributorAnswer, ContributorAsk, Subsidy, TaxAccess } from './port.ts';
import { toRejection } from './refusals.ts';
import { readElements, rowsOf, wireBill, wireListHead, wireReduction } from './wire.ts';

export type ContributorReads = {
  readonly api: TaxApi;
  readonly rules: BillRules;
  /** Calls of one question that are under way at once. */
  readonly callsAtOnce: number;
  readonly access: TaxAccess;
  readonly signal: AbortSignal;
};

type Rows<T> = Outcome<readonly Outcome<T>[]>;

/** One call for each contributor and list: the tax office has no operation for several. */
export async function fetchContributors(
  reads: ContributorReads,
  asks: readonly ContributorAsk[],
): Promise<readonly ContributorAnswer[]> {
  const bills = new Map<LinkedAccount, Rows<Bill>>();
  const subsidies = new Map<LinkedAccount, Rows<Subsidy>>();
  const wanted = asks.flatMap(({ contributor, lists }) =>
    [...lists].map((list) => ({ contributor, list })),
  );
  await mapBounded(wanted, reads.callsAtOnce, async ({ contributor, list }) => {
    if (list === 'bills') bills.set(contributor, await settle(fetchBills(reads, contributor)));
    else subsidies.set(contributor, await settle(fetchSubsidies(reads, contributor)));
  });
  return asks.map(({ contributor }) => ({
    contributor,
    bills: bills.get(contributor) ?? null,
    subsidies: subsidies.get(contributor) ?? null,
  }));
}

async function fetchBills(
  reads: ContributorReads,
  contributor: LinkedAccount,
): Promise<readonly Outcome<Bill>[]> {
  const rows = await fetchRows(reads, contributor, {
    operation: 'ConsultarRecibos',
    parameters: [
      { name: 'IdContribuyente', value: contributor },
      { name: 'Estado', value: 'TODOS' },
    ],
    list: 'Recibos',
    row: 'Recibo',
  });
  return rows.map((row) => outcomeOf(() => toBill(readElements(row, wireBill), reads.rules)));
}

async function fetchSubsidies(
  reads: ContributorReads,
  contributor: LinkedAccount,
): Promise<readonly Outcome<Subsidy>[]> {
  const rows = await fetchRows(reads, contributor, {
    operation: 'ConsultarBonificacion',
    parameters: [{ name: 'IdContribuyente', value: contributor }],
    list: 'Bonificaciones',
    row: 'Bonificacion',
  });
  return rows.map((row) => outcomeOf(() => toSubsidy(readElements(row, wireReduction))));
}

type ListCall = Omit<TaxCall, 'access'> & { readonly list: string; readonly row: string };

async function fetchRows(
  { api, access, signal }: ContributorReads,
  contributor: LinkedAccount,
  { operation, parameters, list, row }: ListCall,
): Promise<readonly XmlElement[]> {
  const reply = await api.send({ operation, parameters, access }, signal);
  if (reply.kind === 'refused') throw toRejection(reply.code);
  const { IdContribuyente: answered } = readElements(reply.body, wireListHead);
  if (answered !== contributor) {
    throw new UpstreamMalformedError(SYSTEM, 'the list of a contributor that was not asked for');
  }
  return rowsOf(reply.body, { list, row });
}

/** One broken row does not blank the list. */
function outcomeOf<T>(convert: () => T): Outcome<T> {
  try {
    return { value: convert() };
  } catch (error) {
    if (error instanceof HubError) return { error };
    throw error;
  }
}
