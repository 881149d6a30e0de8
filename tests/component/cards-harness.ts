import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionResult } from 'graphql';
import mongoose, { type Connection } from 'mongoose';
import { pino } from 'pino';
import type { OwnerPort, OwnerProof, OwnerVerdict } from '../../domain/owner-proof.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { startDocumentStore } from '../../embedded/document-store/supervise.ts';
import type { Logger } from '../../platform/process/log.ts';
import { createCollections } from '../../platform/stores/mongo.ts';
import { createErrands, type Errands } from '../../platform/stores/errands.ts';
import { createOnce } from '../../platform/stores/once.ts';
import { createOutbox } from '../../platform/stores/outbox.ts';
import {
  createKeyedHash,
  createSeal,
  type KeyedHash,
  type Seal,
} from '../../platform/stores/seal.ts';
import { createSubgraphExecutor } from '../../platform/subgraph/subgraph-executor.ts';
import { clerkDecides } from '../../subgraphs/cards/clerk-decides.ts';
import { createCardsSubgraph } from '../../subgraphs/cards/subgraph.ts';

export const NOON = new Date('2027-03-01T11:00:00.000Z');
export const STAFF: Viewer = { kind: 'staff', id: 'clerk-1' };
export const KIOSK: Viewer = { kind: 'kiosk', id: 'kiosk-1' };

/** A system that gives the verdict it was told to, and keeps what it was asked. */
type FakeOwner = OwnerPort & {
  readonly asked: { readonly account: string; readonly proof: OwnerProof }[];
  verdict: () => Promise<OwnerVerdict>;
};

export type Answer = ExecutionResult<Record<string, unknown>>;

export type Cards = AsyncDisposable & {
  /** The systems that check a proof; the others leave it to a clerk. */
  readonly owners: Readonly<Record<'library' | 'regionalLibrary' | 'tax', FakeOwner>>;
  /** Moves by hand. */
  now: Date;
  readonly connection: () => Connection;
  /** What the sync role works on. */
  readonly errands: () => Errands;
  readonly secrets: Secrets;
  readonly logged: () => string;
  /** The store's reads since the last call of this. */
  readonly takeReads: () => readonly string[];
  ask(viewer: Viewer, query: string, variables?: Record<string, unknown>): Promise<Answer>;
  /** As another process over the same data: nothing stays in memory. */
  reconnect(): Promise<void>;
};

/** The cards subgraph over a document store of its own, behind the executor that the gateway calls. */
export async function startCards(): Promise<Cards> {
  await using starting = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'cards-'));
  starting.defer(() => rm(folder, { recursive: true, force: true }));
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line) => lines.push(line) });
  const where = { folder: join(folder, 'store'), socketPath: join(folder, 's.sock') };
  const { uri } = starting.use(await startDocumentStore({ ...where, log }));
  const reads: string[] = [];
  const secrets = { seal: createSeal(randomBytes(32)), hash: createKeyedHash(randomBytes(32)) };
  const connect = createConnect({ uri, log, reads, secrets });
  const state = { now: NOON };
  const owners = { library: fakeOwner(), regionalLibrary: fakeOwner(), tax: fakeOwner() };
  let open = await connect(owners, () => state.now);
  starting.defer(() => open.connection.close());
  const stack = starting.move();
  return {
    owners,
    secrets,
    get now() {
      return state.now;
    },
    set now(at) {
      state.now = at;
    },
    connection: () => open.connection,
    errands: () => open.errands,
    logged: () => lines.join(''),
    takeReads: () => reads.splice(0),
    async ask(viewer, query, variables) {
      const request = { query, variables, viewer, requestKey: {} };
      // Through JSON, as a client receives it.
      return JSON.parse(JSON.stringify(await open.subgraph.execute(request)));
    },
    async reconnect() {
      await open.connection.close();
      open = await connect(owners, () => state.now);
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

type Secrets = { readonly seal: Seal; readonly hash: KeyedHash };

type ConnectOptions = {
  readonly uri: string;
  readonly log: Logger;
  readonly reads: string[];
  readonly secrets: Secrets;
};

function createConnect({ uri, log, reads, secrets }: ConnectOptions) {
  return async (owners: Cards['owners'], now: () => Date) => {
    const connection = await mongoose
      .createConnection(uri, { monitorCommands: true, autoIndex: false, autoCreate: false })
      .asPromise();
    connection.getClient().on('commandStarted', ({ commandName, command }) => {
      if (commandName === 'find') reads.push(String(command['find']));
    });
    const clock = { now };
    const errands = createErrands({ connection, seal: secrets.seal });
    const { schema, createContext } = createCardsSubgraph({
      connection,
      ...secrets,
      once: createOnce({ connection, ...secrets, clock, pollMs: 10 }),
      outbox: createOutbox(connection),
      errands,
      owners: { ...owners, sports: clerkDecides, transport: clerkDecides },
      clock,
      random: randomBytes,
      cityZone: 'Europe/Madrid',
      log,
    });
    await createCollections(connection);
    const subgraph = createSubgraphExecutor({ name: 'cards', schema, createContext, log });
    return { connection, errands, subgraph };
  };
}

function fakeOwner(): FakeOwner {
  const owner: FakeOwner = {
    asked: [],
    verdict: async () => 'confirmed',
    checkOwner(account, proof) {
      owner.asked.push({ account, proof });
      return owner.verdict();
    },
  };
  return owner;
}
