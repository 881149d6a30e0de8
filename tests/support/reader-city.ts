import { join } from 'node:path';
import { findFreePort } from '../../embedded/free-port.ts';
import { createLog } from '../../platform/process/log.ts';
import { openDevelopmentKey } from '../../platform/tokens/development-key.ts';
import { createTokenVerifier } from '../../platform/tokens/token.ts';
import { startMqttBroker } from '../../simulators/mqtt-broker/start-broker.ts';
import type { Simulator } from '../../simulators/simulator.ts';
import { createCardChanges, PASS_SERVICE, type CardChanges } from './card-changes.ts';
import { createReaderFleet, type ReaderFleet } from './reader-fleet.ts';
import { startReaderHub, type CardInHand, type ReaderHub } from './reader-hub.ts';

export type Way = 'push' | 'poll' | 'mqtt';

export type CityReader = { readonly id: string; readonly group: string; readonly way: Way };

/** Each kind of price and access, and one group with readers of every way. */
const GROUPS = [
  { id: 'gate', service: PASS_SERVICE, places: ['Gate'] },
  { id: 'pools', service: 'swimming-pools', places: ['Pool'] },
  { id: 'toilets', service: 'public-toilets', places: ['Square'] },
  { id: 'bikes', service: 'bike-rental', places: ['Station'] },
];

export const READERS: readonly CityReader[] = [
  { id: 'gate-push', group: 'gate', way: 'push' },
  { id: 'gate-poll', group: 'gate', way: 'poll' },
  { id: 'gate-mqtt', group: 'gate', way: 'mqtt' },
  { id: 'pools-push', group: 'pools', way: 'push' },
  { id: 'pools-mqtt', group: 'pools', way: 'mqtt' },
  { id: 'toilets-push', group: 'toilets', way: 'push' },
  { id: 'bikes-poll', group: 'bikes', way: 'poll' },
];

/** Listens at the broker beside the readers; the hub does not know it. */
export const EAR = { id: 'ear', group: 'gate' };

export const HUB_AT_BROKER = { user: 'hub', password: 'of-the-hub' };

/** People in it; more than a hundred, so that lists say prices. */
const PEOPLE = 150;
/** Cards that change; the others stay as they are, so that lists stay above a hundred. */
const CHANGING = 40;

/** A small city with its hub, a broker and a fleet of readers, each in processes of their own but the broker. */
export type ReaderCity = AsyncDisposable & {
  readonly hub: ReaderHub;
  readonly broker: Simulator;
  readonly fleet: ReaderFleet;
  readonly changes: CardChanges;
  /** By a reader's group. */
  readonly serviceOf: (group: string) => string;
};

export type ReaderCityOptions = {
  readonly environment?: Readonly<Record<string, string>>;
  /** Where the hub calls a reader, when it is not at the fleet itself. */
  readonly pushUrl?: (readerId: string, fleetUrl: string) => string;
};

export async function startReaderCity(options: ReaderCityOptions = {}): Promise<ReaderCity> {
  const { environment = {}, pushUrl = (_id, url) => url } = options;
  await using starting = new AsyncDisposableStack();
  const late: { broker?: Simulator } = {};
  starting.defer(() => late.broker?.[Symbol.asyncDispose]());
  const hub = starting.use(
    await startReaderHub({
      people: PEOPLE,
      groups: { source: 'Synthetic, for tests', groups: GROUPS },
      async environment(folder) {
        late.broker = await startBroker(folder);
        const { user, password } = HUB_AT_BROKER;
        return {
          HUB_READERS_MQTT_URL: late.broker.address,
          HUB_READERS_MQTT_USER: user,
          HUB_READERS_MQTT_PASSWORD: password,
          ...environment,
        };
      },
    }),
  );
  const { broker } = late;
  if (broker === undefined) throw new Error('there is no broker');
  const pushPort = await findFreePort();
  const fleet = starting.use(
    createReaderFleet({
      ...{ door: hub.door, broker: broker.address, pushPort },
      folder: join(hub.stores.folder, 'fleet'),
      readers: await Promise.all(
        READERS.map(async (reader) => ({ ...reader, token: await hub.readerToken(reader.id) })),
      ),
    }),
  );
  for (const reader of READERS) {
    await register(hub, reader, pushUrl(reader.id, `http://127.0.0.1:${pushPort}/${reader.id}`));
  }
  await fleet.start();
  const stack = starting.move();
  return {
    ...{ hub, broker, fleet },
    changes: createCardChanges(hub, await findClosed(hub)),
    serviceOf: (group) => GROUPS.find(({ id }) => id === group)?.service ?? '',
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** Cards that have no pass yet, so that what the gate does with them follows from the changes alone. */
async function findClosed({ ask, cards }: ReaderHub): Promise<readonly CardInHand[]> {
  const closed: CardInHand[] = [];
  for (const card of cards) {
    const answer = await ask(
      `query($card: CardNumber!, $service: ID!) {
        quote(card: $card, service: $service) { ... on Quote { access } }
      }`,
      { card: card.number, service: PASS_SERVICE },
    );
    const { access } = (answer?.['quote'] ?? {}) as { readonly access?: string };
    if (access === 'DENY') closed.push(card);
    if (closed.length === CHANGING) break;
  }
  return closed;
}

async function startBroker(folder: string): Promise<Simulator> {
  const verifier = createTokenVerifier({ developmentKey: await openDevelopmentKey(folder) });
  return startMqttBroker({
    ...{ port: 0, host: '127.0.0.1', hub: HUB_AT_BROKER, log: createLog('silent') },
    async readerOfToken(token) {
      const viewer = await verifier.verify(token);
      return viewer.kind === 'reader' ? viewer.id : null;
    },
    groupOf: (reader) =>
      (reader === EAR.id ? EAR.group : null) ??
      READERS.find(({ id }) => id === reader)?.group ??
      null,
  });
}

async function register({ ask }: ReaderHub, reader: CityReader, url: string): Promise<void> {
  const { id, group, way } = reader;
  const kind = way.toUpperCase();
  const input = {
    ...{ id, group, place: GROUPS.find((one) => one.id === group)?.places[0] },
    idempotencyKey: `register-${id}`,
    way: way === 'push' ? { kind, url } : { kind },
  };
  const answer = await ask(
    'mutation($input: RegisterReaderInput!) { registerReader(input: $input) { __typename } }',
    { input },
  );
  const { __typename: result } = (answer?.['registerReader'] ?? {}) as { __typename?: string };
  if (result !== 'ReaderRegistered') throw new Error(`${id} was not registered: ${result}.`);
}
