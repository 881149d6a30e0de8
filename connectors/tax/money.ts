import { UpstreamMalformedError } from '../../domain/errors.ts';
import { SYSTEM } from './guard.ts';

/** As much as an answer of the graph carries; a bill of more would be a mistake. */
const MOST_CENTS = 2 ** 31 - 1;
/** Digits and one or two decimals after the only separator. */
const PLAIN = /^(\d{1,10})[.,](\d{1,2})$/;
/** Groups of three, then two decimals after the other separator: `1.234,56` or `1,234.56`. */
const GROUPED = /^(?:(\d{1,3}(?:\.\d{3})+),(\d{2})|(\d{1,3}(?:,\d{3})+)\.(\d{2}))$/;

/**
 * Euros as the tax office writes them, digit by digit to cents. Both comma and point are decimal
 * signs somewhere, so that `1.250` could be two amounts; and other Spanish gateways write cents
 * without any sign, so that `245` could be two as well. Neither is guessed at.
 *
 * @throws {UpstreamMalformedError} Not an amount, one that could be two, a negative one, or one beyond
 *   21 million euros.
 */
export function toCents(text: string): number {
  const written = text.trim();
  if (/^0+$/.test(written)) return 0;
  const plain = PLAIN.exec(written);
  const grouped = GROUPED.exec(written);
  const whole = plain?.[1] ?? grouped?.[1] ?? grouped?.[3];
  const decimals = plain?.[2] ?? grouped?.[2] ?? grouped?.[4];
  if (whole === undefined || decimals === undefined) {
    throw new UpstreamMalformedError(SYSTEM, 'an amount that is none or could be two');
  }
  const cents = Number(whole.replace(/[.,]/g, '') + decimals.padEnd(2, '0'));
  if (cents <= MOST_CENTS) return cents;
  throw new UpstreamMalformedError(SYSTEM, 'an amount beyond 21 million euros');
}

/** Cents as the tax office takes them, `245,10`. */
export function toEuros(cents: number): string {
  const digits = String(cents).padStart(3, '0');
  return `${digits.slice(0, -2)},${digits.slice(-2)}`;
}
