import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { MongoClient, type Db, type Document, type MongoServerError } from 'mongodb';
import { startDocumentStore } from '../../embedded/document-store/supervise.ts';
import { createLog } from '../../platform/process/log.ts';
import { until } from '../support/until.ts';

export type TestStore = {
  readonly client: () => MongoClient;
  readonly uri: () => string;
  /** A database of the test file's own, dropped at its end. */
  readonly db: () => Db;
};

const external = process.env['MONGODB_URI'];

/**
 * Declares the tests for the embedded store and, when MONGODB_URI is set, for that server too:
 * what a test says holds for both. Each file has one store for all of its tests.
 */
export function eachStore(declare: (store: TestStore) => void): void {
  describe('the embedded store', () => {
    declare(useStore(() => startEmbedded()));
  });
  if (external === undefined) return;
  describe('the server of MONGODB_URI', () => {
    declare(useStore(() => givenServer(external)));
  });
}

/** A document whose `_id` may be a number or text, for tests to be short. */
export type Thing = Document & { _id?: number | string };

type Started = AsyncDisposable & { readonly uri: string };

function useStore(start: () => Promise<Started>): TestStore {
  const name = `test_${process.pid}_${Date.now().toString(36)}`;
  let started: Started | undefined;
  let client: MongoClient | undefined;
  beforeAll(async () => {
    started = await start();
    client = await MongoClient.connect(started.uri);
  });
  afterAll(async () => {
    await client?.db(name).dropDatabase();
    await client?.close();
    await started?.[Symbol.asyncDispose]();
  });
  return {
    client: () => present(client),
    uri: () => present(started).uri,
    db: () => present(client).db(name),
  };
}

function present<Part>(part: Part | undefined): Part {
  if (part === undefined) throw new Error('The store is there only while a test runs.');
  return part;
}

function givenServer(uri: string): Promise<Started> {
  return Promise.resolve({ uri, [Symbol.asyncDispose]: () => Promise.resolve() });
}

export type Embedded = Started & {
  readonly folder: string;
  readonly socketPath: string;
  /** Of the process that runs now. */
  readonly pid: () => number;
  /** Kills it as a power cut would, and waits until its successor is there. */
  readonly kill: () => Promise<void>;
};

export type EmbeddedOptions = {
  /** Given, it is not deleted at the end. */
  readonly folder?: string;
  readonly socketName?: string;
  readonly hasTestCommands?: boolean;
};

/** A store in a folder of its own, which is deleted with it unless it was given. */
export async function startEmbedded(options: EmbeddedOptions = {}): Promise<Embedded> {
  const { folder = mkdtempSync('/tmp/store-'), socketName = 'store.sock' } = options;
  const socketPath = join(folder, socketName);
  let pid = 0;
  const store = await startDocumentStore({
    folder: join(folder, 'store'),
    socketPath,
    adopt: (started) => (pid = started ?? 0),
    log: createLog('silent'),
    hasTestCommands: options.hasTestCommands ?? true,
  });
  return {
    uri: store.uri,
    folder,
    socketPath,
    pid: () => pid,
    async kill() {
      const killed = pid;
      process.kill(killed, 'SIGKILL');
      await until(() => pid !== killed, { what: 'the store to start again' });
    },
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]();
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The error that MongoDB's documentation gives a number to; fails if there is none. */
export async function codeOf(work: Promise<unknown>): Promise<number | string | undefined> {
  try {
    await work;
  } catch (error) {
    return (error as MongoServerError).code;
  }
  return undefined;
}

/** Stage and index of a plan, from the top: `FETCH > IXSCAN number_1`. */
export function shownPlan(explained: Document): string {
  const stages: string[] = [];
  let stage = plannerOf(explained)['winningPlan'] as Document | undefined;
  while (stage !== undefined) {
    const queryPlan = stage['queryPlan'] as Document | undefined;
    if (queryPlan === undefined)
      stages.push([stage['stage'], stage['indexName']].filter(Boolean).join(' '));
    const inputs = stage['inputStages'] as Document[] | undefined;
    stage = queryPlan ?? inputs?.[0] ?? (stage['inputStage'] as Document | undefined);
  }
  return stages.join(' > ');
}

function plannerOf(explained: Document): Document {
  const [first] = (explained['stages'] as Document[] | undefined) ?? [];
  const cursor = first?.['$cursor'] as Document | undefined;
  return (cursor ?? explained)['queryPlanner'] as Document;
}
