import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { UpstreamMalformedError } from '../../domain/errors.ts';
import { parsePlate } from '../../domain/plate.ts';
import type { CardRef } from '../../subgraphs/parking/card-ref.ts';
import { right } from './parking-fake-port.ts';
import {
  KIOSK,
  minutes,
  newCardId,
  NOON,
  startHub,
  startStores,
  type Hub,
  type Stores,
} from './parking-harness.ts';

const [FIRST, SECOND] = [parsePlate('1111BBB'), parsePlate('2222CCC')];
const SOURCE = 'source { system asOf freshness }';
const live = (asOf = NOON) => ({
  system: 'parking',
  asOf: asOf.toISOString(),
  freshness: 'LIVE',
});
const AT = '_entities.0.parking';
let stores: Stores;
let hub: Hub;

beforeAll(async () => {
  stores = await startStores();
});
beforeEach(async () => {
  stores.now = NOON;
  hub = startHub(stores);
});
afterAll(async () => stores[Symbol.asyncDispose]());

/** `parking` of Ana's card. */
async function parkingOf(fields: string, viewer?: Parameters<Hub['askCards']>[2]) {
  const { data, errors } = await hub.askCards(fields, [hub.ana], viewer);
  return { parking: data._entities[0].parking, errors };
}

/** Ana with two plates that have a right each, and a stay that she began with the second. */
async function givePlates(): Promise<void> {
  await hub.addPlate('1111BBB');
  await hub.noteStay(await hub.addPlate('2222CCC'), 's-1');
  hub.parking.rights.set(FIRST, [right(FIRST, 'Centro')]);
  hub.parking.rights.set(SECOND, [right(SECOND, 'Playa')]);
}

it('tells the rights and stays of all plates of a card', async () => {
  await givePlates();
  const session = { id: 's-1', version: 1, plate: SECOND, zone: 'Centro', startedAt: NOON };
  hub.parking.sessions.set('s-1', { ...session, paidUntil: minutes(30), endedAt: null });
  const fields = `rights { id kind zone validFrom validUntil plate { number } source { freshness } }
    sessions { id zone startedAt paidUntil endedAt plate { number country } } ${SOURCE}`;
  const shared = { kind: 'RESIDENT', validFrom: null, validUntil: '2027-12-31T22:59:59.000Z' };
  const row = (zone: string, number: string) => {
    return { ...shared, id: `r-${zone}`, zone, plate: { number }, source: { freshness: 'LIVE' } };
  };
  expect(await parkingOf(fields)).toEqual({
    parking: {
      rights: [row('Centro', '1111BBB'), row('Playa', '2222CCC')],
      sessions: [
        {
          id: 's-1',
          zone: 'Centro',
          startedAt: NOON.toISOString(),
          paidUntil: minutes(30).toISOString(),
          endedAt: null,
          plate: { number: '2222CCC', country: 'ES' },
        },
      ],
      source: live(),
    },
    errors: [],
  });
});

it('asks once for twenty cards, and for a plate on two of them once', async () => {
  const cards = Array.from({ length: 20 }, (_, at): CardRef => {
    return { ...hub.ana, id: newCardId(), version: at + 1 };
  });
  for (const [at, card] of cards.entries()) {
    await hub.addPlate(`${String(1000 + (at % 19))}BBB`, card.id);
  }
  const shared = parsePlate('1000BBB');
  hub.parking.rights.set(shared, [right(shared, 'Centro')]);
  const { data } = await hub.askCards('rights { zone }', cards);
  const { asked } = hub.parking;
  expect(asked.map(({ plates, lists }) => [plates.length, lists])).toEqual([[19, ['rights']]]);
  const zones = data._entities.map((each: { parking: { rights: unknown } }) => each.parking.rights);
  expect([zones[0], zones[19], zones[1]]).toEqual([[{ zone: 'Centro' }], [{ zone: 'Centro' }], []]);
});

it('asks in calls of 500 plates', async () => {
  const cards = Array.from({ length: 501 }, (): CardRef => ({ ...hub.ana, id: newCardId() }));
  const plates = (at: number) => [
    { id: `p-${at}`, plate: parsePlate(`${String(1000 + at)}BBB`), addedAt: NOON },
  ];
  await stores.plates.addAbsent(cards.map(({ id }, at) => ({ cardId: id, plates: plates(at) })));
  await hub.askCards('rights { id }', cards);
  const asked = hub.parking.asked.map((each) => each.plates.length);
  expect(asked.toSorted((one, other) => other - one)).toEqual([500, 1]);
});

it.each([
  ['plates { id }', []],
  ['rights { id }', [['rights']]],
  ['sessions { id } plates { id }', [['sessions']]],
  ['rights { id } sessions { id } source { freshness }', [['rights', 'sessions']]],
  ['source { freshness }', [['rights']]],
])('asks for what the query selects: %s', async (fields, lists) => {
  await hub.noteStay(await hub.addPlate('1111BBB'), 's-1');
  await parkingOf(fields);
  expect(hub.parking.asked.map((each) => each.lists)).toEqual(lists);
});

it('asks nothing for a card without plates', async () => {
  const fields = `plates { id } rights { id } sessions { id } ${SOURCE}`;
  expect(await parkingOf(fields)).toEqual({
    parking: { plates: [], rights: [], sessions: [], source: live() },
    errors: [],
  });
  expect(hub.parking.asked).toEqual([]);
});

it('shows a kiosk the end of a plate and hides the rest', async () => {
  await hub.addPlate('1234BCD');
  const { parking } = await parkingOf('plates { number country }', KIOSK);
  expect(parking.plates).toEqual([{ number: '••••BCD', country: 'ES' }]);
});

it('puts one null item with an error in the place of a system that is silent', async () => {
  await givePlates();
  hub.parking.silentAbout = 'all';
  expect(await parkingOf(`rights { zone } sessions { id } ${SOURCE}`)).toEqual({
    parking: {
      rights: [null],
      sessions: [null],
      source: { system: 'parking', asOf: null, freshness: null },
    },
    errors: [`${AT}.rights.0 UPSTREAM_UNAVAILABLE`, `${AT}.sessions.0 UPSTREAM_UNAVAILABLE`],
  });
});

it('keeps what one plate told beside one null item for the other', async () => {
  await givePlates();
  hub.parking.silentAbout = new Set([FIRST]);
  const fields = `rights { zone source { freshness } } ${SOURCE}`;
  expect(await parkingOf(fields)).toEqual({
    parking: {
      rights: [{ zone: 'Playa', source: { freshness: 'LIVE' } }, null],
      source: { system: 'parking', asOf: null, freshness: null },
    },
    errors: [`${AT}.rights.1 UPSTREAM_UNAVAILABLE`],
  });
});

it('gives one null item for a right that could not be read, and does not remember the list', async () => {
  await givePlates();
  const error = new UpstreamMalformedError('parking', 'no zone');
  hub.parking.rights.set(FIRST, [{ error }]);
  expect(await parkingOf('rights { zone }')).toEqual({
    parking: { rights: [null, { zone: 'Playa' }] },
    errors: [`${AT}.rights.0 UPSTREAM_MALFORMED`],
  });
  expect(hub.lastKnown.kept.size).toBe(0);
});

it('fills a silent system with what it said last, so marked', async () => {
  await givePlates();
  await parkingOf('rights { zone }');
  stores.now = minutes(90);
  hub.parking.silentAbout = 'all';
  const old = { system: 'parking', asOf: NOON.toISOString(), freshness: 'LAST_KNOWN' };
  expect(await parkingOf(`rights { zone plate { number } source { asOf } } ${SOURCE}`)).toEqual({
    parking: {
      rights: [
        { zone: 'Centro', plate: { number: '1111BBB' }, source: { asOf: NOON.toISOString() } },
        { zone: 'Playa', plate: { number: '2222CCC' }, source: { asOf: NOON.toISOString() } },
      ],
      source: old,
    },
    errors: [],
  });
});

it('does not pass off what was remembered before a plate was added as the whole', async () => {
  await hub.addPlate('1111BBB');
  await parkingOf('rights { zone }');
  await hub.addPlate('2222CCC');
  hub.parking.silentAbout = 'all';
  expect((await parkingOf('rights { zone }')).parking).toEqual({ rights: [null] });
});

it('drops what was remembered of a plate that was removed since', async () => {
  await givePlates();
  await parkingOf('rights { zone }');
  const [first] = (await stores.plates.findByCards([hub.ana.id])).get(hub.ana.id) ?? [];
  await stores.plates.remove(hub.ana.id, first?.id ?? '', NOON);
  hub.parking.silentAbout = 'all';
  expect((await parkingOf('rights { zone }')).parking).toEqual({ rights: [{ zone: 'Playa' }] });
});

it.each<[string, Partial<CardRef>]>([
  ['of another version of the card', { version: 4 }],
  ['for a card that is not active', { isUsable: false }],
])('recalls nothing %s', async (_what, change) => {
  await givePlates();
  await parkingOf('rights { zone }');
  hub.changeCard(change);
  hub.parking.silentAbout = 'all';
  expect((await parkingOf('rights { zone }')).parking).toEqual({ rights: [null] });
});

it('remembers no number of a plate', async () => {
  await givePlates();
  await parkingOf('rights { zone } sessions { id }');
  const kept = JSON.stringify([...hub.lastKnown.kept]);
  expect([hub.lastKnown.kept.size, /1111BBB|2222CCC/.test(kept + hub.logged())]).toEqual([
    2,
    false,
  ]);
});

it('answers by the deadline although the system never does', async () => {
  const slow = startHub(stores, { deadlineMs: 60 });
  const cards = [slow.ana];
  await slow.addPlate('1111BBB');
  slow.parking.fetchPlates = () => new Promise<never>(() => {});
  const begun = performance.now();
  const { errors } = await slow.askCards('rights { zone }', cards);
  expect(errors).toEqual([`${AT}.rights.0 UPSTREAM_UNAVAILABLE`]);
  expect(performance.now() - begun).toBeLessThan(600);
});

it('is an alarm, not an outage, when a connector breaks its contract', async () => {
  await hub.addPlate('1111BBB');
  hub.parking.fetchPlates = () => Promise.resolve([]);
  expect((await parkingOf('rights { zone }')).errors).toEqual([`${AT} INTERNAL`]);
});
