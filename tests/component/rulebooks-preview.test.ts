import { expect, it } from '@jest/globals';
import type { TariffHolder } from '../../domain/tariff/situation.ts';
import {
  previewRulebook,
  type PreviewTold,
} from '../../subgraphs/entitlements/rulebooks/preview-rulebook.ts';
import { publishRulebook } from '../../subgraphs/entitlements/rulebooks/publish-rulebook.ts';
import { belongs, born, person } from '../support/tariff-holders.ts';
import { until } from '../support/until.ts';
import {
  batchesOf,
  july,
  nextKey,
  rulebookText,
  useCities,
  type City,
} from './rulebooks-harness.ts';

const startCity = useCities();

const CARD_PRICE = july.services['urban-bus'];
/** The bus is dearer with a card, and free for those on a low income. */
const DEARER = rulebookText({
  services: {
    ...july.services,
    'urban-bus': { ...CARD_PRICE, withCard: { access: 'allow', cents: 90 } },
  },
  rules: july.rules.map((rule) => (rule.id === 'bus-low-income' ? { ...rule, cents: 0 } : rule)),
});

/** Forty who pay the usual price, twenty on a low income and three who are disabled. */
const PEOPLE: readonly TariffHolder[] = [
  ...Array.from({ length: 40 }, () => person(born('1980-01-01'))),
  ...Array.from({ length: 20 }, () => person(born('1980-01-01'), belongs('income', 'low'))),
  ...Array.from({ length: 3 }, () => person(born('1980-01-01'), belongs('disability', 'from-33'))),
];

async function preview({ context }: City, rulebook = DEARER, on?: string): Promise<PreviewTold> {
  const told = await previewRulebook({ rulebook, on }, context);
  if (told.__typename !== 'RulebookPreview') throw new Error(JSON.stringify(told));
  return told;
}

/** Holds a count up before one batch, and ends the waiting for it there. */
function holdAt(held: number) {
  const released = Promise.withResolvers<void>();
  const reached = new AbortController();
  const asked: number[] = [];
  return {
    asked,
    release: () => released.resolve(),
    before: async (at: number) => {
      asked.push(at);
      if (at !== held) return;
      reached.abort();
      await released.promise;
    },
    /** What is told when the count stands there. */
    ask: ({ context }: City) =>
      previewRulebook({ rulebook: DEARER }, { ...context, signal: reached.signal }),
  };
}

async function wholePreview(city: City): Promise<PreviewTold> {
  const told: { preview?: PreviewTold } = {};
  await until(async () => {
    told.preview = await preview(city);
    return told.preview.isDone;
  });
  if (told.preview === undefined) throw new Error('there is no preview');
  return told.preview;
}

it('counts who wins and who loses, and hides what would name a few people', async () => {
  await using city = await startCity(batchesOf(PEOPLE, { size: 7 }));
  expect(await wholePreview(city)).toMatchObject({
    ...{ version: 3, comparedWith: 2, on: '2027-01-01' },
    ...{ isDone: true, done: 63, total: 63 },
    // Three are left as they were; with the next smallest they are hidden.
    rows: [{ service: 'urban-bus', wins: null, loses: 40, same: null }],
  });
});

it('says nothing changes by a rulebook that says the same, over any number of holders', async () => {
  await using city = await startCity(batchesOf(PEOPLE));
  expect(await preview(city, rulebookText())).toMatchObject({ isDone: true, rows: [] });
});

it('previews one that is published already beside the others', async () => {
  await using city = await startCity(batchesOf(PEOPLE));
  await publishRulebook({ rulebook: DEARER, idempotencyKey: nextKey() }, city.context);
  expect(await preview(city)).toMatchObject({ comparedWith: 2, isDone: true });
});

it('shows no half counts, and no numbers before the end', async () => {
  const hold = holdAt(60);
  await using city = await startCity(batchesOf(PEOPLE, { size: 20, before: hold.before }));
  const told = await hold.ask(city);
  hold.release();
  expect(told).toMatchObject({ isDone: false, done: 60, total: 63, rows: null, countedAt: null });
  expect((await wholePreview(city)).done).toBe(63);
});

it('goes on where another process stood when it stopped', async () => {
  const hold = holdAt(40);
  await using city = await startCity(batchesOf(PEOPLE, { size: 20, before: hold.before }));
  await hold.ask(city);
  const stopped = city.context.previews[Symbol.asyncDispose]();
  hold.release();
  await stopped;
  const asked: number[] = [];
  const rest = batchesOf(PEOPLE, { size: 20, before: async (at) => void asked.push(at) });
  const other = city.another(rest);
  expect((await wholePreview(other)).rows).toMatchObject([{ loses: 40 }]);
  expect(asked).toEqual([60]);
});

it('is taken over when its process died, once its lease is over', async () => {
  const hold = holdAt(20);
  const city = await startCity(batchesOf(PEOPLE, { size: 20, before: hold.before }));
  await hold.ask(city);
  const other = city.another(batchesOf(PEOPLE));
  expect(await preview(other)).toMatchObject({ isDone: false, done: 20 });
  city.now = new Date(city.now.getTime() + 10_000);
  expect((await wholePreview(other)).rows).toMatchObject([{ loses: 40 }]);
  // The dead one comes back, and changes nothing.
  hold.release();
  await city.context.previews[Symbol.asyncDispose]();
  expect(await preview(other)).toMatchObject({ isDone: true, done: 63 });
  await city.connection.close();
});

it('stops when nobody has asked for half a minute, and keeps what it counted', async () => {
  const hold = holdAt(20);
  await using city = await startCity(batchesOf(PEOPLE, { size: 20, before: hold.before }));
  await hold.ask(city);
  city.now = new Date(city.now.getTime() + 30_001);
  hold.release();
  const runs = city.connection.collection('rulebookPreviews');
  await until(async () => (await runs.findOne({ state: 'waiting', done: 40 })) !== null);
  expect(hold.asked).toEqual([0, 20]);
  expect((await wholePreview(city)).rows).toMatchObject([{ loses: 40 }]);
});

it('counts anew after an hour', async () => {
  let counts = 0;
  const before = async (at: number) => void (counts += at === 0 ? 1 : 0);
  await using city = await startCity(batchesOf(PEOPLE, { before }));
  await wholePreview(city);
  await wholePreview(city);
  expect(counts).toBe(1);
  city.now = new Date(city.now.getTime() + 3_600_000);
  await wholePreview(city);
  expect(counts).toBe(2);
});

it('tells what went wrong once, and tries again for who asks next', async () => {
  let isBroken = true;
  const before = async () => {
    if (isBroken) throw new Error('no store');
  };
  await using city = await startCity(batchesOf(PEOPLE, { before }));
  expect(await preview(city)).toMatchObject({ isDone: false });
  isBroken = false;
  await expect(preview(city)).rejects.toThrow('no store');
  expect(await wholePreview(city)).toMatchObject({ isDone: true });
});

it('tells mistakes instead of counting, and refuses a day before the rulebook', async () => {
  await using city = await startCity(batchesOf(PEOPLE));
  const wrong = rulebookText({ startsOn: 'tomorrow' });
  expect(await previewRulebook({ rulebook: wrong }, city.context)).toMatchObject({
    reason: 'MISTAKES',
    mistakes: [{ path: 'startsOn' }],
  });
  await expect(preview(city, DEARER, '2026-12-31')).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
  });
});

it('is for staff alone', async () => {
  await using city = await startCity(batchesOf(PEOPLE));
  const context = { ...city.context, viewer: { kind: 'merchant', id: 'baker' } as const };
  await expect(previewRulebook({ rulebook: DEARER }, context)).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
});
