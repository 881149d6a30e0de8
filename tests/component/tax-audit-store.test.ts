import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Connection } from 'mongoose';
import { pino } from 'pino';
import { startDocumentStore } from '../../embedded/document-store/supervise.ts';
import { createAudit, type Audit, type AuditEntry } from '../../platform/stores/audit.ts';
import { connectMongo, createCollections } from '../../platform/stores/mongo.ts';

const NOON = new Date('2026-11-21T12:00:00.000Z');
const DAY_MS = 86_400_000;
const stack = new AsyncDisposableStack();
const commands: { readonly name: string; readonly concern: unknown }[] = [];
let uri = '';
let connection: Connection;
let audit: Audit;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'audit-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const where = { folder: join(folder, 'store'), socketPath: join(folder, 's.sock') };
  ({ uri } = stack.use(await startDocumentStore({ ...where, log: pino({ level: 'silent' }) })));
  connection = await connect(`${uri}${uri.includes('?') ? '&' : '?'}monitorCommands=true`);
  connection.getClient().on('commandStarted', ({ commandName: name, command }) => {
    commands.push({ name, concern: command['writeConcern'] });
  });
  audit = createAudit({ connection, keepDays: 10 });
  await createCollections(connection);
});
afterAll(async () => stack.disposeAsync());

async function connect(address: string): Promise<Connection> {
  return stack.adopt(await connectMongo({ uri: address }), (made) => made.close());
}

function entry(cardId: string, minute = 0, change: Partial<AuditEntry> = {}): AuditEntry {
  return {
    at: new Date(NOON.getTime() + minute * 60_000),
    viewerKind: 'staff',
    viewerId: 'clerk-1',
    operation: 'Card.tax',
    cardId,
    purpose: 'appeal',
    consent: 'legalBasis',
    requestId: `request-${minute}`,
    ...change,
  };
}

const ask = { operations: ['Card.tax'], first: 10, after: null };

it('gives back what another process wrote down, whole', async () => {
  await audit.record([entry('ana')]);
  const other = createAudit({ connection: await connect(uri), keepDays: 10 });
  expect(await other.findByCard({ ...ask, cardId: 'ana' })).toEqual({
    entries: [entry('ana')],
    endCursor: null,
  });
});

it('writes many entries in one round trip, acknowledged by a majority', async () => {
  commands.splice(0);
  await audit.record(Array.from({ length: 20 }, (_, at) => entry(`card-${at}`)));
  expect(commands).toEqual([{ name: 'insert', concern: { w: 'majority' } }]);
});

it("gives pages of one card's entries of the named operations, the latest first", async () => {
  const kinds = ['Card.tax', 'Mutation.payBill', 'Card.other'];
  await audit.record(
    Array.from({ length: 9 }, (_, at) =>
      entry('leo', Math.floor(at / 2), { operation: kinds[at % 3] ?? '', requestId: `${at}` }),
    ),
  );
  const wish = { cardId: 'leo', operations: kinds.slice(0, 2), first: 4 };
  const one = await audit.findByCard({ ...wish, after: null });
  const two = await audit.findByCard({ ...wish, after: one.endCursor });
  expect([one.entries.length, two.entries.length, two.endCursor]).toEqual([4, 2, null]);
  const all = [...one.entries, ...two.entries];
  const times = all.map(({ at }) => at.getTime());
  expect(times).toEqual(times.toSorted((a, b) => b - a));
  expect(all.map(({ requestId }) => requestId).toSorted()).toEqual(['0', '1', '3', '4', '6', '7']);
});

it('refuses a cursor of another card', async () => {
  await audit.record([entry('rosa', 0), entry('rosa', 1)]);
  const { endCursor } = await audit.findByCard({ ...ask, cardId: 'rosa', first: 1 });
  expect(endCursor).not.toBeNull();
  await expect(audit.findByCard({ ...ask, cardId: 'gym', after: endCursor })).rejects.toMatchObject(
    { code: 'BAD_USER_INPUT' },
  );
});

it('lets the store delete an entry after the days it is kept', async () => {
  await audit.record([entry('keep')]);
  const row = await connection.collection('audit').findOne({ cardId: 'keep' });
  expect(row?.['expiresAt']).toEqual(new Date(NOON.getTime() + 10 * DAY_MS));
  const indexes = await connection.collection('audit').indexes();
  expect(indexes).toContainEqual(
    expect.objectContaining({ key: { expiresAt: 1 }, expireAfterSeconds: 0 }),
  );
});

it('says that the store is not answering when an entry cannot be written', async () => {
  const closed = await connect(uri);
  const unable = createAudit({ connection: closed, keepDays: 10 });
  await closed.close();
  await expect(unable.record([entry('ana')])).rejects.toMatchObject({
    code: 'UPSTREAM_UNAVAILABLE',
  });
});
