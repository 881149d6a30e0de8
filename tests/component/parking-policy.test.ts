import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { VIEWER_KINDS, type Viewer } from '../../domain/viewer.ts';
import { policy } from '../../subgraphs/parking/policy.ts';
import {
  ANA_NUMBER,
  ANA_VIEWER,
  minutes,
  mutation,
  newKey,
  NOON,
  STAFF,
  startHub,
  startStores,
  type Hub,
  type Stores,
} from './parking-harness.ts';

const ABSENT_NUMBER = '9724330240000000025';
const until = minutes(60).toISOString();
const stay = { plateId: 'none', zoneId: 'z-centre', until };
const INPUTS = {
  addPlate: { number: '1234BCD' },
  removePlate: { plateId: 'none' },
  startParking: stay,
  extendParking: { sessionId: 's-none', until },
  stopParking: { sessionId: 's-none' },
};
const QUOTE = `query ($card: CardNumber!) { told: parkingQuote(card: $card, plateId: "none", zoneId: "z-centre", until: "${until}") {
  ... on ParkingRefused { reason } } }`;

let stores: Stores;
let hub: Hub;

beforeAll(async () => {
  stores = await startStores();
});
beforeEach(() => {
  stores.now = NOON;
  hub = startHub(stores);
});
afterAll(async () => stores[Symbol.asyncDispose]());

function viewerOf(kind: Viewer['kind']): Viewer {
  if (kind === 'nobody') return { kind };
  return kind === 'citizen' ? ANA_VIEWER : { kind, id: `${kind}-1` };
}

/** What one operation about a card answers: the code of its error, or the reason of a refusal. */
async function answerOf(operation: string, viewer: Viewer, card: string) {
  const field = operation.split('.')[1] ?? '';
  const input = Object.entries(INPUTS).find(([name]) => name === field)?.[1];
  const wish = { ...input, card, idempotencyKey: newKey() };
  const { data, errors, messages } =
    input === undefined
      ? await hub.ask(QUOTE, { card }, viewer)
      : await hub.ask(mutation(field), { input: wish }, viewer);
  const told = data?.told ?? data?.[field];
  const code = errors[0]?.split(' ')[1];
  return { code: code ?? 'allowed', reason: told?.reason ?? told?.__typename, messages };
}

const rows = Object.entries(policy).filter(
  ([operation]) => !['Card.parking', 'Query.parkingZones'].includes(operation),
);
const CELLS = rows.flatMap(([operation, row]) =>
  VIEWER_KINDS.map((kind) => ({ operation, kind, permission: row[kind] })),
);

it.each(CELLS)('$operation by $kind: $permission', async ({ operation, kind, permission }) => {
  const refused = kind === 'nobody' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
  const { code } = await answerOf(operation, viewerOf(kind), ANA_NUMBER);
  expect(code).toBe(permission === 'no' ? refused : 'allowed');
});

it.each(rows.map(([operation]) => operation))(
  "%s refuses a citizen another's card in the words for an absent one",
  async (operation) => {
    const leo: Viewer = { kind: 'citizen', id: 'leo' };
    const other = await answerOf(operation, leo, ANA_NUMBER);
    expect(other.code).toBe('FORBIDDEN');
    expect(await answerOf(operation, leo, ABSENT_NUMBER)).toEqual(other);
  },
);

it.each(rows.map(([operation]) => operation))(
  '%s tells a clerk that a card is unknown, and a malformed number to anybody who may ask',
  async (operation) => {
    expect((await answerOf(operation, STAFF, ABSENT_NUMBER)).reason).toBe('CARD_UNKNOWN');
    expect((await answerOf(operation, STAFF, '9724')).code).toBe('BAD_USER_INPUT');
  },
);

it.each(VIEWER_KINDS.map((kind) => ({ kind, permission: policy['Card.parking'][kind] })))(
  'Card.parking by $kind: $permission',
  async ({ kind, permission }) => {
    const { errors } = await hub.askCards('plates { id }', [hub.ana], viewerOf(kind));
    const code = kind === 'nobody' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
    expect(errors).toEqual(permission === 'no' ? [`_entities.0.parking ${code}`] : []);
  },
);

it.each(VIEWER_KINDS)('Query.parkingZones by %s: yes', async (kind) => {
  const { data } = await hub.ask('{ parkingZones { id } }', {}, viewerOf(kind));
  expect(data.parkingZones).toHaveLength(2);
});
