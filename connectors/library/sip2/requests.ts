import type { LibraryAccount } from '../../../domain/library-account.ts';
import type { OutgoingMessage } from './codec.ts';
import type { LibraryDates } from './dates.ts';
import { encodeFixedPart } from './fixed-part.ts';
import type { Institution } from './institution.ts';
import { formatCents } from './money.ts';

/** Language code "unknown": screen messages are never shown, so none is asked for. */
const LANGUAGE = '000';
const PRINT_WIDTH = '080';
const PROTOCOL = '2.00';
/** "No date given" where the protocol wants eighteen characters. */
const NO_DATE = ' '.repeat(18);
const FEE_TYPE_OTHER = '01';
/** Cash stands for "paid elsewhere": the protocol knows cash and cards only. */
const PAYMENT_TYPE_CASH = '00';
const SUMMARY_WIDTH = 10;

/** Position of the one `Y` in the summary of message 63. */
export const SUMMARY_PLACES = { hold: 0, overdue: 1, charged: 2, fine: 3, unavailable: 5 } as const;

export type SummaryList = keyof typeof SUMMARY_PLACES;

export type Credentials = {
  readonly user: string;
  readonly password: string;
  /** Field CP; null leaves it out. */
  readonly location: string | null;
};

export type RequestRules = {
  readonly institution: Pick<Institution, 'id' | 'terminalPassword'>;
  readonly dates: LibraryDates;
  readonly now: () => Date;
};

/** The messages of one institution, dated by its clock. */
export type Requests = ReturnType<typeof createRequests>;

export function createRequests(rules: RequestRules) {
  return { ...sessionRequests(rules), ...readRequests(rules), ...writeRequests(rules) };
}

function sessionRequests({ institution, dates, now }: RequestRules) {
  return {
    login: ({ user, password, location }: Credentials): OutgoingMessage => ({
      id: '93',
      fixed: encodeFixedPart('93', { uidAlgorithm: '0', pwdAlgorithm: '0' }),
      fields: [['CN', user], ['CO', password], ...optional('CP', location)],
    }),
    status: (): OutgoingMessage => ({
      id: '99',
      fixed: encodeFixedPart('99', { status: '0', printWidth: PRINT_WIDTH, protocol: PROTOCOL }),
      fields: [],
    }),
    endSession: (account: LibraryAccount): OutgoingMessage => ({
      id: '35',
      fixed: encodeFixedPart('35', { at: dates.toTimestamp(now()) }),
      fields: patron(institution, account),
    }),
  };
}

function readRequests({ institution, dates, now }: RequestRules) {
  const at = (): string => dates.toTimestamp(now());
  return {
    /** Sends AC and AD even when empty: some servers answer 96 without them (README, bad habit 8). */
    patronStatus: (account: LibraryAccount): OutgoingMessage => ({
      id: '23',
      fixed: encodeFixedPart('23', { language: LANGUAGE, at: at() }),
      fields: [
        ...patron(institution, account),
        ['AC', institution.terminalPassword ?? ''],
        ['AD', ''],
      ],
    }),
    patronInformation: (
      account: LibraryAccount,
      { list, pin }: { readonly list?: SummaryList; readonly pin?: string },
    ): OutgoingMessage => ({
      id: '63',
      fixed: encodeFixedPart('63', {
        language: LANGUAGE,
        at: at(),
        summary: toSummary(list ?? null),
      }),
      fields: [
        ...patron(institution, account),
        ...terminal(institution),
        ...optional('AD', pin ?? null),
      ],
    }),
    itemInformation: (barcode: string): OutgoingMessage => ({
      id: '17',
      fixed: encodeFixedPart('17', { at: at() }),
      fields: [['AO', institution.id], ['AB', barcode], ...terminal(institution)],
    }),
  };
}

function writeRequests({ institution, dates, now }: RequestRules) {
  const at = (): string => dates.toTimestamp(now());
  const item = (account: LibraryAccount, barcode: string): OutgoingMessage['fields'] => [
    ...patron(institution, account),
    ['AB', barcode],
    ...terminal(institution),
    ['BO', 'N'],
  ];
  return {
    checkout: (account: LibraryAccount, barcode: string): OutgoingMessage => ({
      id: '11',
      fixed: encodeFixedPart('11', { renewalPolicy: 'N', ...notForced(at()) }),
      fields: [...item(account, barcode), ['BI', 'N']],
    }),
    renewal: (account: LibraryAccount, barcode: string): OutgoingMessage => ({
      id: '29',
      fixed: encodeFixedPart('29', { thirdParty: 'N', ...notForced(at()) }),
      fields: item(account, barcode),
    }),
    renewals: (account: LibraryAccount): OutgoingMessage => ({
      id: '65',
      fixed: encodeFixedPart('65', { at: at() }),
      fields: [...patron(institution, account), ...terminal(institution), ['BO', 'N']],
    }),
    payment: (account: LibraryAccount, payment: PaymentFields): OutgoingMessage => ({
      id: '37',
      fixed: encodeFixedPart('37', {
        at: at(),
        feeType: FEE_TYPE_OTHER,
        paymentType: PAYMENT_TYPE_CASH,
        currency: 'EUR',
      }),
      fields: [
        ['BV', formatCents(payment.amountCents)],
        ...patron(institution, account),
        ...terminal(institution),
        ...optional('CG', payment.feeId),
        ['BK', payment.receipt],
      ],
    }),
  };
}

function patron(
  { id }: RequestRules['institution'],
  account: LibraryAccount,
): OutgoingMessage['fields'] {
  return [
    ['AO', id],
    ['AA', account],
  ];
}

function terminal({ terminalPassword }: RequestRules['institution']): OutgoingMessage['fields'] {
  return optional('AC', terminalPassword);
}

export type PaymentFields = {
  readonly amountCents: number;
  /** Printable, without delimiter. */
  readonly receipt: string;
  /** The charge's number at the library; null lets the library choose what the money goes to. */
  readonly feeId: string | null;
};

/** "No block" would make the server accept what it has already refused: never asked. */
function notForced(at: string) {
  return { noBlock: 'N', at, noBlockDueAt: NO_DATE };
}

function toSummary(list: SummaryList | null): string {
  const place = list === null ? -1 : SUMMARY_PLACES[list];
  return Array.from({ length: SUMMARY_WIDTH }, (_, at) => (at === place ? 'Y' : ' ')).join('');
}

function optional(code: string, value: string | null): OutgoingMessage['fields'] {
  return value === null ? [] : [[code, value]];
}
