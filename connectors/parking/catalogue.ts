import { HubError, UpstreamUnavailableError } from '../../domain/errors.ts';
import type { Clock } from '../../platform/clock.ts';
import { malformed } from './failure.ts';
import { SYSTEM } from './guard.ts';
import type { Lists, Row } from './lists.ts';
import type { ParkingZone } from './port.ts';
import { textOf } from './texts.ts';
import {
  wirePlace,
  wireSpecification,
  type WirePlace,
  type WireSpecification,
  type WireVersioned,
} from './wire.ts';

/** The city's places, and what rights there may be in them. */
export type Catalogue = {
  readonly specification: (id: string) => WireSpecification | null;
  readonly place: (id: string) => WirePlace | null;
  /** Name of a place; null when nobody knows it. */
  readonly placeName: (id: string) => string | null;
  /** Name of what a right holds for; null when nobody knows it. */
  readonly zoneOf: (specification: WireSpecification) => string | null;
  /** Under which paid stays are sold in a place; null where none are. */
  readonly staysIn: (placeId: string) => WireSpecification | null;
  /** @throws {UpstreamMalformedError} One of the places cannot be read. */
  readonly zones: () => readonly ParkingZone[];
};

/** The server's word for what a paid stay stands on. */
export const STAY = 'oneTimeUseParking';

export type CatalogueSource = {
  /**
   * What is held while it is young; what was held when the server does not answer.
   *
   * @throws {HubError} It was never read, and cannot be.
   */
  current(signal: AbortSignal): Promise<Catalogue>;
  /** As `current`, but read again when one of these is unknown to it or has changed since. */
  knowing(specifications: readonly WireVersioned[], signal: AbortSignal): Promise<Catalogue>;
};

export type CatalogueOptions = {
  readonly lists: Lists;
  readonly clock: Clock;
  /** How long names are held without asking again. */
  readonly lifeMs: number;
  /** A signal with a deadline of its own: the reading outlives the call that needed it first. */
  readonly deadline: () => AbortSignal;
};

/** All but single spaces, of which a city has thousands. */
const PLACE_TYPES = ['campus', 'identifiedArea', 'parkingPlace', 'subplaceElement'];

/** A row that names what nobody knows must not have the whole catalogue read at each question. */
const MIN_AGE_MS = 10_000;

type Held = { readonly catalogue: Catalogue; readonly readAtMs: number };

export function createCatalogueSource(options: CatalogueOptions): CatalogueSource {
  const { clock, lifeMs } = options;
  let held: Held | null = null;
  let asked: Promise<Catalogue> | null = null;

  async function read(): Promise<Catalogue> {
    try {
      const readAtMs = clock.now().getTime();
      const catalogue = await readCatalogue(options);
      held = { catalogue, readAtMs };
      return catalogue;
    } finally {
      asked = null;
    }
  }

  /** @param youngerThanMs What is held is good below this age. */
  async function get(youngerThanMs: number, signal: AbortSignal): Promise<Catalogue> {
    if (held !== null && clock.now().getTime() - held.readAtMs < youngerThanMs) {
      return held.catalogue;
    }
    asked ??= read();
    try {
      return await waitFor(asked, signal);
    } catch (error) {
      if (held !== null && error instanceof HubError) return held.catalogue;
      throw error;
    }
  }

  return {
    current: (signal) => get(lifeMs, signal),
    async knowing(specifications, signal) {
      const catalogue = await get(lifeMs, signal);
      const isKnown = specifications.every(
        ({ id, version }) => (catalogue.specification(id)?.version ?? 0) >= version,
      );
      return isKnown ? catalogue : get(MIN_AGE_MS, signal);
    },
  };
}

async function readCatalogue({ lists, deadline }: CatalogueOptions): Promise<Catalogue> {
  const signal = deadline();
  const [specifications, places] = await Promise.all([
    lists.fetchRows({ operation: 'specifications', path: '/rights/specs', query: {} }, signal),
    lists.fetchRows({ operation: 'places', path: '/places', query: { type: PLACE_TYPES } }, signal),
  ]);
  return toCatalogue(specifications, places);
}

/** A broken row is as good as none: what names it fails alone. */
function toCatalogue(specificationRows: readonly Row[], placeRows: readonly Row[]): Catalogue {
  const specifications = specificationRows.flatMap(
    (row) => wireSpecification.safeParse(row).data ?? [],
  );
  const places = placeRows.flatMap((row) => wirePlace.safeParse(row).data ?? []);
  const specificationsById = new Map(specifications.map((one) => [one.id, one]));
  const placesById = new Map(places.map((one) => [one.id, one]));
  const placeName = (id: string): string | null => textOf(placesById.get(id)?.name);
  const inPlace = (placeId: string): readonly WireSpecification[] =>
    specifications.filter(({ hierarchyElements }) =>
      hierarchyElements.some(({ id }) => id === placeId),
    );

  return {
    specification: (id) => specificationsById.get(id) ?? null,
    place: (id) => placesById.get(id) ?? null,
    placeName,
    zoneOf: (specification) => zoneOf(specification, placeName),
    staysIn: (placeId) =>
      inPlace(placeId)
        .filter(({ type }) => type === STAY)
        .toSorted((one, other) => (one.id < other.id ? -1 : 1))[0] ?? null,
    zones() {
      if (places.length < placeRows.length) throw malformed('places: a place that cannot be read');
      return places
        .filter(({ type }) => type !== 'campus' && type !== 'space')
        .map((place) => toZone(place, inPlace(place.id)));
    },
  };
}

/** A right for one place bears its name; one for many streets bears its own. */
function zoneOf(
  { hierarchyElements, description }: WireSpecification,
  placeName: (id: string) => string | null,
): string | null {
  const names = [...new Set(hierarchyElements.map(({ id }) => placeName(id)))];
  const known = names.filter((name) => name !== null);
  if (known.length === 1 && names.length === 1) return known[0] ?? null;
  return textOf(description) ?? (known.length > 0 ? known.join(', ') : null);
}

function toZone(place: WirePlace, specifications: readonly WireSpecification[]): ParkingZone {
  const types = new Set(specifications.map(({ type }) => type));
  const name = textOf(place.name);
  if (name === null) throw malformed('places: a place without a name');
  const { id } = place;
  if (types.has(STAY)) return { id, name, kind: 'regulated' };
  if (types.has('accessPermission')) return { id, name, kind: 'restricted' };
  return { id, name, kind: types.has('permitParking') ? 'regulated' : 'other' };
}

async function waitFor<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: over, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(new UpstreamUnavailableError(SYSTEM, 'no names in time'));
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([promise, over]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
