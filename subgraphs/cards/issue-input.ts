import {
  needsDocument,
  parseCardholderId,
  parseName,
  type CardholderId,
} from '../../domain/card/cardholder.ts';
import { parseChipUid, type ChipUid } from '../../domain/card/chip.ts';
import { parseCivilId, parsePassport, type CivilId } from '../../domain/card/civil-id.ts';
import { cityDayAt, type CityDay } from '../../domain/city-day.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import type { Context } from './context.ts';
import { assertExactlyOne, readDay, readInstant } from './inputs.ts';
import type { IssueCardInput, NewOrganisationInput, NewPersonInput } from './schema.generated.ts';
import type { Identity } from './store.ts';

/** Whom a card is for, once the input is checked. */
export type Recipient =
  | { readonly kind: 'known'; readonly id: CardholderId }
  | { readonly kind: 'organisation'; readonly name: string; readonly identity: Identity }
  | {
      readonly kind: 'resident' | 'visitor';
      readonly givenName: string;
      readonly familyName: string;
      readonly identity: Identity;
    };

export type CardWish = {
  readonly recipient: Recipient;
  readonly chip: ChipUid | null;
  readonly validFrom: Date;
  readonly validUntil: Date | null;
};

const EARLIEST_BIRTH = '1880-01-01';

/** @throws {InvalidInputError} What of the input cannot be. */
export function readIssueInput(input: IssueCardInput, context: Context): CardWish {
  const { holderId, person, organisation, chipUid } = input;
  assertExactlyOne({ holderId, person, organisation });
  return {
    recipient: readRecipient(input, context),
    chip: readChip(chipUid),
    validFrom: readInstant(input.validFrom, 'validFrom') ?? context.now,
    validUntil: readInstant(input.validUntil, 'validUntil'),
  };
}

/** @throws {InvalidInputError} Not the whole identifier of a chip. */
export function readChip(text: string | null | undefined): ChipUid | null {
  return text === null || text === undefined ? null : parseChipUid(text);
}

function readRecipient(input: IssueCardInput, { now, cityZone }: Context): Recipient {
  const { holderId, person, organisation } = input;
  if (person) return readPerson(person, cityDayAt(now, cityZone));
  if (organisation) return readOrganisation(organisation);
  return { kind: 'known', id: parseCardholderId(holderId ?? '') };
}

function readPerson(person: NewPersonInput, today: CityDay): Recipient {
  const birthDay = readDay(person.birthDate);
  if (birthDay > today || birthDay < EARLIEST_BIRTH) {
    throw new InvalidInputError('The day of birth cannot be right.');
  }
  const civilId = readPersonId(person);
  if (civilId === null && needsDocument(birthDay, today)) {
    throw new InvalidInputError('A person of 14 or older needs a civil id or a passport.');
  }
  return {
    kind: person.isVisitor ? 'visitor' : 'resident',
    givenName: parseName(person.givenName, 'A given name', 100),
    familyName: parseName(person.familyName, 'A family name', 100),
    identity: { civilId, birthDay },
  };
}

function readPersonId({ civilId, passport }: NewPersonInput): CivilId | null {
  if (civilId && passport) {
    throw new InvalidInputError('Give either the civil id or the passport, not both.');
  }
  if (passport) return parsePassport(passport.country, passport.number);
  if (!civilId) return null;
  const parsed = parseCivilId(civilId);
  if (parsed.kind !== 'CIF') return parsed;
  throw new InvalidInputError('A CIF belongs to an organisation and not to a person.');
}

function readOrganisation({ name, civilId }: NewOrganisationInput): Recipient {
  const parsed = parseCivilId(civilId);
  if (parsed.kind !== 'CIF') throw new InvalidInputError('An organisation needs a CIF.');
  return {
    kind: 'organisation',
    name: parseName(name, 'The name of an organisation', 200),
    identity: { civilId: parsed, birthDay: null },
  };
}
