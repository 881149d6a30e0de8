import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { parseCardholderId } from '../../domain/card/cardholder.ts';
import { addDays, cityDayAt } from '../../domain/city-day.ts';
import type { Fact } from '../../domain/tariff/fact.ts';
import type { Cardholder } from '../../simulators/city/model.ts';
import { hasSocialBonus } from '../../simulators/city/tax-record.ts';
import { NO_FAULT } from '../../simulators/simulator.ts';
import { createFactAsks, type FactAsks } from '../../sync/facts/fact-asks.ts';
import { createFactsDue } from '../../sync/facts/facts-due.ts';
import { fault } from '../support/regional-library.ts';
import { belongs } from '../support/tariff-holders.ts';
import { until } from '../support/until.ts';
import { silent } from './library-harness.ts';
import { cardOf, startRightsHub, ZONE, type RightsHub } from './sync-rights-harness.ts';

// The role as the hub starts it, over the census's and the tax office's own protocols.

const lines: string[] = [];
const log = pino({ level: 'trace' }, { write: (line) => lines.push(line) });
const TODAY = cityDayAt(new Date(), ZONE);
let hub: RightsHub;
let asks: FactAsks;
/** People of whom the tariff knows nothing. */
let unknown: Cardholder[];

beforeAll(async () => {
  hub = await startRightsHub(log, { people: 200, unknown: 60 });
  asks = createFactAsks(hub.sync.connection);
  unknown = hub.city.cardholders.slice(-60).filter(({ census }) => census !== null);
}, 60_000);
afterAll(async () => hub[Symbol.asyncDispose]());

const claimsOf = (facts: readonly Fact[]) =>
  facts.map(({ claim, source, lastOn }) => ({ ...claim, source, isForGood: lastOn === null }));

async function untilKnown(holder: Cardholder): Promise<readonly Fact[]> {
  await until(async () => (await hub.factsOf(holder)).length > 0, { what: 'facts' });
  await until(async () => (await askOf(holder))?.state === 'done', { what: 'an answer' });
  return hub.factsOf(holder);
}

type AskRow = { readonly _id: string; readonly state: string; readonly tries: number };

const askOf = (holder: Cardholder, source = 'census') =>
  hub.sync.connection.collection<AskRow>('factAsks').findOne({ _id: `${holder.id}:${source}` });

const activate = (holder: Cardholder) => hub.move(cardOf(holder), 'active', 'card.activated');

function nextUnknown(fits: (holder: Cardholder) => boolean): Cardholder {
  const place = unknown.findIndex(fits);
  const [found] = place < 0 ? [] : unknown.splice(place, 1);
  if (found === undefined) throw new Error('there is nobody like that');
  return found;
}

const livesHere = ({ census }: Cardholder) =>
  census !== null && census.leftTo === null && !census.isDeceased && census.hasDocument;

it('asks the census about somebody new, by law and for tariffs', async () => {
  const holder = nextUnknown(livesHere);
  await activate(holder);
  expect(claimsOf(await untilKnown(holder))).toEqual([
    { kind: 'birth-date', bornOn: holder.birthDate, source: 'census', isForGood: true },
    { kind: 'residency', class: 'resident', source: 'census', isForGood: false },
  ]);
  expect(hub.census.accesses().at(-1)).toMatchObject({ purpose: 'TARIFAS', consent: 'Ley' });
});

it('takes the birth date that the desk has seen of a child without a document', async () => {
  const holder = nextUnknown(({ census }) => census?.hasDocument === false);
  await activate(holder);
  expect(claimsOf(await untilKnown(holder))).toContainEqual({
    ...{ kind: 'birth-date', bornOn: holder.birthDate, source: 'staff', isForGood: true },
  });
});

it('asks again when the census is back', async () => {
  const holder = nextUnknown(livesHere);
  await hub.census.putFault(fault('error'));
  await activate(holder);
  await until(async () => ((await askOf(holder))?.tries ?? 0) > 0, { what: 'a failure' });
  expect(await hub.factsOf(holder)).toEqual([]);
  await hub.census.putFault(NO_FAULT);
  expect(await untilKnown(holder)).toHaveLength(2);
}, 20_000);

it('does not ask about somebody whose birth date is known', async () => {
  const holder = hub.city.cardholders.find(livesHere);
  if (holder === undefined) throw new Error('nobody lives here');
  const version = await activate(holder);
  const outbox = hub.sync.connection.collection('outbox');
  const isDone = async () =>
    (await outbox.findOne({ cardId: holder.card.id, version }))?.['state'] === 'done';
  await until(isDone, { what: 'the event' });
  expect(await askOf(holder)).toBeNull();
});

/** Writes a fact as staff does. */
async function record(holder: Cardholder, fact: Fact): Promise<void> {
  const { parts } = hub;
  await parts.store.transact((session) =>
    parts.changeHolder(session, parseCardholderId(holder.id), ({ facts, passes }) => ({
      result: null,
      after: { facts: [...facts, fact], passes },
    })),
  );
}

const endsSoon = () =>
  belongs('income', 'low', {
    ...{ id: 'paper', lastOn: addDays(TODAY, 20), evidencedOn: addDays(TODAY, -300) },
  });

it('asks the tax office with the consent that stands, and writes what it says', async () => {
  const holder = nextUnknown((each) => livesHere(each) && each.tax?.incomeClass === 'other');
  await activate(holder);
  await untilKnown(holder);
  await record(holder, endsSoon());
  const holderId = parseCardholderId(holder.id);
  await asks.want([{ holderId, source: 'tax' }], { now: new Date(), answeredBefore: null });
  await until(async () => (await askOf(holder, 'tax'))?.state === 'done');
  const told = (await hub.factsOf(holder)).filter(({ source }) => source === 'tax');
  const right = [
    ...(holder.tax !== null && hasSocialBonus(holder.tax)
      ? [{ claim: { kind: 'social-bonus', class: 'granted' } }]
      : []),
    { claim: { kind: 'income', class: 'other' } },
  ];
  expect(told).toMatchObject(right.map((fact) => ({ ...fact, consentedOn: '2020-01-01' })));
  expect(hub.tax.accesses().at(-1)).toMatchObject({ purpose: 'TARIFAS', consent: 'Si' });
});

it('asks the tax office nothing without a consent', async () => {
  const holder = nextUnknown((each) => livesHere(each) && each.tax !== null);
  await activate(holder);
  await untilKnown(holder);
  const before = hub.tax.accesses().length;
  const holderId = parseCardholderId(holder.id);
  await asks.want([{ holderId, source: 'tax' }], { now: new Date(), answeredBefore: null });
  await until(async () => (await askOf(holder, 'tax'))?.state === 'done');
  expect(hub.tax.accesses()).toHaveLength(before);
});

it('goes through everybody once a day, and opens each ask once', async () => {
  const holders = Array.from({ length: 450 }, (_, place) => ({
    ...{ holderId: parseCardholderId(`many-${String(place).padStart(3, '0')}`) },
    ...({ kind: 'person', facts: place % 3 === 0 ? [endsSoon()] : [] } as const),
  }));
  const book = {
    page: async (after: string | null, limit: number) =>
      holders.filter(({ holderId }) => after === null || holderId > after).slice(0, limit),
  };
  const days = [addDays(TODAY, -7)];
  const passDays = {
    lastOn: async () => days.at(-1) ?? TODAY,
    save: async (_name: string, day: typeof TODAY) => void days.push(day),
  };
  const wanted: string[] = [];
  const want = async (some: readonly { readonly holderId: string }[]) =>
    void wanted.push(...some.map(({ holderId }) => holderId));
  const clock = { now: () => new Date() };
  const work = createFactsDue({ book, asks: { want }, passDays, clock, zone: ZONE, log: silent });
  const run = { signal: new AbortController().signal, progress: () => {} };
  await work(run);
  await work(run);
  expect([wanted.length, new Set(wanted).size, days.at(-1)]).toEqual([150, 150, TODAY]);
});

it('holds nothing personal in its log, its asks and Redis', async () => {
  await hub.sync.redis.config('SET', 'rdbcompression', 'no');
  const keys = await hub.sync.redis.keys('*');
  const dumps = await Promise.all(keys.map((key) => hub.sync.redis.dumpBuffer(key)));
  const rows = await hub.sync.connection.collection('factAsks').find().toArray();
  const said = [...lines, JSON.stringify(rows), ...dumps.map(String)].join('\n');
  const secret = hub.city.cardholders.flatMap(({ civilId, familyName, birthDate, tax }) => [
    ...[civilId, familyName, birthDate ?? civilId, tax?.contributor ?? civilId],
  ]);
  expect(secret.filter((text) => said.includes(text))).toEqual([]);
});
