import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { pino } from 'pino';
import { createFolder } from '../../connectors/sports/csv/folder.ts';
import { readFile } from '../../connectors/sports/csv/read-file.ts';
import type { SportsPort } from '../../connectors/sports/port.ts';
import { parseLinkedAccount } from '../../domain/linked-account.ts';
import { BOOKING, deliverTo, lines, MADE, PASS, PASSES } from './support/sports-files.ts';
import { CITY, createClientOf, findSlot, startSports, ZONE } from './support/sports-system.ts';

let folder: string;
let files: SportsPort;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sports-'));
  files = createClientOf({ address: 'http://127.0.0.1:1' }, { filesDir: folder });
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const deliver = (name: string, content: string | Uint8Array, mark?: string) =>
  deliverTo(folder, name, content, mark);

/** Why the only file that there is was not taken. */
async function reasonsOf() {
  const { files: read, rejected } = await files.readFiles();
  expect(read).toEqual([]);
  return rejected[0]?.reasons;
}

it('takes a file only with its mark, and the time from it', async () => {
  await writeFile(join(folder, 'abonos.csv'), lines(PASS));
  expect(await files.readFiles()).toEqual({ files: [], rejected: [] });
  await writeFile(join(folder, 'abonos.ok'), `${MADE}\r\n`);
  const { files: read } = await files.readFiles();
  expect(read).toMatchObject([{ kind: 'passes', name: 'abonos.csv', madeAt: new Date(MADE) }]);
  expect(read[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
});

it.each([
  ['for another file', `${MADE}\n${'0'.repeat(64)}`],
  ['without a zone', '2026-11-21T04:00:00'],
  ['that says something else', 'listo'],
])('takes no file with a mark %s', async (_what, mark) => {
  await deliver('abonos', lines(PASS), mark);
  expect(await reasonsOf()).toHaveLength(1);
});

it('takes the time of the file when its mark is silent', async () => {
  await deliver('abonos', lines(PASS), '');
  const { files: read } = await files.readFiles();
  expect(Date.now() - (read[0]?.madeAt.getTime() ?? 0)).toBeLessThan(60_000);
});

it('puts away what it read with its mark, and not what came since', async () => {
  await deliver('abonos', lines(PASS));
  await files.readFiles();
  await deliver('abonos', lines(PASS, PASS));
  await files.putAway('abonos.csv', 'processed');
  expect((await files.readFiles()).files).toMatchObject([{ rows: [{}, {}] }]);
  await files.putAway('abonos.csv', 'processed');
  await files.putAway('../abonos.csv', 'rejected');
  expect(await readdir(folder, { recursive: true })).toEqual(
    expect.arrayContaining(['processed', 'processed/abonos.csv', 'processed/abonos.ok']),
  );
  expect(await files.readFiles()).toEqual({ files: [], rejected: [] });
});

it('waits while a file is written anew under the mark of the last one', async () => {
  await deliver('abonos', lines(PASS), '');
  const later = new Date(Date.now() + 5_000);
  await utimes(join(folder, 'abonos.csv'), later, later);
  expect(await files.readFiles()).toEqual({ files: [], rejected: [] });
  await utimes(join(folder, 'abonos.ok'), later, later);
  expect((await files.readFiles()).files).toHaveLength(1);
});

it('puts nothing away that it has not read', async () => {
  await deliver('abonos', lines(PASS));
  await files.readFiles();
  await files.putAway('abonos.csv', 'processed');
  await deliver('abonos', lines(PASS, PASS));
  await files.putAway('abonos.csv', 'processed');
  expect((await files.readFiles()).files).toMatchObject([{ rows: [{}, {}] }]);
});

it('reads the files of many nights a few at a time, the oldest first', async () => {
  const nights = ['2026-11-19', '2026-11-20', '2026-11-21'];
  // By their marks, not by their names, which a body may choose as it likes.
  for (const [place, night] of nights.entries()) {
    await deliver(`abonos-${9 - place}`, lines(PASS), `${night}T04:00:00+01:00`);
  }
  const log = pino({ level: 'silent' });
  const few = createFolder({ path: folder, timeZone: ZONE, log, bytesAtATime: 100 });
  const taken: string[] = [];
  for (let times = 0; times < nights.length; times += 1) {
    const { files: read } = await few.readFiles();
    expect(read).toHaveLength(1);
    for (const { name, madeAt } of read) {
      taken.push(madeAt.toISOString().slice(0, 10));
      await few.putAway(name, 'processed');
    }
  }
  expect(taken).toEqual(nights);
});

it('says that the folder is out of reach', async () => {
  const lost = createClientOf(
    { address: 'http://127.0.0.1:1' },
    { filesDir: join(folder, 'none') },
  );
  await expect(lost.readFiles()).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
});

it('lets others have their turn while it reads a long file', async () => {
  const rows = 20_000;
  const bytes = Buffer.from(lines(PASS).repeat(rows));
  const mark = { madeAt: new Date(MADE), sha256: null };
  const reading = readFile({ kind: 'passes', name: 'abonos.csv', bytes, mark }, () => []);
  let turns = 0;
  while ((await Promise.race([reading, setImmediate('turn')])) === 'turn') turns += 1;
  const result = await reading;
  expect(result.kind === 'read' && result.file.rows.length).toBe(rows);
  expect(turns).toBeGreaterThan(20);
});

it('makes rows or a report of any bytes, and nothing else', async () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 12 }),
    fc
      .constantFrom(
        PASSES,
        PASS,
        BOOKING,
        ';',
        '"',
        '\r\n',
        '\n',
        'TOTAL;1',
        '\uFEFF',
        '30/02/2026',
      )
      .map((text) => Buffer.from(text)),
  );
  const run = fc.asyncProperty(
    fc.constantFrom('abonos', 'reservas'),
    fc.array(piece, { maxLength: 12 }),
    async (name, pieces) => {
      await deliver(name, Buffer.concat(pieces));
      const { files: read, rejected } = await files.readFiles();
      expect(read.length + rejected.length).toBe(1);
      await files.putAway(`${name}.csv`, 'rejected');
    },
  );
  await fc.assert(run, { numRuns: 300 });
});

it('reads the files of the sports body: every pass, and bookings of the counter and of the hub', async () => {
  await using sports = await startSports({ filesDir: folder });
  await using client = createClientOf(sports, { filesDir: folder, guard: { timeoutMs: 2_000 } });
  const { id: slotId, offerId } = await findSlot(client);
  const member = parseLinkedAccount('00000001');
  const orderId = '5c6d1f0a-9a52-4f0b-8c55-0d8c3ad3a001';
  const booked = { orderId, slotId, offerId: offerId ?? '', member, places: 1 };
  await client.putOrder(booked);
  sports.writeFiles();
  const { files: read, rejected } = await client.readFiles();
  expect(rejected).toEqual([]);
  const members = CITY.cardholders.flatMap((holder) => holder.sports ?? []);
  const rows = Object.fromEntries(read.map((file) => [file.kind, file.rows.length]));
  expect(rows).toEqual({
    passes: members.flatMap((one) => one.passes).length,
    bookings: members.flatMap((one) => one.counterBookings).length + 1,
  });
  expect(read.map(({ madeAt }) => madeAt.toISOString())).toEqual([
    '2026-11-21T12:00:00.000Z',
    '2026-11-21T12:00:00.000Z',
  ]);
});
