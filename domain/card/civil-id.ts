import { InvalidInputError } from '../errors.ts';

/**
 * - `DNI`: Spanish citizens, eight digits and a letter.
 * - `NIE`: foreigners, X, Y or Z, seven digits and a letter.
 * - `NIF`: K (Spanish under 14), L (Spanish abroad) or M (foreigner without NIE), seven digits and a letter.
 * - `CIF`: organisations, a letter, seven digits and a control that is a digit or a letter.
 * - `PASSPORT`: issuing country and number, unchecked.
 */
type CivilIdKind = 'DNI' | 'NIE' | 'NIF' | 'CIF' | 'PASSPORT';

/** An identity document's number in its one canonical spelling. Never a key, never logged, sealed at rest. */
export type CivilId = { readonly kind: CivilIdKind; readonly canonical: string };

/** Source: Spanish interior ministry, control letter of the DNI: the number mod 23 is the place. */
const CONTROL_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';

/** Letter controls of a CIF, by the digit they stand for. */
const CIF_LETTERS = 'JABCDEFGHI';

const NIE_DIGITS: Readonly<Record<string, string>> = { X: '0', Y: '1', Z: '2' };

/**
 * People type dots, hyphens and blanks, the VAT form puts ES in front, and paper records drop the
 * leading zeros of a DNI: all of that is the same document.
 *
 * @throws {InvalidInputError} No document has this shape, or the control does not fit. The message
 *   never repeats the text.
 */
export function parseCivilId(text: string): CivilId {
  const canonical = normalise(text);
  if (/^\d{8}[A-Z]$/.test(canonical)) {
    return checked('DNI', canonical, letterOf(canonical.slice(0, 8)));
  }
  if (/^[XYZ]\d{7}[A-Z]$/.test(canonical)) {
    const digits = `${NIE_DIGITS[canonical.slice(0, 1)]}${canonical.slice(1, 8)}`;
    return checked('NIE', canonical, letterOf(digits));
  }
  if (/^[KLM]\d{7}[A-Z]$/.test(canonical)) {
    return checked('NIF', canonical, letterOf(canonical.slice(1, 8)));
  }
  if (/^[ABCDEFGHJNPQRSUVW]\d{7}[0-9A-J]$/.test(canonical)) {
    const digit = luhnDigit(canonical.slice(1, 8));
    // Which organisations use the digit and which the letter is told differently everywhere: both pass.
    return checked('CIF', canonical, `${digit}${CIF_LETTERS[digit]}`);
  }
  throw new InvalidInputError('This is not a DNI, NIE, NIF or CIF.');
}

/**
 * @param country Three letters of ISO 3166-1, in any case.
 * @param number As printed; blanks and hyphens do not matter.
 * @throws {InvalidInputError} Not three letters, or not 5 to 20 letters and digits.
 */
export function parsePassport(country: string, number: string): CivilId {
  const state = country.trim().toUpperCase();
  const digits = number.replaceAll(/[\s-]/g, '').toUpperCase();
  if (!/^[A-Z]{3}$/.test(state)) {
    throw new InvalidInputError('The country of a passport is three letters, such as FRA.');
  }
  if (!/^[A-Z0-9]{5,20}$/.test(digits)) {
    throw new InvalidInputError('The number of a passport is 5 to 20 letters and digits.');
  }
  return { kind: 'PASSPORT', canonical: `${state}:${digits}` };
}

function normalise(text: string): string {
  const bare = text.toUpperCase().replaceAll(/[\s.\-‐-―]/g, '');
  // No document begins with two letters, so ES can only be the VAT form's country.
  const national = bare.startsWith('ES') ? bare.slice(2) : bare;
  const short = /^(\d{1,7})([A-Z])$/.exec(national);
  return short === null ? national : `${(short[1] ?? '').padStart(8, '0')}${short[2]}`;
}

function checked(kind: CivilIdKind, canonical: string, controls: string): CivilId {
  if (controls.includes(canonical.slice(-1))) return { kind, canonical };
  throw new InvalidInputError(`The control character of this ${kind} is wrong.`);
}

function letterOf(digits: string): string {
  return CONTROL_LETTERS.charAt(Number(digits) % 23);
}

function luhnDigit(digits: string): number {
  const sum = digits.split('').reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return (10 - (sum % 10)) % 10;
}
