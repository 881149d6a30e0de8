import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parseCardId, type CardId } from '../../domain/card-id.ts';
import { parseCityDay } from '../../domain/city-day.ts';
import { parseLinkedAccount } from '../../domain/linked-account.ts';
import { rulebooksOfGijon } from '../../domain/tariff/rulebooks-of-gijon.ts';
import { systemClock } from '../../platform/clock.ts';
import { runInTransaction } from '../../platform/stores/transaction.ts';
import { createCity } from '../../simulators/city/city.ts';
import { toTariffHolders } from '../../simulators/city/tariff-facts.ts';
import { TARIFF_CODES } from '../../simulators/transport/tariff-codes.ts';
import type { MediumToken } from '../../domain/card/medium-token.ts';
import { servicesOfGijon } from '../../domain/tariff/services-of-gijon.ts';
import type { CardRight } from '../../sync/readers/rights-port.ts';
import { anyBus } from '../../sync/rights/bus-fares.ts';
import { createRulebookFares } from '../../sync/rights/rulebook-fares.ts';
import { silent } from './library-harness.ts';
import { createFollowing } from '../../sync/rights/follow-right-changes.ts';
import { createWriteTariffErrands } from '../../sync/rights/tariff-errands.ts';
import { parseTransportCodes, transportCodesOfGijon } from '../../sync/rights/transport-codes.ts';
import { createTransportTariff } from '../../sync/workers/transport-tariff.ts';
import { noonOf, priceAt } from '../support/tariff-holders.ts';
import { startSync, type Sync } from './sync-harness.ts';

let sync: Sync;

beforeAll(async () => {
  sync = await startSync();
}, 30_000);
afterAll(async () => sync[Symbol.asyncDispose]());

const card = (): CardId => parseCardId(randomUUID());
const ACCOUNT = parseLinkedAccount('7000000000001');

it('has a code for every fare of the city under each rulebook, and the back office knows them all', () => {
  const madeOn = parseCityDay('2026-11-21');
  const { cardholders } = createCity({ people: 2_000, madeOn, seed: 'codes' });
  const uncoded = new Set<string>();
  for (const holder of toTariffHolders(cardholders, madeOn, 'Europe/Madrid')) {
    for (const { version, startsOn } of rulebooksOfGijon) {
      // Judged by what is known now, on a day of that rulebook.
      const facts = holder.facts.map((fact) => ({ ...fact, firstOn: startsOn }));
      const cents = priceAt(noonOf(startsOn), 'urban-bus', { ...holder, facts });
      const code = transportCodesOfGijon.codeOf({ rulebook: version, priceCents: cents ?? -1 });
      if (code === null) uncoded.add(`${cents} under ${version}`);
    }
  }
  expect([...uncoded]).toEqual([]);
  expect(transportCodesOfGijon.all).toEqual(TARIFF_CODES);
});

it('takes the code that a price had last for a rulebook without codes, and none for a new price', () => {
  const { codeOf } = transportCodesOfGijon;
  expect(codeOf({ rulebook: 9, priceCents: 75 })).toBe('T11');
  expect(codeOf({ rulebook: 9, priceCents: 76 })).toBeNull();
  expect(codeOf({ rulebook: 1, priceCents: 75 })).toBeNull();
});

it.each([
  [{ '0.5': 'T01' }, 'rulebooks.0.codes.0.5: '],
  [{ 75: 'juvenil' }, 'must be 1 to 16 capitals'],
])('refuses the codes %j', (codes, sentence) => {
  const data = { source: 'a test', rulebooks: [{ version: 1, codes }] };
  expect(() => parseTransportCodes(data)).toThrow(sentence);
});

/** Tells a back office that is a list. @param prices The fare at each look. */
async function tellWith(prices: readonly number[]) {
  const told: string[] = [];
  const left = [...prices];
  const tell = createTransportTariff({
    transport: { putTariffCode: async ({ code }) => void told.push(code) },
    accountOf: async () => ACCOUNT,
    fareOf: async () => ({
      rulebook: 2,
      priceCents: left.length > 1 ? (left.shift() ?? 0) : (left[0] ?? 0),
    }),
    codes: transportCodesOfGijon,
  });
  const errand = { id: 'e', cardId: card(), version: 1, tries: 0 } as never;
  return { result: await tell(errand, new AbortController().signal), told };
}

it('tells what has changed while it was told', async () => {
  const { told, result } = await tellWith([75, 32, 32]);
  expect([told, result]).toEqual([['T11', 'T07'], { kind: 'done', hadEffect: true }]);
});

it('leaves it to a later try when it goes on changing, and fails for a fare without code', async () => {
  expect((await tellWith([75, 32, 75, 32, 75])).result).toEqual({ kind: 'notYet' });
  await expect(tellWith([76])).rejects.toMatchObject({ code: 'UPSTREAM_REJECTED' });
});

/** A follower of its own over the real store, with all cards linked. */
function follower(name: string) {
  const { connection, errands } = sync;
  const write = createWriteTariffErrands({
    errands,
    accounts: async (cardIds) => new Map(cardIds.map((id) => [id, ACCOUNT])),
    transact: (work) => runInTransaction(connection, work),
  });
  return createFollowing({ connection, name, service: 'urban-bus', write, clock: systemClock });
}

async function change(cardId: CardId, version: number, at: Date, services = ['*']) {
  const rows = sync.connection.collection<{ _id: string }>('rightChanges');
  const row = { cardId, version, at, services, isUrgent: false, state: 'done' };
  await rows.insertOne({ _id: `${cardId}:${version}`, ...row });
}

const followed = async (cardId: CardId) =>
  (await sync.errands.findByCards([cardId])).map(({ version }) => version);

it('follows changes that concern the bus, once, and those that appear late', async () => {
  const follow = follower('late');
  await follow();
  const [one, late, other] = [card(), card(), card()];
  const now = Date.now();
  await change(one, 2, new Date(now + 1_000), ['urban-bus', 'public-toilets']);
  await change(other, 2, new Date(now + 1_000), ['public-toilets']);
  await follow();
  await change(late, 5, new Date(now - 20_000));
  await follow();
  await follow();
  expect([await followed(one), await followed(late), await followed(other)]).toEqual([
    [2],
    [5],
    [],
  ]);
});

it('goes on where it was left, and two at once write each errand once', async () => {
  const before = follower('left');
  await before();
  const cards = Array.from({ length: 450 }, card);
  for (const each of cards) await change(each, 3, new Date());
  await Promise.all([follower('left')(), follower('left')()]);
  const written = await sync.errands.findByCards(cards);
  expect(written).toHaveLength(cards.length);
});

/** Ten cards of which every second one pays less under the second rulebook than its code would say. */
function startOfRulebook(toldOn: string) {
  const right = (place: number): CardRight => ({
    ...{ cardId: card(), version: 1, token: 'synthetic' as MediumToken, mediumUntil: null },
    standing: place === 8 ? 'denied' : 'usable',
    outcome: (rulebook) => ({
      priceCents: rulebook === 1 ? 38 : place % 2 === 0 ? 0 : 75,
      until: null,
    }),
  });
  const cards = Array.from({ length: 10 }, (_, place) => right(place));
  const days = [parseCityDay(toldOn)];
  const written: CardId[] = [];
  const work = createRulebookFares({
    rights: {
      all: async function* all() {
        yield cards;
      },
    },
    published: async () => rulebooksOfGijon,
    passDays: {
      lastOn: async () => days.at(-1) ?? parseCityDay(toldOn),
      save: async (_name, day) => void days.push(day),
    },
    write: async (reasons) => void written.push(...reasons.map(({ cardId }) => cardId)),
    ...{ codes: transportCodesOfGijon, bus: anyBus(servicesOfGijon), zone: 'Europe/Madrid' },
    ...{ clock: systemClock, log: silent },
  });
  const run = () => work({ signal: new AbortController().signal, progress: () => {} });
  return { run, written, days, cards };
}

it('tells of the cards whose code is another one under a rulebook that has started, once', async () => {
  const { run, written, days, cards } = startOfRulebook('2025-01-01');
  await run();
  await run();
  expect(written).toEqual([0, 2, 4, 6].map((place) => cards[place]?.cardId));
  expect(days).toEqual(['2025-01-01', '2025-07-01']);
});

it('tells nobody where no rulebook has started since', async () => {
  const { run, written } = startOfRulebook('2025-07-01');
  await run();
  expect(written).toEqual([]);
});
