import { ageOn, type CityDay } from '../city-day.ts';
import { InvalidInputError } from '../errors.ts';

/** Names a person or organisation inside the hub; a citizen's token carries it. */
export type CardholderId = string & { readonly __brand: 'CardholderId' };

/** @throws {InvalidInputError} Not 1 to 64 lower-case letters, digits and hyphens. */
export function parseCardholderId(text: string): CardholderId {
  if (!/^[a-z0-9-]{1,64}$/.test(text)) {
    throw new InvalidInputError('This is not the id of a cardholder.');
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked above
  return text as CardholderId;
}

/** Who holds cards: each card belongs to exactly one of these and never changes hands. */
export type Cardholder = Person | Organisation;

type Person = {
  readonly id: CardholderId;
  /** A visitor is here for a time: every card of theirs has an end. */
  readonly kind: 'resident' | 'visitor';
  readonly givenName: string;
  readonly familyName: string;
};

type Organisation = {
  readonly id: CardholderId;
  readonly kind: 'organisation';
  readonly name: string;
};

export function displayName(holder: Cardholder): string {
  return holder.kind === 'organisation' ? holder.name : `${holder.givenName} ${holder.familyName}`;
}

/** Spaniards have a DNI from this age on, by law; younger people often have no document at all. */
const DOCUMENT_AGE = 14;

export function needsDocument(birthDay: CityDay, today: CityDay): boolean {
  return ageOn(birthDay, today) >= DOCUMENT_AGE;
}

/**
 * A name as it is kept: composed letters, single blanks.
 *
 * @throws {InvalidInputError} Empty, longer than `limit`, without a letter or digit to find it by, or
 *   with what cannot be seen: control characters, half characters, marks that turn the direction of
 *   writing and so make a name look like another.
 */
export function parseName(text: string, what: string, limit: number): string {
  const name = text.normalize('NFC').trim().replaceAll(/\s+/g, ' ');
  if (name === '' || name.length > limit) {
    throw new InvalidInputError(`${what} has 1 to ${limit} characters.`);
  }
  if (/\p{C}/u.test(name) || !/[\p{L}\p{N}]/u.test(name)) {
    throw new InvalidInputError(`${what} has letters or digits and nothing invisible.`);
  }
  return name;
}

/** The words of a name as they are searched for: without accents, in lower case. */
export function searchWords(name: string): readonly string[] {
  const bare = name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return bare.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}
