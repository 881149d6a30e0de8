const CONTROL_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';

/** The fake range holds a million people; any real eight-digit number may be a living person's. */
const FAKE_RANGE = 1_000_000;

/** `00000000` to `00999999` with its letter: a range no living person has. */
export function dni(index: number): string {
  return withLetter('', padded(index, 8), index);
}

/** `X0000000` to `X0999999` with its letter. */
export function nie(index: number): string {
  return withLetter('X', padded(index, 7), index);
}

/** `B0000000` to `B0999999` with its control digit. */
export function cif(index: number): string {
  const digits = padded(index, 7);
  return `B${digits}${luhnDigit(digits)}`;
}

/** The digit that makes the Luhn sum of `digits` and itself a multiple of ten. */
export function luhnDigit(digits: string): string {
  const sum = digits
    .split('')
    .toReversed()
    .reduce((total, digit, place) => {
      const value = Number(digit) * (place % 2 === 0 ? 2 : 1);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return String((10 - (sum % 10)) % 10);
}

function withLetter(prefix: string, digits: string, value: number): string {
  return `${prefix}${digits}${CONTROL_LETTERS[value % 23]}`;
}

function padded(index: number, width: number): string {
  if (index >= FAKE_RANGE) throw new RangeError(`the city holds at most ${FAKE_RANGE} cardholders`);
  return String(index).padStart(width, '0');
}
