import { UpstreamMalformedError } from '../../../domain/errors.ts';
import type { Fields, IncomingMessage } from './codec.ts';
import { decodeFixedPart, type FixedPart, type MessageId } from './fixed-part.ts';
import { SYSTEM } from './guard.ts';
import type { SummaryList } from './requests.ts';

/** Reply 98. */
export type WireStatus = {
  readonly isOnline: boolean;
  /** Three digits, blanks or 999 for "unknown". */
  readonly retriesAllowed: string;
  /** Field BX, 16 of `Y` and `N`; null where the server does not say. */
  readonly supported: string | null;
};

/** What replies 24 and 64 share. */
export type WirePatron = {
  /** Field AA. */
  readonly patron: string;
  /** Fourteen positions: `Y` is a problem, anything else is not. */
  readonly patronStatus: string;
  /** Field BL; null where the server does not say. */
  readonly isValid: boolean | null;
  /** Field CQ; null where no PIN was sent or the server does not check. */
  readonly isPinRight: boolean | null;
  /** Field BV, in the library's own notation; null when nothing is owed. */
  readonly owed: string | null;
};

/** Reply 64. */
export type WirePatronInformation = WirePatron & {
  /** How long the server says that each list is; null where it does not count. */
  readonly counts: Readonly<Record<SummaryList, number | null>>;
  /** Barcodes (AS, AT, AU, CD) or display texts (AV); empty but for the list that was asked for. */
  readonly lists: Readonly<Record<SummaryList, readonly string[]>>;
};

/** Reply 18. */
export type WireItem = {
  readonly barcode: string;
  /** Field AJ; empty for an unknown item. */
  readonly title: string;
  /** Field AH, in the form of the site; null for an item that nobody has. */
  readonly due: string | null;
};

/** Replies 12 and 30. */
export type WireLent = {
  readonly isDone: boolean;
  readonly barcode: string | null;
  readonly title: string | null;
  readonly due: string | null;
};

/** Reply 66. */
export type WireRenewals = {
  readonly isDone: boolean;
  readonly renewedCount: number | null;
  readonly unrenewedCount: number | null;
  /** Barcodes. */
  readonly renewed: readonly string[];
  readonly unrenewed: readonly string[];
};

const LIST_FIELDS: Readonly<Record<SummaryList, string>> = {
  hold: 'AS',
  overdue: 'AT',
  charged: 'AU',
  fine: 'AV',
  unavailable: 'CD',
};

/** @throws {UpstreamMalformedError} Neither yes nor no; so do all below for what their message demands. */
export function parseLoginReply(message: IncomingMessage): boolean {
  return isOne(fixedOf('94', message).ok);
}

export function parseStatusReply(message: IncomingMessage): WireStatus {
  const { online, retriesAllowed } = fixedOf('98', message);
  return { isOnline: online === 'Y', retriesAllowed, supported: first(message.fields, 'BX') };
}

export function parsePatronStatus(message: IncomingMessage): WirePatron {
  return toPatron(fixedOf('24', message).patronStatus, message.fields);
}

export function parsePatronInformation(message: IncomingMessage): WirePatronInformation {
  const fixed = fixedOf('64', message);
  return {
    ...toPatron(fixed.patronStatus, message.fields),
    counts: {
      hold: toCount(fixed.holdCount),
      overdue: toCount(fixed.overdueCount),
      charged: toCount(fixed.chargedCount),
      fine: toCount(fixed.fineCount),
      unavailable: toCount(fixed.unavailableCount),
    },
    lists: {
      hold: listOf(message.fields, 'hold'),
      overdue: listOf(message.fields, 'overdue'),
      charged: listOf(message.fields, 'charged'),
      fine: listOf(message.fields, 'fine'),
      unavailable: listOf(message.fields, 'unavailable'),
    },
  };
}

export function parseItemInformation(message: IncomingMessage): WireItem {
  fixedOf('18', message);
  return {
    barcode: required(message, 'AB'),
    title: (first(message.fields, 'AJ') ?? '').trim(),
    due: first(message.fields, 'AH'),
  };
}

/** Reply to a checkout (12) or a renewal (30). */
export function parseLent(id: '12' | '30', { fields, ...message }: IncomingMessage): WireLent {
  return {
    isDone: isOne(fixedOf(id, { fields, ...message }).ok),
    barcode: first(fields, 'AB'),
    title: first(fields, 'AJ')?.trim() ?? null,
    due: first(fields, 'AH'),
  };
}

export function parseRenewals(message: IncomingMessage): WireRenewals {
  const { ok, renewedCount, unrenewedCount } = fixedOf('66', message);
  return {
    isDone: isOne(ok),
    renewedCount: toCount(renewedCount),
    unrenewedCount: toCount(unrenewedCount),
    renewed: nonBlank(message.fields, 'BM'),
    unrenewed: nonBlank(message.fields, 'BN'),
  };
}

export function parsePaymentReply(message: IncomingMessage): boolean {
  const { accepted } = fixedOf('38', message);
  if (accepted !== 'Y' && accepted !== 'N') throw malformed('38', 'neither accepts nor refuses');
  return accepted === 'Y';
}

function toPatron(patronStatus: string, fields: Fields): WirePatron {
  return {
    patron: first(fields, 'AA') ?? '',
    patronStatus,
    isValid: toYesNo(first(fields, 'BL')),
    isPinRight: toYesNo(first(fields, 'CQ')),
    owed: first(fields, 'BV')?.trim() || null,
  };
}

function fixedOf<Id extends MessageId>(id: Id, message: IncomingMessage): FixedPart<Id> {
  if (message.id !== id) throw malformed(message.id, `came where ${id} was due`);
  return decodeFixedPart(id, message.fixed);
}

function isOne(flag: string): boolean {
  if (flag === '1' || flag === 'Y') return true;
  if (flag === '0' || flag === 'N') return false;
  throw new UpstreamMalformedError(SYSTEM, 'an answer that is neither yes nor no');
}

/** Anything but the two letters is no answer to the question. */
function toYesNo(value: string | null): boolean | null {
  if (value === 'Y') return true;
  return value === 'N' ? false : null;
}

/** Four digits; blanks where the server does not count. */
function toCount(text: string): number | null {
  return /^\d{4}$/.test(text) ? Number(text) : null;
}

function listOf(fields: Fields, list: SummaryList): readonly string[] {
  return nonBlank(fields, LIST_FIELDS[list]);
}

/** Some servers send one blank field for an empty list. */
function nonBlank(fields: Fields, code: string): readonly string[] {
  return (fields.get(code) ?? []).map((value) => value.trim()).filter((value) => value !== '');
}

function first(fields: Fields, code: string): string | null {
  return fields.get(code)?.[0] ?? null;
}

function required({ id, fields }: IncomingMessage, code: string): string {
  const value = first(fields, code);
  if (value === null) throw malformed(id, `has no field ${code}`);
  return value;
}

function malformed(id: string, what: string): UpstreamMalformedError {
  return new UpstreamMalformedError(SYSTEM, `message ${id} ${what}`);
}
