import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import iconv from 'iconv-lite';
import type { SportsPort } from '../../connectors/sports/port.ts';
import { BOOKING, deliverTo, lines, PASS, PASSES } from './support/sports-files.ts';
import { createClientOf } from './support/sports-system.ts';

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

/** Rows of the only file that there is. */
async function rowsOf(): Promise<readonly unknown[]> {
  const { files: read, rejected } = await files.readFiles();
  expect(rejected).toEqual([]);
  return read[0]?.rows ?? [];
}

/** Why the only file that there is was not taken. */
async function reasonsOf() {
  const { files: read, rejected } = await files.readFiles();
  expect(read).toEqual([]);
  return rejected[0]?.reasons;
}

const READ = {
  member: '00000001',
  name: 'Bono 10 natación',
  startsOn: '2026-11-01',
  endsOn: '2027-04-30',
  isActive: true,
  centres: ['Piscinas El Coto', 'Ceares'],
  usesLeft: 7,
};

it.each([
  ['Windows-1252', iconv.encode(lines(PASSES, PASS), 'win1252')],
  ['UTF-8', lines(PASSES, PASS)],
  ['UTF-8 with a byte order mark', `\uFEFF${lines(PASSES, PASS)}`],
  ['a byte order mark and no header', `\uFEFF${lines(PASS)}`],
  ['a header in capitals', lines(PASSES.toUpperCase(), PASS)],
  ['lines that end as in Unix, the last not at all', `${PASSES}\n${PASS}`],
  ['a summary that counts', lines(PASSES, PASS, 'TOTAL;1')],
  ['a summary with words and empty fields', lines(PASS, 'Total registros;;;1;;;')],
  ['empty lines and blanks', lines(PASSES, '', ` ${PASS.replaceAll(';', ' ; ')} `, '')],
])('reads passes in %s', async (_what, content) => {
  await deliver('abonos', content);
  expect(await rowsOf()).toEqual([READ]);
});

it('reads columns in the order of their header', async () => {
  const turned = (line: string) => line.split(';').toReversed().join(';');
  await deliver('abonos', lines(turned(PASSES), turned(PASS)));
  expect(await rowsOf()).toEqual([READ]);
});

it('reads what counts no uses, and opens all centres', async () => {
  await deliver('abonos', lines('7;Abono anual;01/01/2026;31/12/2026;BAJA;TODAS;'));
  expect(await rowsOf()).toMatchObject([{ isActive: false, centres: [], usesLeft: null }]);
});

it('reads a booking on the clocks of the city', async () => {
  await deliver('reservas-20261121', lines(BOOKING, BOOKING.replace('CONFIRMADA', 'ANULADA')));
  const booking = {
    member: '00000001',
    facility: 'Pista central',
    startsAt: new Date('2026-11-21T17:00:00Z'),
    endsAt: new Date('2026-11-21T18:00:00Z'),
    isCancelled: false,
    places: 12,
  };
  expect(await rowsOf()).toEqual([booking, { ...booking, isCancelled: true }]);
});

const booking = (from: string, to: string) => `1;Pista;${from};${to};CONFIRMADA;1`;

it.each([
  [
    'before the change',
    '25/10/2026 01:30',
    '25/10/2026 02:30',
    '2026-10-24T23:30',
    '2026-10-25T00:30',
  ],
  [
    'in the hour that comes twice',
    '25/10/2026 02:15',
    '25/10/2026 02:45',
    '2026-10-25T00:15',
    '2026-10-25T00:45',
  ],
  ['over its seam', '25/10/2026 02:45', '25/10/2026 02:15', '2026-10-25T00:45', '2026-10-25T01:15'],
  [
    'after the change',
    '25/10/2026 03:00',
    '25/10/2026 04:00',
    '2026-10-25T02:00',
    '2026-10-25T03:00',
  ],
  [
    'over the hour left out',
    '29/03/2026 01:30',
    '29/03/2026 03:30',
    '2026-03-29T00:30',
    '2026-03-29T01:30',
  ],
])('reads times %s', async (_what, from, to, startsAt, endsAt) => {
  await deliver('reservas', lines(booking(from, to)));
  const at = (instant: string) => new Date(`${instant}Z`);
  expect(await rowsOf()).toMatchObject([{ startsAt: at(startsAt), endsAt: at(endsAt) }]);
});

it.each([
  ['a day that no calendar has', PASS.replace('01/11/2026', '31/11/2026'), 'fecha_alta is no day'],
  ['a day in another order', PASS.replace('01/11/2026', '2026-11-01'), 'fecha_alta is no day'],
  ['an end before the start', PASS.replace('2027', '2025'), 'fecha_fin is before'],
  ['a state that nobody knows', PASS.replace('ACTIVO', 'QUIZÁ'), 'estado is none of'],
  ['half a use', PASS.replace('7,00', '7,50'), 'saldo_bono is no whole number'],
  ['a decimal point', PASS.replace('7,00', '7.00'), 'saldo_bono is no whole number'],
  ['no number', PASS.replace('00000001', ''), 'num_tarjeta is no number'],
  ['a field too many', `${PASS};`, '8 fields in place of 7'],
  ['commas for semicolons', PASS.replaceAll(';', ','), '1 fields in place of 7'],
])('takes no file with %s, and says where', async (_what, row, reason) => {
  await deliver('abonos', lines(PASSES, PASS, row));
  expect(await reasonsOf()).toEqual([{ line: 3, reason: expect.stringContaining(reason) }]);
});

it.each([
  ['an hour that March leaves out', booking('29/03/2026 02:30', '29/03/2026 03:30')],
  ['an end at the start', booking('21/11/2026 18:00', '21/11/2026 18:00')],
  ['no place', BOOKING.replace(/12$/, '0')],
  ['a time of 25 hours', booking('21/11/2026 25:00', '21/11/2026 26:00')],
])('takes no bookings with %s', async (_what, row) => {
  await deliver('reservas', lines(row));
  expect(await reasonsOf()).toHaveLength(1);
});

it.each([
  ['nothing', ''],
  ['UTF-16', Buffer.from(`\uFEFF${lines(PASS)}`, 'utf16le')],
  ['bytes of no text', Buffer.from([0x30, 0x81, 0x3b])],
  ['a header of other columns', lines(PASSES.replace('estado', 'nif'), PASS)],
  ['a summary that counts more rows than there are', lines(PASS, 'TOTAL;2')],
  ['a summary in the middle', lines(PASS, 'TOTAL;1', PASS)],
  ['an open quotation mark', lines(PASS, '"')],
])('takes no file of %s', async (_what, content) => {
  await deliver('abonos', content);
  expect(await reasonsOf()).toHaveLength(1);
});

it('says of every bad row where it is, and nothing that stands in it', async () => {
  const rows = Array.from({ length: 150 }, () => PASS.replace('ACTIVO', 'secreto'));
  await deliver('abonos', lines(...rows));
  const reasons = await reasonsOf();
  expect(reasons).toHaveLength(101);
  expect(reasons?.at(-1)).toEqual({ line: null, reason: 'and 50 more' });
  expect(JSON.stringify(reasons)).not.toMatch(/secreto|00000001|natación/);
});
