import { InvalidInputError } from './errors.ts';

/** A borrower's number as one library system knows it; not the card's number. */
export type LibraryAccount = string & { readonly __brand: 'LibraryAccount' };

/** The city's two library systems, by the names that `source.system` and the control port use. */
export type LibrarySystem = 'library' | 'regionalLibrary';

/** Both systems, the municipal one first: the order of merged lists. */
export const LIBRARY_SYSTEMS: readonly LibrarySystem[] = ['library', 'regionalLibrary'];

/**
 * @throws {InvalidInputError} Anything but 1 to 32 ASCII letters, digits, `-` and `.`: what both
 *   protocols carry without escaping, so that a number can never break out of its field.
 */
export function parseLibraryAccount(text: string): LibraryAccount {
  if (!/^[A-Za-z0-9.-]{1,32}$/.test(text)) {
    throw new InvalidInputError(
      'A library account is 1 to 32 letters, digits, hyphens and dots, without spaces.',
    );
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked above
  return text as LibraryAccount;
}
