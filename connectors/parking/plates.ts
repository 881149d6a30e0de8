import { InvalidInputError } from '../../domain/errors.ts';
import { parsePlate, partsOfPlate, type Plate } from '../../domain/plate.ts';
import { malformed } from './failure.ts';
import { textOf } from './texts.ts';
import type { WireCredential } from './wire.ts';

/** Country of a plate whose credential names none. */
export const HOME_COUNTRY = 'ES';

/** The schema has both; this one is sent. */
const PLATE_TYPES = new Set(['licenseplate', 'vehicleplate']);

/** A number as it is compared: `1234-bcd` and `1234 BCD` are one plate, `O` and `0` are two. */
export function bareNumber(text: string): string {
  return text.toUpperCase().replaceAll(/[\s.-]/g, '');
}

/** The number of a plate; null for a credential of another kind, or one without a number. */
export function numberOf({ type, identifier }: WireCredential): string | null {
  const isPlate = PLATE_TYPES.has(type?.toLowerCase() ?? 'licenseplate');
  return isPlate && identifier ? bareNumber(identifier.id) : null;
}

/** The issuer's country code, or that of a class such as `PTNumberPlate`; null where neither is one. */
export function countryOf({ issuer, identifier }: WireCredential): string | null {
  const code = textOf(issuer)?.trim() ?? '';
  if (/^[A-Za-z]{2}$/.test(code)) return code.toUpperCase();
  const [, prefix] = /^([A-Z]{2})(?:Number|License|Licence)Plate$/.exec(
    identifier?.className ?? '',
  ) ?? [null, null];
  // The schema's own example of a class is that of a country whose code is another.
  return prefix === 'UK' ? 'GB' : (prefix ?? null);
}

/** The credential of a plate, as `LicensePlate` credentials of the APDS schema are. */
export function toCredential(plate: Plate) {
  const { country, number } = partsOfPlate(plate);
  return {
    type: 'licensePlate',
    identifier: { className: `${country}NumberPlate`, id: number },
    issuer: [{ language: 'es', string: country }],
  } as const;
}

/** A credential as it was read, with what the schema asks for filled in. */
export function toSentCredential({ type, identifier, issuer }: WireCredential): object {
  return {
    ...(type ? { type } : {}),
    ...(identifier
      ? { identifier: { className: identifier.className || 'NumberPlate', id: identifier.id } }
      : {}),
    issuer: issuer?.length ? issuer : [{ language: 'es', string: HOME_COUNTRY }],
  };
}

/** @throws {UpstreamMalformedError} None of them is a plate; the message does not repeat it. */
export function plateOf(credentials: readonly WireCredential[]): Plate {
  for (const credential of credentials) {
    const number = numberOf(credential);
    if (number === null) continue;
    try {
      return parsePlate(number, countryOf(credential) ?? HOME_COUNTRY);
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
    }
  }
  throw malformed('a session without a plate');
}

/** Plates that were asked for, found again in answers. */
export type AskedPlates = {
  /** Numbers without country, as a request names them: each once. */
  readonly numbers: readonly string[];
  /** Whether this is one of them, or may be: a credential may not tell its country. */
  match(credential: WireCredential): PlateMatch;
};

export type PlateMatch =
  | { readonly kind: 'asked'; readonly plate: Plate }
  /** Another country's vehicle with a number that was asked for: requests cannot name countries. */
  | { readonly kind: 'namesake' }
  /** A number of foreign plates that were asked for, without a country. */
  | { readonly kind: 'unclear'; readonly plates: readonly Plate[] }
  | { readonly kind: 'other' };

export function createAskedPlates(plates: readonly Plate[]): AskedPlates {
  const byNumber = Map.groupBy(plates, (plate) => partsOfPlate(plate).number);
  return {
    numbers: [...byNumber.keys()],
    match(credential) {
      const candidates = byNumber.get(numberOf(credential) ?? '');
      if (candidates === undefined) return { kind: 'other' };
      const country = countryOf(credential);
      const plate = candidates.find(
        (candidate) => partsOfPlate(candidate).country === (country ?? HOME_COUNTRY),
      );
      if (plate !== undefined) return { kind: 'asked', plate };
      return country === null ? { kind: 'unclear', plates: candidates } : { kind: 'namesake' };
    },
  };
}
