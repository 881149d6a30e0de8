import type {
  ParkingPort,
  ParkingRight,
  ParkingSession,
  ParkingZone,
  PlateAnswer,
  SessionOutcome,
  StayAsk,
} from '../../connectors/parking/port.ts';
import { UpstreamUnavailableError } from '../../domain/errors.ts';
import type { Outcome } from '../../domain/outcome.ts';
import type { Plate } from '../../domain/plate.ts';

export const ZONES: readonly ParkingZone[] = [
  { id: 'z-centre', name: 'Centro', kind: 'regulated' },
  { id: 'z-old', name: 'Cimadevilla', kind: 'restricted' },
];

/**
 * What becomes of the next writes: `lost` has its effect and no answer, `gone` neither, `unsent` is
 * thrown before sending, `outdated` finds that somebody else was faster.
 */
export type Mishap = 'lost' | 'gone' | 'unsent' | 'refused' | 'outdated';

type State = {
  readonly asked: { readonly plates: readonly Plate[]; readonly lists: readonly string[] }[];
  /** Writes that reached the system, in words. */
  readonly written: string[];
  readonly rights: Map<Plate, readonly Outcome<ParkingRight>[]>;
  readonly sessions: Map<string, ParkingSession>;
  readonly mishaps: Mishap[];
  /** Plates about which it is silent; `all` for a system that is down. */
  silentAbout: ReadonlySet<Plate> | 'all' | null;
  /** How often zones, single sessions and quotes were read. */
  readonly reads: { zones: number; session: number; quote: number };
};

export type FakeParking = ParkingPort & State;

/** A parking system in memory that keeps the port's contract: ids have one effect, versions count. */
export function fakeParking(): FakeParking {
  const state: State = {
    asked: [],
    written: [],
    rights: new Map(),
    sessions: new Map(),
    mishaps: [],
    silentAbout: null,
    reads: { zones: 0, session: 0, quote: 0 },
  };
  return Object.assign(state, readsOf(state), writesOf(state));
}

type Reads = Pick<ParkingPort, 'fetchPlates' | 'fetchZones' | 'fetchQuote' | 'fetchSession'>;

function readsOf(state: State): Reads {
  const count = (what: keyof State['reads']) => {
    state.reads[what] += 1;
    if (state.silentAbout === 'all') throw outage();
  };
  return {
    async fetchPlates(plates, lists) {
      state.asked.push({ plates, lists: [...lists] });
      return plates.map((plate) => answerOf(state, plate, lists));
    },
    async fetchZones() {
      count('zones');
      return ZONES;
    },
    async fetchQuote({ id, from, until }) {
      count('quote');
      const amountCents = Math.round((until.getTime() - from.getTime()) / 60_000);
      return { id, amountCents, from, until };
    },
    async fetchSession(id) {
      count('session');
      return state.sessions.get(id) ?? null;
    },
  };
}

function answerOf(state: State, plate: Plate, lists: ReadonlySet<string>): PlateAnswer {
  const { silentAbout, rights, sessions } = state;
  const isSilent = silentAbout === 'all' || silentAbout?.has(plate) === true;
  const of = <T>(value: readonly Outcome<T>[]) => (isSilent ? { error: outage() } : { value });
  const mine = [...sessions.values()].filter((each) => each.plate === plate);
  return {
    plate,
    rights: lists.has('rights') ? of(rights.get(plate) ?? []) : null,
    sessions: lists.has('sessions') ? of(mine.map((value) => ({ value }))) : null,
  };
}

type Writes = Omit<ParkingPort, keyof Reads>;

function writesOf(state: State): Writes {
  const write = async (words: string, effect: () => ParkingSession): Promise<SessionOutcome> => {
    const mishap = state.mishaps.shift();
    if (mishap === 'unsent' || state.silentAbout === 'all') throw outage();
    state.written.push(words);
    if (mishap === 'refused' || mishap === 'outdated') return { kind: mishap };
    if (mishap === 'gone') return { kind: 'unknown' };
    const session = effect();
    state.sessions.set(session.id, session);
    return mishap === 'lost' ? { kind: 'unknown' } : { kind: 'done', session };
  };
  const change = async (read: ParkingSession, words: string, made: Partial<ParkingSession>) => {
    const now = state.sessions.get(read.id);
    const isOutdated = now?.version !== read.version;
    if (isOutdated) state.mishaps.unshift('outdated');
    return write(words, () => ({ ...read, ...made, version: read.version + 1 }));
  };
  return {
    postSession: (stay) =>
      write(`start ${stay.id}`, () => state.sessions.get(stay.id) ?? toSession(stay)),
    extendSession: (session, until) =>
      change(session, `extend v${session.version}`, { paidUntil: until }),
    stopSession: (session, at) => change(session, `stop v${session.version}`, { endedAt: at }),
    revokeRights: () => Promise.reject(new Error('not used here')),
  };
}

function toSession({ id, plate, zoneId, from, until }: StayAsk): ParkingSession {
  const zone = ZONES.find((each) => each.id === zoneId)?.name ?? '?';
  return { id, version: 1, plate, zone, startedAt: from, paidUntil: until, endedAt: null };
}

function outage(): UpstreamUnavailableError {
  return new UpstreamUnavailableError('parking', 'down in this test');
}

export function right(plate: Plate, zone: string): Outcome<ParkingRight> {
  const validUntil = new Date('2027-12-31T22:59:59.000Z');
  return { value: { id: `r-${zone}`, plate, kind: 'resident', zone, validFrom: null, validUntil } };
}
