import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parseReaderId, type Reader } from '../../domain/reader-list/reader.ts';
import { startDocumentStore } from '../../embedded/document-store/supervise.ts';
import { connectMongo, createCollections } from '../../platform/stores/mongo.ts';
import { createReaderRegistry } from '../../sync/readers/registry/reader-registry.mongo.ts';
import type {
  ReaderRegistry,
  ReaderStanding,
} from '../../sync/readers/registry/reader-registry.ts';
import { createWordLists, digestOf } from './delivery-lists.ts';
import { reader } from './delivery-reader.ts';
import { silent } from './library-harness.ts';

const AT = new Date('2026-11-21T09:00:00Z');
const { groups } = createWordLists(['pools', 'bus']);
const [POOLS, BUS] = groups.map(({ id }) => id) as [never, never];
const started = new AsyncDisposableStack();
let registry: ReaderRegistry;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rr-'));
  started.defer(() => rm(folder, { recursive: true, force: true }));
  const where = { folder: join(folder, 'store'), socketPath: join(folder, 's.sock') };
  const { uri } = started.use(await startDocumentStore({ ...where, log: silent }));
  const connection = started.adopt(await connectMongo({ uri }), (mongo) => mongo.close());
  registry = createReaderRegistry({ connection, groups });
  await createCollections(connection);
  const door = { kind: 'uhppote', host: 'door', port: 60_000, serial: 7, doors: [1, 4] } as const;
  await registry.add([reader('p1', 'pools'), reader('p2', 'pools', door), reader('b1', 'bus')], AT);
});
afterAll(async () => started.disposeAsync());

function standing(id: string, more: Partial<ReaderStanding> = {}): ReaderStanding {
  return {
    readerId: parseReaderId(id),
    group: POOLS,
    held: [{ name: 'deny', epoch: 1, sequence: 4, digest: digestOf('pools', 'deny', 4) }],
    skewMs: -12,
    contactAt: AT,
    failures: 0,
    failingSince: null,
    deadSince: null,
    code: null,
    behindSince: null,
    behindSteps: 0,
    ...more,
  };
}

it('gives readers back as they were added', async () => {
  const [first, second] = await registry.findByGroup(POOLS);
  expect(first).toEqual(reader('p1', 'pools'));
  expect(second?.way).toEqual({
    kind: 'uhppote',
    host: 'door',
    port: 60_000,
    serial: 7,
    doors: [1, 4],
  });
});

it.each<[string, Partial<Reader>, RegExp]>([
  ['group', { group: 'nowhere' as Reader['group'] }, /no reader group nowhere/],
  ['place', { place: 'There' }, /pools has no place There; its places are Here/],
  ['url', { way: { kind: 'push', url: 'ftp://x' } }, /url has to be an http or https/],
  [
    'doors',
    { way: { kind: 'uhppote', host: 'x', port: 1, serial: 1, doors: [5] } },
    /doors have to be/,
  ],
  [
    'serial',
    { way: { kind: 'uhppote', host: 'x', port: 1, serial: 2 ** 32, doors: [1] } },
    /serial has to be/,
  ],
])('refuses a reader with a wrong %s, and those added with it', async (_, wrong, sentence) => {
  const added = [reader('n1', 'pools'), { ...reader('n2', 'pools'), ...wrong }];
  await expect(registry.add(added, AT)).rejects.toThrow(sentence);
  expect(await registry.find(parseReaderId('n1'))).toBeNull();
});

it('never gives an id twice, not even that of a retired reader', async () => {
  await registry.add([reader('old', 'bus')], AT);
  expect(await registry.retire(parseReaderId('old'), AT)).toBe(true);
  expect(await registry.retire(parseReaderId('old'), AT)).toBe(false);
  expect(await registry.find(parseReaderId('old'))).toBeNull();
  await expect(registry.add([reader('old', 'bus')], AT)).rejects.toThrow(/never used twice/);
});

it('moves a reader to another group', async () => {
  await registry.add([reader('m', 'bus')], AT);
  const id = parseReaderId('m');
  await registry.move(id, { group: POOLS, place: 'Here' });
  expect((await registry.find(id))?.group).toBe('pools');
  await expect(registry.move(id, { group: BUS, place: 'There' })).rejects.toThrow(/no place/);
  await registry.retire(id, AT);
});

it('keeps what was told of readers last, and counts it by group', async () => {
  const behindSince = new Date(AT.getTime() - 5_000);
  await registry.saveStandings([standing('p1', { skewMs: 1 })]);
  const told = [standing('p1'), standing('p2', { behindSince, behindSteps: 2, deadSince: AT })];
  await registry.saveStandings(told);
  expect(await registry.findStandings()).toEqual(told);
  expect(await registry.countByGroup()).toEqual([
    { group: 'bus', readers: 1, behind: 0, dead: 0, behindSince: null },
    { group: 'pools', readers: 2, behind: 1, dead: 1, behindSince },
  ]);
});

it('shows readers page by page with what is known of them', async () => {
  const page = { group: null, after: null, first: 2 };
  const first = await registry.page(page);
  const after = first.readers.at(-1)?.reader.id ?? null;
  const second = await registry.page({ ...page, after });
  const shown = [first, second].map(({ readers, hasMore }) => [
    ...readers.map((one) => [one.reader.id, one.standing?.behindSteps]),
    hasMore,
  ]);
  expect(shown).toEqual([
    [['b1', undefined], ['p1', 0], true],
    [['p2', 2], false],
  ]);
});

it('notes that readers are to be tried at once', async () => {
  const later = new Date(AT.getTime() + 1_000);
  expect(await registry.askReplay([parseReaderId('p1'), parseReaderId('none')], later)).toBe(1);
  const asked = (await registry.all()).filter((one) => one.replayAskedAt !== null);
  expect(asked.map((one) => one.reader.id)).toEqual(['p1']);
});
