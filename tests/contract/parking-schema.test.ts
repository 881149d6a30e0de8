import { expect, it } from '@jest/globals';
import { parsePlate } from '../../domain/plate.ts';
import { startRecorder } from './support/parking-recorder.ts';
import {
  bundle,
  CONTRADICTIONS,
  createOracle,
  nodeAt,
  type Exchange,
} from './support/parking-schema.ts';
import {
  ANA,
  BOTH,
  CITY,
  createClientOf,
  hoursLater,
  platesOf,
  startParking,
  stayOf,
  TOKEN,
} from './support/parking-system.ts';

const oracle = createOracle();

const CREDENTIAL = {
  type: 'licensePlate',
  identifier: { className: 'ESNumberPlate', id: '1234BCD' },
  issuer: [{ language: 'es', string: 'ES' }],
};
const VERSIONED = { id: 'x', version: 1 };
const AREA = {
  ...VERSIONED,
  name: [{ language: 'es', string: 'Zona A' }],
  layer: 1,
  type: 'identifiedArea',
  hierarchyElementRecord: { creationTime: '2026-11-21T11:00:00Z' },
};
const SESSION = {
  ...VERSIONED,
  actualStart: '2026-11-21T11:00:00Z',
  initiator: VERSIONED,
  identifiedCredentials: [CREDENTIAL],
  segments: [
    {
      ...VERSIONED,
      actualStart: '2026-11-21T11:00:00Z',
      validationType: ['licensePlate'],
      assignedRight: VERSIONED,
    },
  ],
};
const BEST_TRIES = [CREDENTIAL.identifier, CREDENTIAL, AREA, SESSION];

it.each(CONTRADICTIONS.map((one, place) => [one.name, one, BEST_TRIES[place]] as const))(
  'cannot fit %s as it is written, and can once it is mended',
  (name, { pointer }, best) => {
    expect(createOracle({ leaving: name }).mistakesAt(pointer, best)).not.toEqual([]);
    expect(oracle.mistakesAt(pointer, best)).toEqual([]);
  },
);

it('finds the contradictions in the schema itself, and nothing nullable', () => {
  const [reference, holder, place, change] = CONTRADICTIONS.map(({ pointer }) => nodeAt(pointer));
  expect(reference).toMatchObject({ required: ['className', 'id'], maxProperties: 1 });
  const [vehicle, customer, other] = (holder?.['oneOf'] ?? []) as { allOf: unknown }[];
  expect([customer?.allOf, other?.allOf]).toEqual([vehicle?.allOf, vehicle?.allOf]);
  expect(place?.['oneOf']).toHaveLength(7);
  expect(change).toMatchObject({
    oneOf: [expect.anything(), expect.not.objectContaining({ required: expect.anything() })],
  });
  expect(JSON.stringify(bundle)).not.toContain('"nullable"');
});

it('still refuses what is wrong', () => {
  const pointer = CONTRADICTIONS[3].pointer;
  const { segments: _, ...without } = SESSION;
  const exchange: Exchange = {
    method: 'POST',
    path: '/sessions',
    query: new URLSearchParams({ nonsense: '1' }),
    sent: without,
    status: 200,
    answered: { status: 'maybe' },
  };
  expect(oracle.mistakesIn(exchange)).toEqual([
    'POST /sessions: query nonsense is no parameter',
    "POST /sessions: request  must have required property 'segments'",
    'POST /sessions: answer /status must be equal to one of the allowed values',
  ]);
  expect(oracle.mistakesAt(pointer, 'text')).not.toEqual([]);
});

/** Everything the port can ask, once. */
async function askEverything(client: ReturnType<typeof createClientOf>): Promise<void> {
  const stay = stayOf(ANA);
  await client.fetchZones();
  await client.fetchQuote(stay);
  await client.fetchQuote(stay);
  const started = await client.postSession(stay);
  await client.postSession(stay);
  await client.fetchPlates([...platesOf(CITY), parsePlate('AB12CD', 'PT')], BOTH);
  const extended =
    started.kind === 'done' ? await client.extendSession(started.session, hoursLater(2)) : started;
  if (extended.kind === 'done') await client.stopSession(extended.session, hoursLater(1.5));
  await client.fetchSession(stay.id);
  await client.fetchSession('nobody');
  await client.revokeRights([ANA]);
}

it('holds for all that the connector sends and all that the simulator answers', async () => {
  await using parking = await startParking();
  await using recorder = await startRecorder(parking.address);
  await using client = createClientOf(recorder, { guard: { timeoutMs: 5_000 } });
  await askEverything(client);
  expect(recorder.exchanges.flatMap((exchange) => oracle.mistakesIn(exchange))).toEqual([]);
  expect(new Set(Object.keys(parking.calls()))).toEqual(
    new Set([
      'GET /v1/rights/specs',
      'GET /v1/places',
      'POST /v1/quotes',
      'POST /v1/sessions',
      'GET /v1/sessions/{id}',
      'PUT /v1/sessions/{id}',
      'GET /v1/rights/assigned',
      'GET /v1/sessions',
      'PUT /v1/rights/assigned/{id}',
    ]),
  );
});

it('never says to which group of people somebody belongs, in either direction', async () => {
  await using parking = await startParking();
  await using recorder = await startRecorder(parking.address);
  await using client = createClientOf(recorder, { guard: { timeoutMs: 5_000 } });
  await askEverything(client);
  const sent = recorder.exchanges.map((exchange) => JSON.stringify(exchange.sent ?? null));
  expect(sent.join()).not.toMatch(/eligib|qualif|disabled|seniors|residents"/i);
  // The simulator says it unasked, so that there is something to drop.
  const answered = JSON.stringify(recorder.exchanges.map((exchange) => exchange.answered));
  expect(answered).toMatch(/userQualifications.*disabled/);
  const answers = await client.fetchPlates(platesOf(CITY), BOTH);
  expect(JSON.stringify(answers)).not.toMatch(/qualif|disabled|seniors|residents/i);
});

it('leaves the parameters of further pages open, and they are all that it lacks', async () => {
  await using parking = await startParking({ pageSize: 40 });
  await using recorder = await startRecorder(parking.address);
  await using client = createClientOf(recorder, { guard: { timeoutMs: 5_000 } });
  await client.fetchPlates(platesOf(CITY), BOTH);
  const mistakes = new Set(recorder.exchanges.flatMap((exchange) => oracle.mistakesIn(exchange)));
  expect(mistakes).toEqual(
    new Set([
      'GET /rights/assigned: query offset is no parameter',
      'GET /rights/assigned: query reference_instant is no parameter',
    ]),
  );
});

it('holds for what other clients of the simulator may do too', async () => {
  await using parking = await startParking();
  await using recorder = await startRecorder(parking.address);
  const call = (method: string, path: string, body?: object) =>
    fetch(`${recorder.address}${path}`, {
      method,
      headers: { 'X-MCC-Access-Token': TOKEN },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const right = {
    id: crypto.randomUUID(),
    version: 1,
    rightHolder: { credentials: [CREDENTIAL] },
    rightSpecification: { id: 'resident-ora-a', version: 1 },
  };
  await call('POST', '/rights/assigned', right);
  await call('PUT', `/rights/assigned/${right.id}`, { ...right, version: 3 });
  await call('GET', `/rights/assigned/${right.id}`);
  await call('DELETE', `/rights/assigned/${right.id}`);
  await call('GET', '/places?expand=all');
  await call('GET', '/rights/specs?expand=all&modified_since=0');
  await call('GET', '/rights/assigned/nobody');
  await call('POST', '/sessions', SESSION);
  expect(recorder.exchanges.flatMap((exchange) => oracle.mistakesIn(exchange))).toEqual([]);
  expect(recorder.exchanges.map(({ status }) => status)).toEqual([
    201, 409, 200, 400, 200, 200, 404, 200,
  ]);
});
