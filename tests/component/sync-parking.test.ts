import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parseCardId, type CardId } from '../../domain/card-id.ts';
import { UpstreamUnavailableError } from '../../domain/errors.ts';
import { parsePlate, type Plate } from '../../domain/plate.ts';
import { createPlateStore } from '../../subgraphs/parking/plate-store.mongo.ts';
import type { PlateStore } from '../../subgraphs/parking/plate-store.ts';
import { createParkingRevocations } from '../../sync/workers/parking-revocations.ts';
import { until } from '../support/until.ts';
import { startSync, type Sync } from './sync-harness.ts';

let sync: Sync;
let store: PlateStore;

beforeAll(async () => {
  sync = await startSync();
  store = createPlateStore({ connection: sync.connection, ...sync.secrets });
}, 30_000);
afterAll(async () => sync[Symbol.asyncDispose]());

const ANA = parsePlate('1234 BCD');
const LEO = parsePlate('90-AB-12', 'PT');

/** Cards that no other test uses, the first with these plates. */
let made = 0;
async function givenCards(...plates: readonly Plate[]): Promise<readonly [CardId, CardId]> {
  made += 1;
  const cardId = parseCardId(`parking-${made}-old`);
  const added = plates.map((plate, place) => ({ id: `p${place}`, plate, addedAt: new Date() }));
  await store.addAbsent([{ cardId, plates: added }]);
  return [cardId, parseCardId(`parking-${made}-new`)];
}

async function platesOf(cardId: CardId): Promise<readonly Plate[]> {
  const found = await store.findByCards([cardId]);
  return (found.get(cardId) ?? []).map(({ plate }) => plate);
}

/** A parking system that keeps what it was asked and answers as told, then that it took one right back. */
function startParking(...answers: readonly (number | Error)[]) {
  const asked: (readonly Plate[])[] = [];
  const left = [...answers];
  const revokeRights = async (plates: readonly Plate[]): Promise<number> => {
    asked.push(plates);
    const answer = left.shift() ?? 1;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const { move, removeAll } = store;
  const plates = { platesOf, move, removeAll };
  const { errands } = sync;
  const tell = createParkingRevocations({ parking: { revokeRights }, plates, errands });
  return { asked, tell, line: () => sync.line('parking', tell) };
}

const away = () => new UpstreamUnavailableError('parking', 'away');
const parking = (cardId: CardId, more: object = {}) => ({ consumer: 'parking', cardId, ...more });

it('takes back the rights of all plates of a blocked card, which keeps its plates', async () => {
  const [card] = await givenCards(ANA, LEO);
  const { asked, line } = startParking();
  const [id = ''] = await sync.write([parking(card)]);
  await using _line = line();
  await sync.untilDone([id]);
  expect([asked, await platesOf(card)]).toEqual([[[ANA, LEO]], [ANA, LEO]]);
  expect(await sync.get(id)).toMatchObject({ hadEffect: true, secret: null });
});

it('asks nothing for a card without plates, and says that there was nothing to do', async () => {
  const [card] = await givenCards();
  const { asked, line } = startParking();
  const [id = ''] = await sync.write([parking(card)]);
  await using _line = line();
  await sync.untilDone([id]);
  expect([asked, (await sync.get(id)).hadEffect]).toEqual([[], false]);
});

it('says that there was nothing to do when no right was in force', async () => {
  const [card] = await givenCards(ANA);
  const [id = ''] = await sync.write([parking(card)]);
  await using _line = startParking(0).line();
  await sync.untilDone([id]);
  expect((await sync.get(id)).hadEffect).toBe(false);
});

it('takes no empty answer to a later try for one: an earlier one may have done it', async () => {
  const [card] = await givenCards(ANA);
  const [id = ''] = await sync.write([parking(card)]);
  await using _line = startParking(away(), 0).line();
  await sync.untilDone([id]);
  expect(await sync.get(id)).toMatchObject({ tries: 1, hadEffect: true });
});

it('moves the plates of a replaced card on, though parking stays away', async () => {
  const [old, successor] = await givenCards(ANA);
  const aways = Array.from({ length: 50 }, away);
  const { asked, line } = startParking(...aways);
  const ids = await sync.write([
    parking(old, { version: 3, type: 'card.lost' }),
    parking(old, { version: 4, type: 'card.replaced', otherCardId: successor }),
  ]);
  await using _line = line();
  await sync.untilDone(ids.slice(1));
  expect([await platesOf(old), await platesOf(successor)]).toEqual([[], [ANA]]);
  await sync.untilDone(ids);
  expect(new Set(asked.flat())).toEqual(new Set([ANA]));
});

it('waits for the plates of the card before when the card in its place is blocked', async () => {
  const [old, successor] = await givenCards(ANA);
  const { asked, tell, line } = startParking();
  const [moved = '', blocked = ''] = await sync.write([
    parking(old, { version: 4, type: 'card.replaced', otherCardId: successor }),
    parking(successor, { version: 3 }),
  ]);
  const signal = new AbortController().signal;
  expect(await tell(await sync.get(blocked), signal)).toEqual({ kind: 'notYet' });
  await tell(await sync.get(moved), signal);
  await sync.errands.markDone(moved, { at: new Date(), hadEffect: true });
  await using _line = line();
  await sync.untilDone([blocked]);
  expect(asked).toEqual([[ANA]]);
});

it('lets the plates of a cancelled card go at once and still takes their rights back', async () => {
  const [card] = await givenCards(ANA, LEO);
  const { asked, line } = startParking(away(), away(), 2);
  const [id = ''] = await sync.write([parking(card, { type: 'card.cancelled' })]);
  await using _line = line();
  await until(() => asked.length > 0);
  expect(await platesOf(card)).toEqual([]);
  await sync.untilDone([id]);
  expect(asked).toEqual([
    [ANA, LEO],
    [ANA, LEO],
    [ANA, LEO],
  ]);
});

it('keeps no plate readable with the errand, and none at all when it is done', async () => {
  const [card] = await givenCards(ANA);
  const [id = ''] = await sync.write([parking(card)]);
  await using _line = startParking(away()).line();
  await until(async () => (await sync.get(id)).tries > 0 || (await sync.get(id)).doneAt !== null);
  const rows = sync.connection.collection('errands').find({ cardId: card });
  expect(JSON.stringify(await rows.toArray())).not.toContain('1234');
  await sync.untilDone([id]);
  const [done] = await sync.connection.collection('errands').find({ cardId: card }).toArray();
  expect(done?.['sealedSecret']).toBeNull();
});

it('lets no plate move on before an earlier loss of the card has noted them', async () => {
  const [old, successor] = await givenCards(ANA);
  const { asked, tell, line } = startParking();
  const [lost = '', replaced = ''] = await sync.write([
    parking(old, { version: 3, type: 'card.lost' }),
    parking(old, { version: 4, type: 'card.replaced', otherCardId: successor }),
  ]);
  // The first try failed before it came so far, as when the store was away for a moment.
  const [at, dueAt] = [new Date(), new Date()];
  await sync.errands.markFailed(await sync.get(lost), { code: 'INTERNAL', at, dueAt });
  const { signal } = new AbortController();
  expect(await tell(await sync.get(replaced), signal)).toEqual({ kind: 'notYet' });
  await using _line = line();
  await sync.untilDone([lost, replaced]);
  expect([asked, await platesOf(successor)]).toEqual([[[ANA]], [ANA]]);
});
