import { InvalidInputError } from './errors.ts';

/** A holder's number as one legacy system knows it; not the card's number. */
export type LinkedAccount = string & { readonly __brand: 'LinkedAccount' };

/** Systems that keep an account of a holder, by the names that `source.system` and the control port use. */
export type LinkedSystem = 'library' | 'regionalLibrary' | 'sports' | 'transport' | 'tax';

/** Every linked system, in the order in which a card shows its links. */
export const LINKED_SYSTEMS: readonly LinkedSystem[] = [
  'library',
  'regionalLibrary',
  'sports',
  'transport',
  'tax',
];

/**
 * @throws {InvalidInputError} Anything but 1 to 32 ASCII letters, digits, `-` and `.`: what every
 *   protocol here carries without escaping, so that a number can never break out of its field.
 */
export function parseLinkedAccount(text: string): LinkedAccount {
  if (!/^[A-Za-z0-9.-]{1,32}$/.test(text)) {
    throw new InvalidInputError(
      'An account number is 1 to 32 letters, digits, hyphens and dots, without spaces.',
    );
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked above
  return text as LinkedAccount;
}
