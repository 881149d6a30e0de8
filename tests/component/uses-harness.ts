import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from 'mongoose';
import { pino } from 'pino';
import { parseCardId, type CardId } from '../../domain/card-id.ts';
import { newMediumToken } from '../../domain/card/medium-token.ts';
import { cardKey } from '../../domain/reader-list/card-key.ts';
import { parseGroupId, type ReaderGroup } from '../../domain/reader-list/group.ts';
import type { ReaderEvent } from '../../domain/reader-list/reader-event.ts';
import { parseReaderId, type ReaderId } from '../../domain/reader-list/reader.ts';
import { servicesOfGijon } from '../../domain/tariff/services-of-gijon.ts';
import { startDocumentStore } from '../../embedded/document-store/supervise.ts';
import { createReaderKeys } from '../../platform/reader-keys.ts';
import { connectMongo, createCollections } from '../../platform/stores/mongo.ts';
import { createCardIndex, type CardIndex } from '../../sync/uses/card-index.ts';
import { countModels } from '../../sync/uses/counts.mongo.ts';
import type { CardTake, CardToken, Take } from '../../sync/uses/ports.ts';
import { createUses, type Uses } from '../../sync/uses/uses.ts';
import { createUsesParts, type UsesParts } from '../../sync/uses/uses-parts.ts';
import { useModels } from '../../sync/uses/use-rows.mongo.ts';

export const NOON = new Date('2027-03-01T11:00:00.000Z');
export const ZONE = 'Europe/Madrid';
export const KEEP_DAYS = 90;

const [service] = [...servicesOfGijon.keys()];
if (service === undefined) throw new Error('the catalogue is empty');

export const MUSEUM: ReaderGroup = {
  id: parseGroupId('museum'),
  service,
  places: ['Casa Natal', 'Tabacalera'],
};

export type City = AsyncDisposable & {
  readonly connection: Connection;
  readonly index: CardIndex;
  readonly uses: Uses;
  readonly parts: UsesParts;
  /** Moves by hand. */
  now: Date;
  /** Of the readers' clocks. */
  skewMs: number | null;
  /** Which rule of credit all uses take from; null for none. */
  take: Omit<Take, 'amount'> | null;
  /** Classes of every holder whose card id is there. */
  readonly classes: Map<CardId, readonly string[]>;
  /** What was entered in the book of credits, each time it was. */
  readonly entered: CardTake[];
  readonly warned: string[];
  /** How often all tokens were read. */
  readonly countReads: () => number;
  /** A card as it is issued now. @returns Its id and key in a group's lists. */
  issue(
    name: string,
    group?: ReaderGroup,
    epoch?: number,
  ): { readonly id: CardId; readonly key: string };
  /** As another process over the same data. */
  restart(): void;
  /** Another process over the same data, beside this one. */
  other(): Promise<{ readonly uses: Uses; readonly connection: Connection }>;
};

/** A document store of its own with everything behind the readers' door. */
export async function startCity(): Promise<City> {
  await using starting = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'uses-'));
  starting.defer(() => rm(folder, { recursive: true, force: true }));
  const where = { folder: join(folder, 'store'), socketPath: join(folder, 's.sock') };
  const { uri } = starting.use(
    await startDocumentStore({ ...where, log: pino({ level: 'silent' }) }),
  );
  const connection = starting.adopt(await connectMongo({ uri }), (made) => made.close());
  useModels(connection);
  countModels(connection);
  await createCollections(connection);
  const close = (made: Connection) => made.close();
  const city = openCity(connection, async () => stack.adopt(await connectMongo({ uri }), close));
  const stack = starting.move();
  return Object.assign(city, { [Symbol.asyncDispose]: () => stack.disposeAsync() });
}

type State = Pick<City, 'now' | 'skewMs' | 'take' | 'classes' | 'entered' | 'warned'> & {
  readonly tokens: CardToken[];
  reads: number;
};

const keys = createReaderKeys({ master: Buffer.alloc(32, 1), signing: Buffer.alloc(32, 2) });

function openCity(
  own: Connection,
  connect: () => Promise<Connection>,
): Omit<City, typeof Symbol.asyncDispose> {
  let made = 0;
  const state: State = {
    ...{ now: NOON, skewMs: null, take: null, classes: new Map() },
    ...{ entered: [], warned: [], tokens: [], reads: 0 },
  };
  const city = Object.assign(state, {
    connection: own,
    countReads: () => state.reads,
    issue(name: string, group = MUSEUM, epoch = 1) {
      made += 1;
      const id = parseCardId(`card-${name}-${made}`);
      const token = newMediumToken((bytes) => Buffer.alloc(bytes, `${made} ${name}`));
      state.tokens.push({ cardId: id, token });
      const key = Buffer.from(cardKey(keys.groupKey(group.id, epoch), token)).toString('hex');
      return { id, key };
    },
    restart() {
      Object.assign(city, openProcess(own, state));
    },
    async other() {
      const connection = await connect();
      return { connection, uses: openProcess(connection, state).uses };
    },
  });
  return Object.assign(city, openProcess(own, state));
}

/** What one process has in memory. */
function openProcess(connection: Connection, state: State): Pick<City, 'index' | 'uses' | 'parts'> {
  const clock = { now: () => state.now };
  const index = createCardIndex({
    tokens: {
      async *allTokens() {
        state.reads += 1;
        yield [...state.tokens];
      },
      tokensSince: async () => [...state.tokens],
    },
    epochs: { liveEpochs: async () => [1, 2] },
    keys,
    clock,
  });
  const log = pino(
    { level: 'warn' },
    { write: (line) => state.warned.push(String(JSON.parse(line).msg)) },
  );
  const common = { connection, clock, zone: ZONE, keepDays: KEEP_DAYS, log, cards: index };
  const places = { find: async () => ({ place: 'Casa Natal', clockSkewMs: state.skewMs }) };
  const parts = createUsesParts({
    ...common,
    rules: {
      servicesWithCredits: async () => new Set<string>(state.take === null ? [] : [MUSEUM.service]),
      takesOf: async (uses) => new Map(uses.flatMap(({ useId }) => takeOf(state, useId))),
    },
    book: {
      async enter(takes) {
        state.entered.push(...takes);
        return takes.map(({ rule, period, amount }) => ({ rule, period, amount }));
      },
      fold: async () => 0,
    },
    priceOf: async ({ code }) => code,
    holders: { classesOf: async () => state.classes },
  });
  return { index, uses: createUses({ ...common, places }), parts };
}

function takeOf({ take }: State, useId: string): readonly (readonly [string, Take])[] {
  return take === null ? [] : [[useId, { ...take, amount: 1 }]];
}

let readers = 0;

/** A reader that no other test has used. */
export function newReader(): ReaderId {
  readers += 1;
  return parseReaderId(`museum-${readers}`);
}

export function tap(sequence: number, change: Partial<ReaderEvent> = {}): ReaderEvent {
  return {
    ...{ sequence, at: NOON, result: 'accepted', cardKey: 'ab'.repeat(10) },
    ...{ epoch: 1, rulebook: 3, code: 77, ...change },
  };
}

/** Everything that follows an upload, done now. */
export async function settle({ parts }: Pick<City, 'parts'>): Promise<void> {
  while ((await parts.followUp.settle()) > 0);
  while ((await parts.counting.countArrivals()) > 0);
}
