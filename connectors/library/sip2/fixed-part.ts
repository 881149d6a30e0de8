import { UpstreamMalformedError } from '../../../domain/errors.ts';
import { SYSTEM } from './guard.ts';

const DATE = 18;
const STATUS = 14;
const COUNT = 4;

/** Answer to checkout and to renewal alike. */
const LENT = { ok: 1, renewalOk: 1, magnetic: 1, desensitize: 1, at: DATE };

/**
 * What stands without delimiters behind the two digits of each message, in order, by width in
 * characters. Source: fields of SIP2 2.00 as Koha's `C4/SIP/Sip/MsgType.pm` and dp2SIP agree on them.
 */
export const FIXED_PARTS = {
  '11': { renewalPolicy: 1, noBlock: 1, at: DATE, noBlockDueAt: DATE },
  '12': LENT,
  '17': { at: DATE },
  '18': { circulation: 2, security: 2, feeType: 2, at: DATE },
  '23': { language: 3, at: DATE },
  '24': { patronStatus: STATUS, language: 3, at: DATE },
  '29': { thirdParty: 1, noBlock: 1, at: DATE, noBlockDueAt: DATE },
  '30': LENT,
  '35': { at: DATE },
  '36': { end: 1, at: DATE },
  '37': { at: DATE, feeType: 2, paymentType: 2, currency: 3 },
  '38': { accepted: 1, at: DATE },
  '63': { language: 3, at: DATE, summary: 10 },
  '64': {
    patronStatus: STATUS,
    language: 3,
    at: DATE,
    holdCount: COUNT,
    overdueCount: COUNT,
    chargedCount: COUNT,
    fineCount: COUNT,
    recallCount: COUNT,
    unavailableCount: COUNT,
  },
  '65': { at: DATE },
  '66': { ok: 1, renewedCount: COUNT, unrenewedCount: COUNT, at: DATE },
  '93': { uidAlgorithm: 1, pwdAlgorithm: 1 },
  '94': { ok: 1 },
  '96': {},
  '97': {},
  '98': {
    online: 1,
    checkinOk: 1,
    checkoutOk: 1,
    renewalPolicy: 1,
    statusUpdateOk: 1,
    offlineOk: 1,
    timeoutPeriod: 3,
    retriesAllowed: 3,
    at: DATE,
    protocol: 4,
  },
  '99': { status: 1, printWidth: 3, protocol: 4 },
} as const satisfies Record<string, Readonly<Record<string, number>>>;

export type MessageId = keyof typeof FIXED_PARTS;

/** The fixed part of one message, by name; each value has its full width, blanks included. */
export type FixedPart<Id extends MessageId> = {
  readonly [Name in keyof (typeof FIXED_PARTS)[Id]]: string;
};

export function isMessageId(text: string): text is MessageId {
  return Object.hasOwn(FIXED_PARTS, text);
}

/** Characters between the two digits and the first variable field. */
export function fixedWidth(id: MessageId): number {
  const widths: readonly number[] = Object.values(FIXED_PARTS[id]);
  return widths.reduce((sum, width) => sum + width, 0);
}

/** @throws {RangeError} A value that is not as wide as its place: a bug of the caller. */
export function encodeFixedPart<Id extends MessageId>(id: Id, values: FixedPart<Id>): string {
  const given = new Map<string, unknown>(Object.entries(values));
  return Object.entries<number>(FIXED_PARTS[id])
    .map(([name, width]) => {
      const value = given.get(name);
      if (typeof value === 'string' && value.length === width) return value;
      throw new RangeError(`${name} of message ${id} takes ${width} characters`);
    })
    .join('');
}

/** @throws {UpstreamMalformedError} Too short for this message. */
export function decodeFixedPart<Id extends MessageId>(id: Id, text: string): FixedPart<Id> {
  if (text.length < fixedWidth(id)) {
    throw new UpstreamMalformedError(SYSTEM, `message ${id} is shorter than its fixed fields`);
  }
  let start = 0;
  const values = Object.entries<number>(FIXED_PARTS[id]).map(([name, width]) => {
    start += width;
    return [name, text.slice(start - width, start)];
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one entry for each name of the table
  return Object.fromEntries(values) as FixedPart<Id>;
}
