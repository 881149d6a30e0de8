import { createHash } from 'node:crypto';
import { createCensusRecord } from './census-record.ts';
import { createLibraryRecord } from './library-record.ts';
import { createParkingRecord } from './parking-record.ts';
import { createSportsRecord } from './sports-record.ts';
import { createTaxRecord } from './tax-record.ts';
import { createTransportRecord } from './transport-record.ts';
import type { Cardholder, CityOptions } from './model.ts';
import { FAMILY_NAMES, GIVEN_NAMES, ORGANISATIONS } from './names.ts';
import { cif, dni, luhnDigit, nie } from './numbers.ts';
import { createRandom, type Random } from './random.ts';

/** Gijón's municipality code, INE 33024. */
const MUNICIPALITY = '33024';

/** Spreads serials over nine digits without a repeat: multiplication by a number coprime to 10^9. */
const SERIAL_STEP = 387_420_489n;
const SERIAL_SPACE = 1_000_000_000n;

/** One holder: 3 % visitors, 0.3 % organisations (843 of 270,512 in Gijón), the rest residents. */
export function createCardholder(index: number, random: Random, city: CityOptions): Cardholder {
  const kind = kindOf(index, random);
  const isOrganisation = kind === 'organisation';
  const givenName = isOrganisation ? '' : random.pick(GIVEN_NAMES);
  const familyName = isOrganisation
    ? `${random.pick(ORGANISATIONS)} ${random.pick(FAMILY_NAMES)}`
    : `${random.pick(FAMILY_NAMES)} ${random.pick(FAMILY_NAMES)}`;
  const birthDate = isOrganisation ? null : birthDateOf(index, random, city.madeOn);
  return {
    index,
    id: uuidOf(city.seed, 'holder', index),
    kind,
    givenName,
    familyName,
    civilId: civilIdOf(index, kind, random),
    birthDate,
    card: {
      id: uuidOf(city.seed, 'card', index),
      number: cardNumberOf(index),
      chipUid: `04${random.hex(6)}`.toUpperCase(),
      validDays: kind === 'visitor' ? 5 + random.below(26) : null,
    },
    municipalLibrary:
      index === 0 || (!isOrganisation && random.chance(60))
        ? createLibraryRecord('municipal', index, random)
        : null,
    regionalLibrary:
      index === 0 || (!isOrganisation && random.chance(35))
        ? createLibraryRecord('regional', index, random)
        : null,
    ...recordsOf(index, isOrganisation, city),
    census:
      kind === 'resident' && birthDate !== null
        ? createCensusRecord(
            { index, birthDate, madeOn: city.madeOn },
            createRandom(`${city.seed}:${index}:census`),
          )
        : null,
  };
}

/** Each system draws from a source of its own, so that one that knows more leaves the others as they are. */
function recordsOf(index: number, isOrganisation: boolean, { seed }: CityOptions) {
  const draw = (system: string) => createRandom(`${seed}:${index}:${system}`);
  const [sports, transport, parking, tax] = ['sports', 'transport', 'parking', 'tax'].map(draw);
  const isThere = (random: Random | undefined, percent: number): random is Random =>
    random !== undefined && (random.chance(percent) || index === 0);
  return {
    sports: isThere(sports, isOrganisation ? 60 : 40) ? createSportsRecord(index, sports) : null,
    transport: isThere(transport, isOrganisation ? 0 : 80)
      ? createTransportRecord(index, transport)
      : null,
    parking: isThere(parking, isOrganisation ? 90 : 35)
      ? createParkingRecord(index, parking)
      : null,
    tax: isThere(tax, 70) ? createTaxRecord(index, tax) : null,
  };
}

function kindOf(index: number, random: Random): Cardholder['kind'] {
  if (index === 0) return 'resident';
  if (random.below(1000) < 3) return 'organisation';
  return random.chance(3) ? 'visitor' : 'resident';
}

function birthDateOf(index: number, random: Random, madeOn: string): string {
  const age = index === 0 ? 41 : random.below(95);
  const year = Number(madeOn.slice(0, 4)) - age - 1;
  const month = String(1 + random.below(12)).padStart(2, '0');
  const day = String(1 + random.below(28)).padStart(2, '0');
  return `${year}-${month}-${day}`;
}

function civilIdOf(index: number, kind: Cardholder['kind'], random: Random): string {
  if (kind === 'organisation') return cif(index);
  return index !== 0 && random.chance(8) ? nie(index) : dni(index);
}

function cardNumberOf(index: number): string {
  const serial = ((BigInt(index) + 1n) * SERIAL_STEP) % SERIAL_SPACE;
  const body = `9724${MUNICIPALITY}${String(serial).padStart(9, '0')}`;
  return `${body}${luhnDigit(body)}`;
}

function uuidOf(seed: string, what: string, index: number): string {
  const hex = createHash('sha256').update(`${seed}:${what}:${index}`).digest('hex');
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
