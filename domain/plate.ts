import { InvalidInputError } from './errors.ts';

/**
 * A number plate with its country, such as `ES 1234BCD`: two letters of ISO 3166-1, a blank, and 2 to
 * 10 letters and digits. Personal data: encrypted at rest, never in a log.
 */
export type Plate = string & { readonly __brand: 'Plate' };

/** Since September 2000: four digits, three letters without vowels, Ñ and Q. */
const SPANISH = /^\d{4}[BCDFGHJKLMNPRSTVWXYZ]{3}$/;
/** Until then: one or two letters of the province, four digits, none to two letters. */
const OLD_SPANISH = /^[A-Z]{1,2}\d{4}[A-Z]{0,2}$/;

/**
 * @param number As printed; capitals, blanks, hyphens and dots do not matter.
 * @param country Two letters of ISO 3166-1; Spain unless given.
 * @throws {InvalidInputError} Not a plate of its country; the sentence does not repeat it.
 */
export function parsePlate(number: string, country = 'ES'): Plate {
  const code = country.toUpperCase();
  if (!/^[A-Z]{2}$/.test(code)) {
    throw new InvalidInputError('The country of a plate is two letters, such as ES or PT.');
  }
  const bare = number.toUpperCase().replaceAll(/[\s.-]/g, '');
  const isPlate =
    code === 'ES' ? SPANISH.test(bare) || OLD_SPANISH.test(bare) : /^[A-Z0-9]{2,10}$/.test(bare);
  if (!isPlate) {
    throw new InvalidInputError(
      code === 'ES'
        ? 'A Spanish plate is four digits and three letters, or the older form with the letters of a province. Give the country of a foreign one.'
        : 'A plate is 2 to 10 letters and digits.',
    );
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made here
  return `${code} ${bare}` as Plate;
}

/** The two halves of a plate. */
export function partsOfPlate(plate: Plate): { readonly country: string; readonly number: string } {
  return { country: plate.slice(0, 2), number: plate.slice(3) };
}
