import { createHash } from 'node:crypto';
import { addDays, endOfCityDay, parseCityDay, startOfCityDay } from '../../domain/city-day.ts';
import type { Clock } from '../../platform/clock.ts';
import type { City } from '../city/city.ts';
import type { ParkingPermit } from '../city/parking-record.ts';
import { openJournal } from '../journal.ts';
import { plateCredential, plateNumberOf, type AssignedRight, type Session } from './apds.ts';
import { areaIdOf } from './places.ts';

export type ResourceKind = 'AssignedRight' | 'Session';

export type Deletion = {
  readonly className: ResourceKind;
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
};

/** What has happened since the city was made. */
type Entry =
  | { readonly kind: 'kept'; readonly at: string; readonly right: AssignedRight }
  | { readonly kind: 'kept'; readonly at: string; readonly session: Session }
  | ({ readonly kind: 'deleted' } & Deletion);

/** The server's resources: the city's permits and what has been done since. */
export type Register = {
  right(id: string): AssignedRight | null;
  session(id: string): Session | null;
  /** Of these plates, or all; may give others too. */
  rights(numbers: ReadonlySet<string> | null): Iterable<AssignedRight>;
  sessions(numbers: ReadonlySet<string> | null): Iterable<Session>;
  /** When it was last kept; the morning of the city for what never changed. */
  changedAt(id: string): Date;
  /** An id that is in use, or was: deleted things keep theirs. */
  isTaken(id: string): boolean;
  keepRight(right: AssignedRight): void;
  keepSession(session: Session): void;
  remove(className: ResourceKind, id: string): void;
  deletions(className: ResourceKind): readonly Deletion[];
};

export type RegisterOptions = {
  readonly city: City;
  /** Null keeps nothing. */
  readonly journalPath: string | null;
  /** IANA name: permits begin and end with days of it. */
  readonly zone: string;
  readonly clock: Clock;
};

export function openRegister(options: RegisterOptions): Register {
  const { city, clock } = options;
  const journal = openJournal<Entry>(options.journalPath);
  const permits = createPermits(options);
  const rights = createShelf<AssignedRight>((right) => right.rightHolder.credentials);
  const sessions = createShelf<Session>((session) => session.identifiedCredentials);
  const changed = new Map<string, Date>();
  const deleted = new Map<string, Deletion>();
  const madeAt = startOfCityDay(parseCityDay(city.options.madeOn), options.zone);
  for (const entry of journal.entries) apply(entry);

  function apply(entry: Entry): void {
    if (entry.kind === 'deleted') {
      deleted.set(entry.id, entry);
      return;
    }
    const resource = 'right' in entry ? entry.right : entry.session;
    changed.set(resource.id, new Date(entry.at));
    if ('right' in entry) rights.put(entry.right);
    else sessions.put(entry.session);
  }

  function keep(entry: Entry): void {
    journal.append(entry);
    apply(entry);
  }

  const right = (id: string) => (deleted.has(id) ? null : (rights.get(id) ?? permits.find(id)));
  const session = (id: string) => (deleted.has(id) ? null : sessions.get(id));
  const now = () => clock.now().toISOString();

  return {
    right,
    session,
    *rights(numbers) {
      const ids = new Set([...permits.ids(numbers), ...rights.ids(numbers)]);
      for (const id of ids) yield* listed(right(id));
    },
    *sessions(numbers) {
      for (const id of sessions.ids(numbers)) yield* listed(session(id));
    },
    changedAt: (id) => changed.get(id) ?? madeAt,
    isTaken: (id) => deleted.has(id) || right(id) !== null || session(id) !== null,
    keepRight: (one) => keep({ kind: 'kept', at: now(), right: one }),
    keepSession: (one) => keep({ kind: 'kept', at: now(), session: one }),
    remove: (className, id) => keep({ kind: 'deleted', className, id, at: now() }),
    deletions: (className) => [...deleted.values()].filter((one) => one.className === className),
  };
}

function listed<T>(found: T | null): readonly T[] {
  return found === null ? [] : [found];
}

type Credentials = AssignedRight['rightHolder']['credentials'];

/** Kept resources, found by id and by plate. */
function createShelf<T extends { readonly id: string }>(credentialsOf: (one: T) => Credentials) {
  const byId = new Map<string, T>();
  const idsByNumber = new Map<string, Set<string>>();
  return {
    get: (id: string) => byId.get(id) ?? null,
    ids: (numbers: ReadonlySet<string> | null): Iterable<string> =>
      numbers === null
        ? byId.keys()
        : new Set([...numbers].flatMap((number) => [...(idsByNumber.get(number) ?? [])])),
    put(one: T) {
      byId.set(one.id, one);
      for (const number of credentialsOf(one).map(plateNumberOf)) {
        const ids = idsByNumber.get(number ?? '') ?? new Set();
        idsByNumber.set(number ?? '', ids.add(one.id));
      }
    },
  };
}

/** Rights of the city as it was made, written out when they are asked for. */
function createPermits({ city, zone }: RegisterOptions) {
  const { madeOn, seed } = city.options;
  const day = (days: number) => addDays(parseCityDay(madeOn), days);
  const holders = new Map<string, number>();
  for (const { index, parking } of city.cardholders) {
    for (const plate of parking?.plates ?? []) holders.set(plate, index);
  }
  const permitsOf = (index: number): readonly ParkingPermit[] =>
    city.cardholders[index]?.parking?.permits ?? [];
  const idsOf = (index: number): readonly string[] =>
    permitsOf(index).map((_, place) => idOf(seed, index, place));

  return {
    ids(numbers: ReadonlySet<string> | null): Iterable<string> {
      if (numbers === null) return city.cardholders.flatMap(({ index }) => idsOf(index));
      const indexes = [...numbers].flatMap((number) => holders.get(number) ?? []);
      return [...new Set(indexes)].flatMap(idsOf);
    },
    find(id: string): AssignedRight | null {
      const [index = 0, place = 0] = id
        .split('-')
        .slice(0, 2)
        .map((hex) => Number.parseInt(hex, 16));
      const permit = permitsOf(index)[place];
      if (permit === undefined || id !== idOf(seed, index, place)) return null;
      return toRight(id, permit, {
        from: startOfCityDay(day(permit.fromDay), zone),
        until: permit.untilDay === null ? null : endOfCityDay(day(permit.untilDay), zone),
      });
    },
  };
}

function toRight(
  id: string,
  permit: ParkingPermit,
  { from, until }: { readonly from: Date; readonly until: Date | null },
): AssignedRight {
  const { kind, where, plates, group } = permit;
  return {
    id,
    version: 1,
    rightHolder: {
      // Both words of the schema for a plate are in use.
      credentials: plates.map((plate) =>
        plateCredential(plate, kind === 'resident' ? 'licensePlate' : 'vehicleplate'),
      ),
    },
    rightSpecification: {
      id: `${kind}-${areaIdOf(where)}`,
      version: 1,
      className: 'RightSpecification',
    },
    issuanceTime: from.toISOString(),
    ...(until === null ? {} : { expiry: until.toISOString() }),
    // A bad habit: nobody asked why, and it comes all the same.
    ...(group === null ? {} : { qualification: { userQualifications: [group] } }),
  };
}

/** A UUID in which holder and place can be read back. */
function idOf(seed: string, index: number, place: number): string {
  const hash = createHash('sha256').update(`${seed}:right:${index}:${place}`).digest('hex');
  const part = (value: number, width: number) => value.toString(16).padStart(width, '0');
  return `${part(index, 8)}-${part(place, 4)}-4${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.slice(6, 18)}`;
}
