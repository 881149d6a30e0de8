import type {
  Bill,
  ContributorAnswer,
  ContributorAsk,
  PaymentDocument,
  PaymentReportOutcome,
  PaymentToReport,
  Subsidy,
  TaxAccess,
  TaxPort,
} from '../../connectors/tax/port.ts';
import { parseCardId } from '../../domain/card-id.ts';
import { parseCityDay } from '../../domain/city-day.ts';
import { UpstreamUnavailableError } from '../../domain/errors.ts';
import type { Outcome } from '../../domain/outcome.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { Audit, AuditEntry } from '../../platform/stores/audit.ts';
import type { CardRef, TaxCard } from '../../subgraphs/tax/card-ref.ts';
import type { TaxDeps } from '../../subgraphs/tax/context.ts';
import { createTaxSubgraph } from '../../subgraphs/tax/subgraph.ts';
import { startPart } from './ask-part.ts';
import {
  ANA_NUMBER,
  inMemoryLastKnown,
  inMemoryOnce,
  NOON,
  silent,
  STAFF,
} from './library-harness.ts';

export {
  ANA_NUMBER,
  ANA_VIEWER,
  inMemoryLastKnown,
  NOON,
  silent,
  STAFF,
} from './library-harness.ts';

export const KIOSK: Viewer = { kind: 'kiosk', id: 'kiosk-1' };
export const ABSENT_NUMBER = '9724330240000000025';
/** What staff names in these tests, as the schema spells it. */
export const AT_THE_DESK = '(access: { purpose: CITIZEN_ASSISTANCE, consent: GIVEN })';

export const ana: CardRef = {
  id: parseCardId('card-ana'),
  version: 3,
  isUsable: true,
  holderId: 'ana',
  taxContributorNumber: 'C-ana',
};

export const twenty: readonly TaxCard[] = Array.from({ length: 20 }, (_, at) => ({
  ...ana,
  id: parseCardId(`card-${at}`),
  taxContributorNumber: `C-${at}`,
}));

export function outage(): { readonly error: UpstreamUnavailableError } {
  return { error: new UpstreamUnavailableError('tax', 'down in this test') };
}

export function bill(id: string, change: Partial<Bill> = {}): Outcome<Bill> {
  return {
    value: {
      id,
      concept: 'Impuesto sobre vehículos',
      amountCents: 6_320,
      reference: '000001234591',
      dueOn: parseCityDay('2026-12-05'),
      state: 'pending',
      ...change,
    },
  };
}

export const subsidy: Outcome<Subsidy> = {
  value: { billId: 'b1', concept: 'Bonificación por domiciliación', amountCents: 150 },
};

export type Told = Partial<Pick<ContributorAnswer, 'bills' | 'subsidies'>>;

export type FakeTaxOffice = TaxPort & {
  /** Each call of `fetchContributors`: purpose and consent, then contributor and lists of each ask. */
  readonly asked: (readonly string[])[];
  /** `contributor bill purpose` of each call of `fetchPaymentDocument`. */
  readonly documents: string[];
  readonly payments: { readonly payment: PaymentToReport; readonly access: TaxAccess }[];
};

type Tellings = {
  readonly tell?: (ask: ContributorAsk) => Told;
  readonly pay?: () => Promise<PaymentReportOutcome>;
} & Partial<Pick<TaxPort, 'fetchContributors' | 'fetchPaymentDocument'>>;

/** A tax office where everybody has one bill and one reduction, but for what is given. */
export function fakeTaxOffice({ tell = () => ({}), pay, ...own }: Tellings = {}): FakeTaxOffice {
  const asked: FakeTaxOffice['asked'] = [];
  const documents: string[] = [];
  const payments: FakeTaxOffice['payments'] = [];
  return {
    asked,
    documents,
    payments,
    fetchContributors(asks, access, options) {
      const names = asks.map(({ contributor, lists }) => [contributor, ...lists].join(' '));
      asked.push([`${access.purpose} ${access.consent}`, ...names]);
      const answers = asks.map((ask) => toAnswer(ask, tell(ask)));
      return own.fetchContributors?.(asks, access, options) ?? Promise.resolve(answers);
    },
    fetchPaymentDocument({ contributor, billId }, access, options) {
      documents.push(`${contributor} ${billId} ${access.purpose}`);
      const given = own.fetchPaymentDocument?.({ contributor, billId }, access, options);
      return given ?? Promise.resolve(paymentDocument(billId));
    },
    postPayment(payment, access) {
      payments.push({ payment, access });
      return pay?.() ?? Promise.resolve({ kind: 'recorded' });
    },
    checkOwner: () => Promise.reject(new Error('not used here')),
  };
}

export function downTaxOffice(): FakeTaxOffice {
  return fakeTaxOffice({ tell: () => ({ bills: outage(), subsidies: outage() }) });
}

function toAnswer({ contributor, lists }: ContributorAsk, told: Told): ContributorAnswer {
  return {
    contributor,
    bills: lists.has('bills') ? (told.bills ?? { value: [bill('b1')] }) : null,
    subsidies: lists.has('subsidies') ? (told.subsidies ?? { value: [subsidy] }) : null,
  };
}

export function paymentDocument(billId: string): PaymentDocument {
  return {
    billId,
    issuer: '330243',
    reference: '000001234591',
    identification: '1001266305',
    amountCents: 6_320,
    dueOn: parseCityDay('2026-12-05'),
    barcode: '905213302430000012345911001266305000063200',
  };
}

export type FakeAudit = Audit & { readonly entries: AuditEntry[] };

/** @param isDown While true nothing can be written. */
export function inMemoryAudit(isDown = () => false): FakeAudit {
  const entries: AuditEntry[] = [];
  return {
    entries,
    record(added) {
      if (isDown()) return Promise.reject(new UpstreamUnavailableError('document store', 'down'));
      entries.push(...added);
      return Promise.resolve();
    },
    findByCard({ cardId, operations, first }) {
      const found = entries.filter(
        (entry) => entry.cardId === cardId && operations.includes(entry.operation),
      );
      return Promise.resolve({ entries: found.toReversed().slice(0, first), endCursor: null });
    },
  };
}

export type Hub = Partial<TaxDeps>;

export function taxSubgraph(hub: Hub = {}) {
  let requests = 0;
  return createTaxSubgraph({
    taxOffice: fakeTaxOffice(),
    audit: inMemoryAudit(),
    cardOf: (number) => Promise.resolve(number === ANA_NUMBER ? ana : null),
    lastKnown: inMemoryLastKnown(),
    once: inMemoryOnce(),
    clock: { now: () => NOON },
    zone: 'Europe/Madrid',
    newRequestId: () => `request-${(requests += 1)}`,
    deadlineMs: 1_700,
    log: silent,
    ...hub,
  });
}

/** One tax subgraph; each call is a client request of its own, answered as a client receives it. */
export function startTaxPart(hub: Hub = {}) {
  return startPart(taxSubgraph(hub));
}

export type AskOptions = {
  readonly cards?: readonly TaxCard[];
  readonly viewer?: Viewer;
  /** As written in the query; what staff names at a desk unless given. */
  readonly access?: string;
};

/** `{ … }` of a card, as the gateway asks for it. */
export function entitiesQuery(selection: string): string {
  return `query ($cards: [_Any!]!) { _entities(representations: $cards) { ... on Card { ${selection} } } }`;
}

/** Asks for fields of `tax` as the gateway does, through `_entities`. */
export async function askTax(
  hub: Hub,
  fields: string,
  { cards = [ana], viewer = STAFF, access = AT_THE_DESK }: AskOptions = {},
) {
  const source = entitiesQuery(`tax${access} { ${fields} }`);
  const variables = { cards: cards.map(toRepresentation) };
  const { data, errors, messages } = await startTaxPart(hub)(source, variables, viewer);
  return {
    tax: data?._entities?.[0]?.tax ?? null,
    errors: errors.map((error) => error.replace('_entities.0.tax.', '')).toSorted(),
    messages,
  };
}

export function toRepresentation({ id, version, isUsable, taxContributorNumber }: TaxCard) {
  return { __typename: 'Card', id, version, isUsable, taxContributorNumber };
}
