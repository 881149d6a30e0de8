import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Connection } from 'mongoose';
import { pino } from 'pino';
import { startDocumentStore } from '../../embedded/document-store/supervise.ts';
import type { Attempt, Once, OnceKey } from '../../platform/stores/idempotency.ts';
import { connectMongo, createCollections } from '../../platform/stores/mongo.ts';
import { createOnceRows } from '../../platform/stores/once-rows.ts';
import { createOnce } from '../../platform/stores/once.ts';
import { createKeyedHash, createSeal } from '../../platform/stores/seal.ts';

const stack = new AsyncDisposableStack();
const secrets = { seal: createSeal(randomBytes(32)), hash: createKeyedHash(randomBytes(32)) };
let uri = '';
let now = new Date('2027-03-01T11:00:00Z');
let connection: Connection;
let once: Once;
let key: OnceKey;
let used = 0;

const LEASE_MS = 1_000;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'once-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const where = { folder: join(folder, 'store'), socketPath: join(folder, 's.sock') };
  ({ uri } = stack.use(await startDocumentStore({ ...where, log: pino({ level: 'silent' }) })));
  connection = await connect();
  once = onceOn(connection);
  await createCollections(connection);
  await connection.createCollection('onceTest');
});
beforeEach(() => {
  used += 1;
  key = { viewer: 'staff:1', key: `request-${used}`, operation: 'Mutation.pay', input: { of: 5 } };
});
afterAll(async () => stack.disposeAsync());

async function connect(): Promise<Connection> {
  return stack.adopt(await connectMongo({ uri }), (made) => made.close());
}

function onceOn(made: Connection): Once {
  const waiting = { leaseMs: LEASE_MS, waitMs: 500, pollMs: 5 };
  return createOnce({ connection: made, ...secrets, clock: { now: () => now }, ...waiting });
}

const paid = async () => ({ result: { receipt: 'A' }, isFinal: true });
const fails = () => Promise.reject(new Error('nothing was sent'));

/** Notes what kind of attempt it was, and ends with that as its result. */
const telling = async ({ kind, notes }: Attempt<string>) => ({
  result: { kind, notes },
  isFinal: true,
});

it('keeps the result of a call, and does not call again', async () => {
  expect(await once.aroundCall(key, paid)).toEqual({ receipt: 'A' });
  expect(await once.aroundCall(key, fails)).toEqual({ receipt: 'A' });
});

it('frees the key of a call that was never sent', async () => {
  await expect(once.aroundCall(key, fails)).rejects.toThrow('nothing was sent');
  expect(await once.aroundCall(key, telling)).toEqual({ kind: 'first', notes: null });
});

it('resumes a call whose outcome was not known, with what it had noted', async () => {
  const lost = async ({ note }: Attempt<string>) => {
    await note('charge 7 was open');
    return { result: 'unknown', isFinal: false };
  };
  expect(await once.aroundCall(key, lost)).toBe('unknown');
  const resumed = { kind: 'resumed', notes: 'charge 7 was open' };
  expect(await once.aroundCall(key, telling)).toEqual(resumed);
});

it('does not forget what was sent when a resumed attempt fails', async () => {
  const lost = async () => ({ result: 'unknown', isFinal: false });
  await once.aroundCall(key, lost);
  await expect(once.aroundCall(key, fails)).rejects.toThrow('nothing was sent');
  expect(await once.aroundCall(key, telling)).toEqual({ kind: 'resumed', notes: null });
});

/** A call that has begun and goes on until it is told to send. */
async function givenCallUnderWay(result: string) {
  const { promise: sent, resolve: send } = Promise.withResolvers<void>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const call = once.aroundCall(key, async () => {
    begin();
    await sent;
    return { result, isFinal: true };
  });
  await begun;
  return { call, send };
}

it('makes a second request wait for the first, in another process too', async () => {
  const other = onceOn(await connect());
  const { call, send } = await givenCallUnderWay('sent once');
  const second = other.aroundCall(key, fails);
  send();
  expect(await Promise.all([call, second])).toEqual(['sent once', 'sent once']);
});

it('gives up waiting for a first request that goes on and on', async () => {
  const { call, send } = await givenCallUnderWay('sent once');
  const other = onceOn(await connect());
  await expect(other.aroundCall(key, fails)).rejects.toMatchObject({ code: 'CONFLICT' });
  send();
  await call;
});

it('resumes a call whose process has died, once its lease is over', async () => {
  const dying = await connect();
  const { promise: sent } = Promise.withResolvers<never>();
  const { promise: noted, resolve: hasNoted } = Promise.withResolvers<void>();
  const died = onceOn(dying).aroundCall<string, string>(key, async ({ note }) => {
    await note('before the fall');
    hasNoted();
    return sent;
  });
  died.catch(() => {});
  await noted;
  // Its renewals fail from here on, as those of a dead process do not come.
  await dying.close();
  now = new Date(now.getTime() + LEASE_MS);
  const resumed = { kind: 'resumed', notes: 'before the fall' };
  expect(await once.aroundCall(key, telling)).toEqual(resumed);
});

it('hands over what was noted up to the moment of taking over', async () => {
  const options = { connection: await connect(), ...secrets, clock: { now: () => now } };
  const rows = createOnceRows({ ...options, leaseMs: LEASE_MS });
  const slow = rows.rowOf(key);
  await rows.add(slow);
  const seen = await rows.findSame(slow);
  // Taken for dead, but about to send: it notes after its successor has looked and before that takes over.
  await rows.note(slow, JSON.stringify('sent as number 7'));
  const taken = seen && (await rows.take(seen, 'successor'));
  expect(taken && rows.openNotes(taken)).toBe('"sent as number 7"');
  expect(await rows.note(slow, JSON.stringify('too late'))).toBe(false);
});

it('keeps the result of who resumed when the first comes back after all', async () => {
  const { call, send } = await givenCallUnderWay('the first');
  now = new Date(now.getTime() + LEASE_MS);
  const second = async () => ({ result: 'who resumed', isFinal: true });
  expect(await once.aroundCall(key, second)).toBe('who resumed');
  send();
  expect(await call).toBe('who resumed');
});

it('stops an attempt that was taken for dead before it sends what its successor sends', async () => {
  const sent: string[] = [];
  const { promise: awake, resolve: wake } = Promise.withResolvers<void>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const asleep = once.aroundCall<string, string>(key, async ({ note }) => {
    begin();
    await awake;
    await note('awake');
    sent.push('sleeper');
    return { result: 'sleeper', isFinal: true };
  });
  await begun;
  now = new Date(now.getTime() + LEASE_MS);
  await once.aroundCall(key, async () => ({ result: sent.push('successor'), isFinal: true }));
  wake();
  await expect(asleep).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(sent).toEqual(['successor']);
});

it('takes the same input in another order for the same, and any other for another', async () => {
  await once.aroundCall({ ...key, input: { a: 1, b: { c: 2, d: [1, 2] } } }, paid);
  const same = { ...key, input: { b: { d: [1, 2], c: 2 }, a: 1 } };
  expect(await once.aroundCall(same, fails)).toEqual({ receipt: 'A' });
  const other = { ...key, input: { a: 1, b: { c: 2, d: [2, 1] } } };
  await expect(once.aroundCall(other, paid)).rejects.toMatchObject({ code: 'CONFLICT' });
});

it('undoes what the work wrote when it throws, and frees the key', async () => {
  const rows = connection.collection<{ _id: string }>('onceTest');
  const write = once.inTransaction(key, async (session) => {
    await rows.insertOne({ _id: key.key }, { session });
    throw new Error('changed my mind');
  });
  await expect(write).rejects.toThrow('changed my mind');
  expect(await rows.countDocuments()).toBe(0);
  expect(await once.inTransaction(key, async () => 'done')).toBe('done');
});

it('gives the first result as it gives the second: as JSON keeps it', async () => {
  const work = async () => ({ at: now, nothing: undefined });
  const first = await once.inTransaction<unknown>(key, work);
  expect(first).toEqual({ at: now.toISOString() });
  expect(await once.inTransaction<unknown>(key, work)).toEqual(first);
});
