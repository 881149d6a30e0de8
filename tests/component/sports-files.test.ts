import { expect, it } from '@jest/globals';
import { takeFiles } from '../../subgraphs/sports/take-files.ts';
import { counterBooking, bookingsFile, outage, pass, passesFile } from './sports-fake-port.ts';
import {
  ana,
  ANA_MEMBER,
  HOUR_MS,
  hours,
  member,
  NOON,
  useSports,
  type Sports,
} from './sports-harness.ts';

const start = useSports();

type Options = { readonly maxShrinkPercent?: number; readonly acceptedSha256?: string };

async function take(
  sports: Sports,
  files: Sports['port']['files']['files'],
  options: Options = {},
) {
  sports.port.files = { ...sports.port.files, files };
  const nightly = sports.store.nightly;
  const deps = { maxShrinkPercent: 20, acceptedSha256: null, nightly, ...options };
  await takeFiles({ port: sports.port, clock: sports.clock, log: sports.log, ...deps });
}

const passesOf = (count: number) => Array.from({ length: count }, (_, at) => pass(member(at + 1)));

async function names({ askCards }: Sports): Promise<unknown> {
  const { sports } = await askCards([ana], 'passes { name }');
  return sports[0]?.passes.map((row) => row?.['name'] ?? null);
}

it('takes a file, tells it, and puts it away', async () => {
  await using sports = await start();
  await take(sports, [passesFile([pass(ANA_MEMBER, 'Abono joven')], { madeAt: hours(-8) })]);
  expect(await names(sports)).toEqual(['Abono joven']);
  expect(sports.port.calls).toEqual(['processed abonos.csv']);
});

it('puts one snapshot in the place of another: who is not in it has no pass any more', async () => {
  await using sports = await start();
  await take(sports, [passesFile(passesOf(10), { madeAt: hours(-8) })]);
  await take(sports, [passesFile(passesOf(10).slice(1), { madeAt: hours(-7) })]);
  expect(await names(sports)).toEqual([]);
});

it('shows the old file, whole, until the new one is whole', async () => {
  await using sports = await start();
  await take(sports, [passesFile([pass(ANA_MEMBER, 'old')], { madeAt: hours(-8) })]);
  const seen: unknown[] = [];
  sports.connection.getClient().on('commandSucceeded', ({ commandName }) => {
    if (commandName === 'insert') seen.push(names(sports));
  });
  const many = [pass(ANA_MEMBER, 'new'), ...passesOf(1_600).slice(1)];
  await take(sports, [passesFile(many, { madeAt: hours(-7) })]);
  expect(seen.length).toBeGreaterThan(3);
  for (const shown of await Promise.all(seen)) expect([['old'], ['new']]).toContainEqual(shown);
  expect(await names(sports)).toEqual(['new']);
});

it('keeps the old file when the new one is cut off on its way into the store', async () => {
  await using sports = await start();
  await take(sports, [passesFile([pass(ANA_MEMBER, 'old')], { madeAt: hours(-8) })]);
  // A row that the store cannot take, in the last batch.
  const broken = { ...pass(member(3)), usesLeft: Number.NaN };
  const file = passesFile([pass(ANA_MEMBER, 'new'), ...passesOf(700), broken], {
    madeAt: hours(-7),
  });
  await expect(take(sports, [file])).rejects.toThrow('nightly files were not taken');
  expect(await names(sports)).toEqual(['old']);
  expect(sports.port.files.files).toEqual([file]);
});

it('changes nothing when the same content comes again, but for the time as of which it is true', async () => {
  await using sports = await start();
  const rows = [pass(ANA_MEMBER)];
  await take(sports, [passesFile(rows, { madeAt: hours(-33), sha256: 'same' })]);
  const before = (await sports.store.nightly.findSnapshots()).get('passes');
  await take(sports, [passesFile(rows, { madeAt: hours(-9), sha256: 'same' })]);
  const after = (await sports.store.nightly.findSnapshots()).get('passes');
  expect(after).toEqual({ ...before, madeAt: hours(-9) });
  expect(await sports.connection.model('SportsPass').countDocuments({})).toBe(1);
});

it('puts a file away the next time when that failed, and applies it once', async () => {
  await using sports = await start();
  const file = passesFile([pass(ANA_MEMBER)], { madeAt: hours(-8) });
  sports.port.putAwayNow = () => Promise.reject(outage());
  await expect(take(sports, [file])).rejects.toThrow('nightly files were not taken');
  const before = await sports.store.nightly.findSnapshots();
  sports.port.putAwayNow = async () => {};
  await take(sports, [file]);
  expect(await sports.store.nightly.findSnapshots()).toEqual(before);
  expect(sports.port.files.files).toEqual([]);
});

it('leaves an older file out that comes after a newer one', async () => {
  await using sports = await start();
  await take(sports, [passesFile([pass(ANA_MEMBER, 'newer')], { madeAt: hours(-8) })]);
  await take(sports, [passesFile([pass(ANA_MEMBER, 'older')], { madeAt: hours(-32) })]);
  expect(await names(sports)).toEqual(['newer']);
  expect(sports.port.calls.at(-1)).toBe('processed abonos.csv');
});

it.each([
  { rows: 80, percent: 20, where: 'processed' },
  { rows: 79, percent: 20, where: 'rejected' },
  { rows: 0, percent: 20, where: 'rejected' },
  { rows: 79, percent: 21, where: 'processed' },
  { rows: 0, percent: 100, where: 'processed' },
])('$rows rows after 100 at $percent % are $where', async ({ rows, percent, where }) => {
  await using sports = await start();
  await take(sports, [passesFile(passesOf(100), { madeAt: hours(-32) })]);
  const maxShrinkPercent = percent;
  await take(sports, [passesFile(passesOf(rows), { madeAt: hours(-8) })], { maxShrinkPercent });
  expect(sports.port.calls.at(-1)).toBe(`${where} abonos.csv`);
  const kept = (await sports.store.nightly.findSnapshots()).get('passes')?.rows;
  expect(kept).toBe(where === 'processed' ? rows : 100);
});

it('logs a file that is cut short with counts and with what to do, and nothing personal', async () => {
  await using sports = await start();
  await take(sports, [passesFile(passesOf(100), { madeAt: hours(-32) })]);
  await take(sports, [passesFile(passesOf(12), { madeAt: hours(-8), sha256: 'abc' })]);
  const line = sports.lines.find((each) => each.includes('nightly file rejected')) ?? '';
  expect(line).toContain('12 rows after 100');
  expect(line).toContain('HUB_SPORTS_ACCEPT_FILE=abc');
  expect(sports.lines.join('')).not.toContain('00000012');
});

it('takes a short file that an operator has accepted by its content', async () => {
  await using sports = await start();
  await take(sports, [passesFile(passesOf(100), { madeAt: hours(-32) })]);
  const short = passesFile(passesOf(12), { madeAt: hours(-8), sha256: 'abc' });
  await take(sports, [short], { acceptedSha256: 'other' });
  await take(sports, [short], { acceptedSha256: 'abc' });
  expect(sports.port.calls.slice(1)).toEqual(['rejected abonos.csv', 'processed abonos.csv']);
});

it('rejects a file from the day after tomorrow, which would shut all others out', async () => {
  await using sports = await start();
  await take(sports, [passesFile(passesOf(3), { madeAt: hours(25) })]);
  expect(sports.port.calls).toEqual(['rejected abonos.csv']);
});

it('takes the other files when one of them is unreadable or cannot be put away', async () => {
  await using sports = await start();
  const reasons = [{ line: 7, reason: 'no such day' }];
  sports.port.files = { files: [], rejected: [{ name: 'bad.csv', reasons }] };
  sports.port.putAwayNow = async (name) => {
    if (name === 'bad.csv') throw outage();
  };
  const file = passesFile([pass(ANA_MEMBER, 'good')], { madeAt: hours(-8) });
  await expect(take(sports, [file])).rejects.toThrow('nightly files were not taken');
  expect(await names(sports)).toEqual(['good']);
});

it('deletes the rows of replaced files after an hour, and those of the last good one never', async () => {
  await using sports = await start();
  for (const ago of [-10, -9, -8]) {
    await take(sports, [passesFile(passesOf(5), { madeAt: hours(ago) })]);
  }
  const rows = sports.connection.model('SportsPass');
  await sports.store.nightly.prune(new Date(sports.now.getTime() + HOUR_MS));
  expect(await rows.countDocuments({})).toBe(15);
  await sports.store.nightly.prune(new Date(sports.now.getTime() + HOUR_MS + 1));
  expect(await rows.countDocuments({})).toBe(5);
  expect(await names(sports)).toEqual(['Abono anual']);
});

it('keeps no member number in the store', async () => {
  await using sports = await start();
  await take(sports, [
    passesFile([pass(member(87_654_321))], { madeAt: hours(-8) }),
    bookingsFile([counterBooking(member(87_654_321), 'Pádel', hours(3))], { madeAt: hours(-8) }),
  ]);
  const rows = await Promise.all(
    sports.connection.modelNames().map((name) => sports.connection.model(name).find({}).lean()),
  );
  expect(rows.flat().length).toBeGreaterThan(3);
  expect(JSON.stringify(rows)).not.toContain('87654321');
});

it('keeps the last good file when the next one is pruned while it is loaded', async () => {
  await using sports = await start();
  const { nightly } = sports.store;
  await nightly.replace(passesFile(passesOf(3), { madeAt: hours(-8) }), null, NOON);
  const last = (await nightly.findSnapshots()).get('passes') ?? null;
  const model = sports.connection.model('SportsPass');
  const insertMany = model.insertMany.bind(model);
  const thenPrune = async (rows: object[]) => {
    await insertMany(rows);
    await nightly.prune(hours(2));
  };
  Object.assign(model, { insertMany: thenPrune });
  const next = passesFile(passesOf(4), { madeAt: hours(-1) });
  await expect(nightly.replace(next, last, NOON)).rejects.toThrow('pruned while it was loaded');
  expect((await nightly.findSnapshots()).get('passes')).toEqual(last);
});
