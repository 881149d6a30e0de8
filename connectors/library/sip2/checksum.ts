/** What the sum and the four digits add up to, modulo this: nothing. */
const MODULUS = 0x1_0000;

/** Hexadecimal digits at the end of a message that carries a checksum. */
export const CHECKSUM_DIGITS = 4;

/**
 * The checksum of a message: two's complement of the sum of its bytes, as four upper-case
 * hexadecimal digits. Source: SIP2 guide 2.00, p. 26, as quoted by SIPServer's own test.
 *
 * @param bytes Everything from the first character through the letters `AZ`.
 */
export function checksumOf(bytes: Uint8Array): string {
  const sum = sumOf(bytes);
  return ((MODULUS - (sum % MODULUS)) % MODULUS)
    .toString(16)
    .toUpperCase()
    .padStart(CHECKSUM_DIGITS, '0');
}

/**
 * Whether a line that ends in `AZhhhh` is what its writer meant to send. Servers that write UTF-8
 * may have added up code points instead of bytes (README, bad habit 4), so both sums are right.
 *
 * @param line The whole line without its terminator.
 * @param text The same line, decoded.
 */
export function hasRightChecksum(line: Uint8Array, text: string): boolean {
  const digits = text.slice(-CHECKSUM_DIGITS);
  if (!/^[0-9A-Fa-f]{4}$/.test(digits)) return false;
  const claimed = Number.parseInt(digits, 16);
  const fits = (values: Iterable<number>): boolean => (sumOf(values) + claimed) % MODULUS === 0;
  return (
    fits(line.subarray(0, -CHECKSUM_DIGITS)) ||
    fits(Array.from(text.slice(0, -CHECKSUM_DIGITS), (c) => c.codePointAt(0) ?? 0))
  );
}

function sumOf(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
