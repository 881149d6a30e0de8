import { UpstreamMalformedError } from '../../../domain/errors.ts';
import { SYSTEM } from './guard.ts';

/** An optional sign, up to seven digits, and one decimal mark with one or more digits behind it. */
const AMOUNT = /^(-)?(\d{1,7})(?:[.,](\d+))?$/;

/**
 * Euro cents of an amount in the library's own notation: `3.50`, `3,50`, `0.0`, `12`. Read digit by
 * digit, since 3.30 times a hundred is not 330 in binary.
 *
 * @throws {UpstreamMalformedError} Not an amount; also a fraction of a cent, or thousands marks,
 *   which would make `1.250` either one euro or a thousand.
 */
export function parseCents(text: string): number {
  const match = AMOUNT.exec(text.trim());
  const decimals = (match?.[3] ?? '').replace(/0+$/, '');
  // Three decimals may be a thousands mark: only zeros beyond the second are beyond doubt.
  const isAmbiguous = (match?.[3] ?? '').length === 3;
  if (match === null || decimals.length > 2 || isAmbiguous) {
    throw new UpstreamMalformedError(SYSTEM, 'an amount in no known notation');
  }
  const cents = Number(`${match[2]}${decimals.padEnd(2, '0')}`);
  return match[1] === undefined ? cents : 0 - cents;
}

/** `3.50`: a decimal point, two decimals. */
export function formatCents(cents: number): string {
  const digits = String(cents).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
