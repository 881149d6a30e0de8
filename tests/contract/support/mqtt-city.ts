import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { pino } from 'pino';
import type { DevelopmentKey } from '../../../platform/tokens/development-key.ts';
import { generateDevelopmentKey } from '../../../platform/tokens/development-key.ts';
import { createTokenVerifier, signDevelopmentToken } from '../../../platform/tokens/token.ts';
import { startMqttBroker } from '../../../simulators/mqtt-broker/start-broker.ts';
import type { Simulator } from '../../../simulators/simulator.ts';

export const HUB = { user: 'hub', password: 'the hub’s own' };
export const silent = pino({ level: 'silent' });

/** A broker with readers in groups, and clients of it that are closed with it. */
export type MqttCity = AsyncDisposable & {
  readonly broker: Simulator;
  readonly groups: Map<string, string>;
  readonly key: DevelopmentKey;
  token(reader: string, expiresInSeconds?: number): Promise<string>;
  /** Connects, or throws what the broker answered. */
  connect(options: IClientOptions): Promise<MqttClient>;
  connectReader(reader: string): Promise<MqttClient>;
};

export async function startMqttCity(recheckMs = 60_000): Promise<MqttCity> {
  const key = await generateDevelopmentKey();
  const verifier = createTokenVerifier({ developmentKey: key });
  const groups = new Map([
    ['pool-1', 'pools'],
    ['pool-2', 'pools'],
    ['gym-1', 'gyms'],
  ]);
  const broker = await startMqttBroker({
    port: 0,
    host: '127.0.0.1',
    hub: HUB,
    groupOf: (reader) => groups.get(reader) ?? null,
    async readerOfToken(token) {
      const viewer = await verifier.verify(token);
      return viewer.kind === 'reader' ? viewer.id : null;
    },
    recheckMs,
    log: silent,
  });
  const clients: MqttClient[] = [];
  const token = (id: string, expiresInSeconds = 600): Promise<string> =>
    signDevelopmentToken({ key, kind: 'reader', id, expiresInSeconds });

  async function connect(options: IClientOptions): Promise<MqttClient> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const client = mqtt.connect(broker.address, { reconnectPeriod: 0, ...options });
    clients.push(client);
    client.on('connect', () => resolve());
    client.on('error', reject);
    client.on('close', () => reject(new Error('closed')));
    await promise;
    return client;
  }

  return {
    broker,
    groups,
    key,
    token,
    connect,
    connectReader: async (id) =>
      connect({ clientId: `reader-${id}`, username: id, password: await token(id), clean: true }),
    async [Symbol.asyncDispose]() {
      await Promise.all(clients.map((client) => client.endAsync(true)));
      await broker[Symbol.asyncDispose]();
    },
  };
}

/** Everything that a client hears, in its order. */
export function heardBy(client: MqttClient): { topic: string; text: string; retain: boolean }[] {
  const heard: { topic: string; text: string; retain: boolean }[] = [];
  client.on('message', (topic, payload, { retain }) => {
    heard.push({ topic, text: payload.toString(), retain });
  });
  return heard;
}
