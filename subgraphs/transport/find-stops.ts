import type { Stop } from '../../connectors/transport/port.ts';
import { InvalidInputError } from '../../domain/errors.ts';

export type Place = {
  readonly latitude: number;
  readonly longitude: number;
  readonly withinMetres: number;
};

export type StopWish = {
  readonly near: Place | null;
  /** Part of the name. */
  readonly name: string | null;
  readonly first: number;
};

const FARTHEST_METRES = 5_000;
/** Mean radius of the earth. Source: IUGG, Geodetic Reference System 1980. */
const EARTH_METRES = 6_371_009;

const byName = new Intl.Collator('es', { numeric: true });

/** The nearest first where a place is given, else in the order of names. */
export function findStops(
  stops: readonly Stop[],
  { near, name, first }: StopWish,
): readonly Stop[] {
  const wanted = folded(name ?? '');
  const named = stops.filter((stop) => folded(stop.name).includes(wanted));
  if (near === null) {
    return named.toSorted((one, other) => byName.compare(one.name, other.name)).slice(0, first);
  }
  return named
    .map((stop) => ({ stop, metres: metresBetween(near, stop) }))
    .filter(({ metres }) => metres <= near.withinMetres)
    .toSorted((one, other) => one.metres - other.metres)
    .slice(0, first)
    .map(({ stop }) => stop);
}

/** @throws {InvalidInputError} Not a place on earth, or too wide a search. */
export function assertPlace({ latitude, longitude, withinMetres }: Place): void {
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
    throw new InvalidInputError('Latitude is -90 to 90 and longitude -180 to 180 degrees.');
  }
  if (withinMetres < 1 || withinMetres > FARTHEST_METRES) {
    throw new InvalidInputError(`\`withinMetres\` must be from 1 to ${FARTHEST_METRES}.`);
  }
}

type Point = Pick<Place, 'latitude' | 'longitude'>;

/** Great-circle distance by the haversine formula. */
function metresBetween(one: Point, other: Point): number {
  const north = radians(other.latitude - one.latitude);
  const east = radians(other.longitude - one.longitude);
  const chord =
    Math.sin(north / 2) ** 2 +
    Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude)) * Math.sin(east / 2) ** 2;
  return 2 * EARTH_METRES * Math.asin(Math.sqrt(Math.min(1, chord)));
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

/** Without accents and capitals: `Begoña` is found as `begona`. */
function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
