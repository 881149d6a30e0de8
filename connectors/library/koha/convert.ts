import { UpstreamMalformedError } from '../../../domain/errors.ts';
import { SYSTEM } from './guard.ts';
import type { WirePatron } from './wire.ts';

/**
 * Euros as Koha sends them to cents, by the decimal text: 1.005 is 101 cents, although the nearest
 * binary number is below it.
 *
 * @throws {UpstreamMalformedError} More than ten million euros.
 */
export function toCents(euros: number): number {
  // Six decimals are what Koha keeps (decimal(28,6)).
  const match = /^(-?)(\d{1,7})\.(\d{2})(\d)/.exec(euros.toFixed(6));
  if (match === null) throw new UpstreamMalformedError(SYSTEM, 'an amount beyond ten million');
  const [, sign, whole, cents, next] = match;
  const size = Number(whole) * 100 + Number(cents) + (Number(next) >= 5 ? 1 : 0);
  return sign === '-' ? 0 - size : size;
}

/** Cents as Koha takes them: the number whose text has two decimals at most. */
export function toEuros(cents: number): number {
  return Number(`${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`);
}

/** The calendar day of an instant in the library's time zone: a server in UTC ends the day at 22:59. */
export function createToLocalDay(timeZone: string): (instant: Date) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return (instant) => format.format(instant);
}

/** @param today `YYYY-MM-DD`; a card that expires today is good today. */
export function mayBorrow(patron: WirePatron, today: string): boolean {
  const isExpired = typeof patron.expiry_date === 'string' && patron.expiry_date < today;
  return !patron.restricted && patron.patron_card_lost !== true && !isExpired;
}
