import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from 'mongoose';
import { pino } from 'pino';
import { parseCardId, type CardId } from '../../domain/card-id.ts';
import { parsePlate } from '../../domain/plate.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { startDocumentStore } from '../../embedded/document-store/supervise.ts';
import { connectMongo, createCollections } from '../../platform/stores/mongo.ts';
import type { Once } from '../../platform/stores/idempotency.ts';
import { createOnce } from '../../platform/stores/once.ts';
import { createKeyedHash, createSeal } from '../../platform/stores/seal.ts';
import { runInTransaction } from '../../platform/stores/transaction.ts';
import { createSubgraphExecutor } from '../../platform/subgraph/subgraph-executor.ts';
import type { CardRef, ParkingCard } from '../../subgraphs/parking/card-ref.ts';
import type { ParkingDeps } from '../../subgraphs/parking/context.ts';
import { createPlateStore } from '../../subgraphs/parking/plate-store.mongo.ts';
import type { PlateStore } from '../../subgraphs/parking/plate-store.ts';
import { createParkingSubgraph } from '../../subgraphs/parking/subgraph.ts';
import { fakeParking, type FakeParking } from './parking-fake-port.ts';
import { ANA_NUMBER, inMemoryLastKnown, type FakeLastKnown } from './library-harness.ts';

export { ANA_NUMBER };
export const NOON = new Date('2027-03-01T11:00:00.000Z');
export const STAFF: Viewer = { kind: 'staff', id: 'clerk-1' };
export const KIOSK: Viewer = { kind: 'kiosk', id: 'kiosk-1' };
export const ANA_VIEWER: Viewer = { kind: 'citizen', id: 'ana' };
export function minutes(count: number): Date {
  return new Date(NOON.getTime() + count * 60_000);
}

export type Stores = AsyncDisposable & {
  readonly connection: Connection;
  readonly plates: PlateStore;
  readonly once: Once;
  /** Moves by hand. */
  now: Date;
};

/** A document store of its own with plates and idempotency keys. */
export async function startStores(): Promise<Stores> {
  await using starting = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'parking-'));
  starting.defer(() => rm(folder, { recursive: true, force: true }));
  const where = { folder: join(folder, 'store'), socketPath: join(folder, 's.sock') };
  const log = pino({ level: 'silent' });
  const { uri } = starting.use(await startDocumentStore({ ...where, log }));
  const connection = starting.adopt(await connectMongo({ uri }), (made) => made.close());
  const secrets = { seal: createSeal(randomBytes(32)), hash: createKeyedHash(randomBytes(32)) };
  const state = { now: NOON };
  const once = createOnce({ connection, ...secrets, clock: { now: () => state.now }, pollMs: 5 });
  const plates = createPlateStore({ connection, ...secrets });
  await createCollections(connection);
  const stack = starting.move();
  const dispose = () => stack.disposeAsync();
  return Object.assign(state, { connection, once, plates, [Symbol.asyncDispose]: dispose });
}

let made = 0;

/** A card id that no other test has used. */
export function newCardId(): CardId {
  made += 1;
  return parseCardId(`card-${made}`);
}

export function newKey(): string {
  made += 1;
  return `parking-key-${made}`;
}

export type Asked = {
  // oxlint-disable-next-line typescript/no-explicit-any -- JSON as a client receives it
  readonly data: any;
  /** As `path code`. */
  readonly errors: readonly string[];
  readonly messages: readonly string[];
};

export type Hub = {
  readonly parking: FakeParking;
  readonly lastKnown: FakeLastKnown;
  readonly ana: CardRef;
  readonly logged: () => string;
  /** Changes what the cards subgraph tells of Ana's card. */
  changeCard(change: Partial<CardRef>): void;
  addPlate(number: string, cardId?: CardId): Promise<string>;
  /** As if the card had begun a stay with this id. */
  noteStay(plateId: string, id: string, cardId?: CardId): Promise<boolean>;
  ask(source: string, variables?: object, viewer?: Viewer): Promise<Asked>;
  /** `parking` of some cards as the gateway asks for it. */
  askCards(fields: string, cards?: readonly ParkingCard[], viewer?: Viewer): Promise<Asked>;
  /** A mutation with a key of its own unless given; `__typename` or the reason of a refusal. */
  change(field: string, input: object, viewer?: Viewer): Promise<string>;
};

/** The parking subgraph over a parking system in memory, behind the executor that the gateway calls. */
export function startHub(stores: Stores, deps: Partial<ParkingDeps> = {}): Hub {
  const [parking, lastKnown, lines] = [fakeParking(), inMemoryLastKnown(), [] as string[]];
  let ana: CardRef = { id: newCardId(), version: 3, isUsable: true, holderId: 'ana' };
  const ask = createAsk({
    parking,
    plates: stores.plates,
    cardOf: async (number) => (number === ANA_NUMBER ? ana : null),
    lastKnown,
    once: stores.once,
    clock: { now: () => stores.now },
    newId: randomUUID,
    maxPlates: 5,
    maxPlateChanges: 10,
    deadlineMs: 1_700,
    log: pino({ level: 'trace' }, { write: (line) => lines.push(line) }),
    ...deps,
  });
  return {
    parking,
    lastKnown,
    get ana() {
      return ana;
    },
    logged: () => lines.join(''),
    changeCard(change) {
      ana = { ...ana, ...change };
    },
    addPlate: (number, cardId = ana.id) => addPlate(stores, number, cardId),
    noteStay: (plateId, id, cardId = ana.id) =>
      stores.plates.noteStay(cardId, plateId, { id, sentAt: stores.now }),
    ask,
    askCards: (fields, cards = [ana], viewer = STAFF) =>
      ask(
        `query ($cards: [_Any!]!) { _entities(representations: $cards) { ... on Card { parking { ${fields} } } } }`,
        { cards: cards.map(toRepresentation) },
        viewer,
      ),
    async change(field, input, viewer = ANA_VIEWER) {
      const wish = { card: ANA_NUMBER, idempotencyKey: newKey(), ...input };
      const { data, errors } = await ask(mutation(field), { input: wish }, viewer);
      const told = data?.[field];
      return errors.length > 0 ? errors.join() : (told.reason ?? told.__typename);
    },
  };
}

/** Each question is a client request of its own. */
function createAsk(deps: ParkingDeps): Hub['ask'] {
  const { schema, createContext } = createParkingSubgraph(deps);
  const { log } = deps;
  const subgraph = createSubgraphExecutor({ name: 'parking', schema, createContext, log });
  return async (query, variables = {}, viewer = ANA_VIEWER) => {
    const request = { query, variables: { ...variables }, viewer, requestKey: {} };
    const { data, errors = [] } = await subgraph.execute(request);
    return {
      data: JSON.parse(JSON.stringify(data ?? null)),
      errors: errors.map(
        ({ path, extensions }) => `${path?.join('.')} ${String(extensions['code'])}`,
      ),
      messages: errors.map(({ message }) => message),
    };
  };
}

async function addPlate(
  { connection, plates }: Stores,
  number: string,
  cardId: CardId,
): Promise<string> {
  const plate = { id: randomUUID(), plate: parsePlate(number), addedAt: NOON };
  await runInTransaction(connection, (session) =>
    plates.add(session, cardId, { plate, isAttested: false, atMost: 50, atMostAdded: null }),
  );
  return plate.id;
}

function toRepresentation({ id, version, isUsable }: ParkingCard) {
  return { __typename: 'Card', id, version, isUsable };
}

/** The text of a mutation whose result says which member of its union it is, and a refusal's reason. */
export function mutation(field: string): string {
  const name = field.charAt(0).toUpperCase() + field.slice(1);
  const refused = field.endsWith('Plate') ? 'PlateRefused' : 'ParkingRefused';
  return `mutation ($input: ${name}Input!) { ${field}(input: $input) { __typename ... on ${refused} { reason } } }`;
}
