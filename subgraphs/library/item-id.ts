import { InvalidInputError } from '../../domain/errors.ts';
import { LIBRARY_SYSTEMS, type LibrarySystem } from '../../domain/library-account.ts';

/** A loan, hold or charge by its own system and that system's id. */
export type ItemRef = { readonly system: LibrarySystem; readonly id: string };

/** @returns The id that clients hold; it carries its system so that a mutation finds the way back. */
export function encodeItemId({ system, id }: ItemRef): string {
  return `${system}:${id}`;
}

/**
 * @throws {InvalidInputError} Not an id that `encodeItemId` gives. What follows the system is 1 to
 *   64 printable ASCII characters without `|`, which would end a field on its way to the library.
 */
export function parseItemId(text: string): ItemRef {
  const [, name, id] = /^([A-Za-z]+):([ -{}~]{1,64})$/.exec(text) ?? [];
  const system = LIBRARY_SYSTEMS.find((known) => known === name);
  if (system === undefined || id === undefined) {
    throw new InvalidInputError('The id is not one that a loan or charge of this card has.');
  }
  return { system, id };
}
