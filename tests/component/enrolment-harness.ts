import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import mongoose, { type Connection } from 'mongoose';
import { pino } from 'pino';
import type { CardId } from '../../domain/card-id.ts';
import type { CardholderId } from '../../domain/card/cardholder.ts';
import { parseCityDay } from '../../domain/city-day.ts';
import type { Fact } from '../../domain/tariff/fact.ts';
import type { Pass } from '../../domain/tariff/pass.ts';
import { servicesOfGijon } from '../../domain/tariff/services-of-gijon.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { startDocumentStore } from '../../embedded/document-store/supervise.ts';
import { createCollections } from '../../platform/stores/mongo.ts';
import { createOnce } from '../../platform/stores/once.ts';
import { createRightChanges } from '../../platform/stores/right-changes.ts';
import { createKeyedHash, createSeal } from '../../platform/stores/seal.ts';
import { runInTransaction } from '../../platform/stores/transaction.ts';
import type { CardRef } from '../../subgraphs/entitlements/card-ref.ts';
import { createChangeHolder } from '../../subgraphs/entitlements/change-holder.ts';
import { createCreditParts } from '../../subgraphs/entitlements/credits/credit-parts.ts';
import { closeCourse } from '../../subgraphs/entitlements/enrolment/close-course.ts';
import type { EnrolmentContext } from '../../subgraphs/entitlements/enrolment/context.ts';
import { enrol } from '../../subgraphs/entitlements/enrolment/enrol.ts';
import { findEnrolments } from '../../subgraphs/entitlements/enrolment/enrolment-row.ts';
import { createOneAtATime } from '../../subgraphs/entitlements/enrolment/one-at-a-time.ts';
import { openCourse } from '../../subgraphs/entitlements/enrolment/open-course.ts';
import { createEnrolmentStores } from '../../subgraphs/entitlements/enrolment/stores.mongo.ts';
import { withdrawEnrolment } from '../../subgraphs/entitlements/enrolment/withdraw-enrolment.ts';
import { addFirstRulebooks } from '../../subgraphs/entitlements/rulebooks/first-rulebooks.ts';
import { createRulebookStore } from '../../subgraphs/entitlements/rulebooks/rulebook-store.mongo.ts';
import { createRulebooks } from '../../subgraphs/entitlements/rulebooks/rulebooks.ts';
import { createSettle } from '../../subgraphs/entitlements/settle.ts';
import { createEntitlementsStore } from '../../subgraphs/entitlements/store.mongo.ts';
import { born } from '../support/tariff-holders.ts';

/** Saturday, 13:00 in the city. */
export const NOON = new Date('2026-11-21T12:00:00.000Z');
export const ZONE = 'Europe/Madrid';
export const STAFF: Viewer = { kind: 'staff', id: 'clerk-1' };

const SEAL = createSeal(randomBytes(32));
const HASH = createKeyedHash(randomBytes(32));

export type Person = {
  /** Number of the card. */
  readonly number: string;
  readonly cardId: CardId;
  readonly holderId: CardholderId;
  readonly viewer: Viewer;
};

export type School = AsyncDisposable & {
  readonly connection: Connection;
  readonly context: EnrolmentContext;
  /** Moves by hand. */
  now: Date;
  /** Cards by number; a test may change them. */
  readonly cards: Map<string, CardRef>;
  /** Somebody with an active card, born in 1980, and these facts beside. */
  addPerson(...facts: readonly Fact[]): Promise<Person>;
  open(changes?: object): Promise<string>;
  close(
    courseId: string,
    closing?: 'ENROLMENT_ENDS' | 'COURSE_CANCELLED',
  ): ReturnType<typeof closeCourse>;
  /** @returns State, or reason of the refusal. */
  enrol(who: Person, courseId: string, viewer?: Viewer): Promise<string>;
  /** Withdraws from the course. @returns State, or reason of the refusal. */
  withdraw(who: Person, courseId: string, viewer?: Viewer): Promise<string>;
  enrolmentsOf(who: Person, viewer?: Viewer): ReturnType<typeof findEnrolments>;
  passesOf(who: Person): Promise<readonly Pass[]>;
  /** Services of the changes that readers are told of, since the last call of this. */
  takeChanges(): Promise<readonly string[]>;
  /** As another process over the same store. */
  another(): Promise<School>;
  /** A second later. */
  later(): void;
};

/** Declares one document store for all tests of a file; each school is a database of its own. */
export function useSchools(): () => Promise<School> {
  const stack = new AsyncDisposableStack();
  let uri = '';
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'en-'));
    stack.defer(() => rm(folder, { recursive: true, force: true }));
    const log = pino({ level: 'silent' });
    const where = { folder: join(folder, 'store'), socketPath: join(folder, 's.sock') };
    ({ uri } = stack.use(await startDocumentStore({ ...where, log })));
  });
  afterAll(() => stack.disposeAsync());
  return () =>
    startSchool(uri, `school_${randomUUID().slice(0, 8)}`, { now: NOON, cards: new Map() });
}

function looksInto(
  connection: Connection,
  store: ReturnType<typeof createEntitlementsStore>,
): Pick<School, 'passesOf' | 'takeChanges'> {
  const told = connection.collection('rightChanges');
  return {
    async passesOf({ holderId }) {
      const [holder] = await store.holders.find([holderId]);
      return holder?.passes ?? [];
    },
    async takeChanges() {
      const rows = await told.find({}).sort({ at: 1 }).toArray();
      await told.deleteMany({});
      return rows.flatMap((row) => row['services'] as string[]);
    },
  };
}

type State = { now: Date; readonly cards: Map<string, CardRef> };

async function startSchool(uri: string, dbName: string, state: State): Promise<School> {
  const connection = await mongoose
    .createConnection(uri, { dbName, autoIndex: false, autoCreate: false })
    .asPromise();
  const { context, store } = createSchoolContext(connection, state);
  await createCollections(connection);
  const rulebookStore = createRulebookStore(connection);
  await addFirstRulebooks(rulebookStore, context);
  const idOf = async (who: Person, courseId: string) =>
    (await findEnrolments({ id: who.cardId }, context))?.find(
      ({ course, state: at }) => course.id === courseId && at !== 'WITHDRAWN',
    )?.id ?? 'none';
  return {
    ...{ connection, context, cards: state.cards },
    get now() {
      return state.now;
    },
    set now(at) {
      state.now = at;
    },
    addPerson: (...facts) => addPerson({ connection, store, cards: state.cards }, facts),
    async open(changes = {}) {
      const input = { ...COURSE, idempotencyKey: nextKey(), ...changes };
      return (await openCourse(input, context)).course.id;
    },
    close: (courseId, closing = 'ENROLMENT_ENDS') =>
      closeCourse({ courseId, closing, idempotencyKey: nextKey() }, context),
    async enrol({ number }, courseId, viewer = STAFF) {
      const input = { card: number, courseId, idempotencyKey: nextKey() };
      const result = await enrol(input, { ...context, viewer });
      return 'enrolment' in result ? result.enrolment.state : result.reason;
    },
    async withdraw(who, courseId, viewer = STAFF) {
      const enrolmentId = await idOf(who, courseId);
      const input = { card: who.number, enrolmentId, idempotencyKey: nextKey() };
      const result = await withdrawEnrolment(input, { ...context, viewer });
      return 'enrolment' in result ? result.enrolment.state : result.reason;
    },
    enrolmentsOf: ({ cardId }, viewer = STAFF) =>
      findEnrolments({ id: cardId }, { ...context, viewer }),
    ...looksInto(connection, store),
    later() {
      state.now = new Date(state.now.getTime() + 1_000);
    },
    another: () => startSchool(uri, dbName, state),
    [Symbol.asyncDispose]: () => connection.close(),
  };
}

/** Prices told with one card to one kind of viewer. */
export const QUOTES_PER_HOUR = 20;

function createSchoolContext(connection: Connection, state: State) {
  const clock = { now: () => state.now };
  const places = { catalogue: servicesOfGijon, zone: ZONE };
  const store = createEntitlementsStore(connection, SEAL);
  const rulebooks = createRulebooks({ store: createRulebookStore(connection), ...places });
  const rightChanges = createRightChanges(connection);
  const settle = createSettle({
    store,
    rightChanges,
    rulebooks,
    clock,
    zone: ZONE,
    draw: () => 0,
  });
  const asked = new Map<string, number>();
  const changeHolder = createChangeHolder(store, settle);
  const context: EnrolmentContext = {
    ...{ store, rulebooks, clock, viewer: STAFF, ...places },
    enrolmentStores: createEnrolmentStores(connection, SEAL),
    oneAtATime: createOneAtATime(),
    changeHolder,
    quoteLimits: {
      async take(kind, number) {
        const count = (asked.get(`${kind} ${number}`) ?? 0) + 1;
        asked.set(`${kind} ${number}`, count);
        return count <= QUOTES_PER_HOUR;
      },
    },
    creditBook: createCreditParts({ connection, seal: SEAL, hash: HASH, store, changeHolder })
      .creditBook,
    cardOf: async (number) => state.cards.get(number) ?? null,
    once: createOnce({ connection, seal: SEAL, hash: HASH, clock, pollMs: 5 }),
    newId: randomUUID,
  };
  return { context, store };
}

type Register = {
  readonly connection: Connection;
  readonly store: ReturnType<typeof createEntitlementsStore>;
  readonly cards: Map<string, CardRef>;
};

async function addPerson(
  { connection, store, cards }: Register,
  facts: readonly Fact[],
): Promise<Person> {
  const number = cardNumber(cards.size + 1);
  const [cardId, holderId] = [`card-${number}` as CardId, randomUUID() as CardholderId];
  const today = parseCityDay('2026-11-21');
  await runInTransaction(connection, async (session) => {
    const row = { holderId, kind: 'person', facts: [born('1980-01-01'), ...facts] } as const;
    await store.holders.save(session, [
      { row: { ...row, passes: [], credits: [], version: 1 }, wakeOn: null },
    ]);
    const days = { firstOn: today, lastOn: null, evaluatedOn: today, wakeOn: null };
    const counted = { cardVersion: 1, version: 1, standing: 'usable', ...days } as const;
    await store.rights.save(session, [{ cardId, holderId, holderKind: 'person', ...counted }]);
  });
  cards.set(number, { id: cardId, version: 1, isUsable: true, holderId });
  return { number, cardId, holderId, viewer: { kind: 'citizen', id: holderId } };
}

/** The twentieth digit is Luhn's. */
function cardNumber(serial: number): string {
  const digits = `972433024${String(serial).padStart(9, '0')}`;
  let sum = 0;
  for (const [at, digit] of digits.split('').toReversed().entries()) {
    const value = Number(digit) * (at % 2 === 0 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

const COURSE = {
  ...{ service: 'sport-training', title: 'Natación para adultos', places: 2 },
  ...{ firstOn: '2026-12-01', lastOn: '2027-05-31', listPriceCents: 8_000 },
  ...{ enrolFrom: '2026-11-01', enrolUntil: '2026-12-15' },
};

let keys = 0;

/** Another one each time. */
export function nextKey(): string {
  keys += 1;
  return `enrolment-key-${keys}`;
}
