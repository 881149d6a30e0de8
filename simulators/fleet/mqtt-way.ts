import { connectAsync, type MqttClient } from 'mqtt';
import { splitArtefacts } from '../../domain/reader-list/codec.ts';
import type { ReaderProgram } from '../reader/reader.ts';

export type MqttWayOptions = {
  readonly reader: ReaderProgram;
  /** `mqtt://host:port`. */
  readonly broker: string;
  /** A reader's token: its password at the broker. */
  readonly token: string;
};

/**
 * A reader that listens to its group's topic and answers on its own. With each connection it tells what
 * it has, and so asks for what it lacks: what was retained proves nothing.
 *
 * @throws {Error} The broker refuses it.
 */
export async function startMqttWay({
  reader,
  broker,
  token,
}: MqttWayOptions): Promise<AsyncDisposable> {
  const client = await connectAsync(broker, {
    clientId: `reader-${reader.id}`,
    username: reader.id,
    password: token,
    reconnectPeriod: 500,
    resubscribe: false,
  });
  const ownTopic = `tessera/readers/${reader.id}`;
  const tell = (report: object): void => {
    client.publish(`${ownTopic}/report`, JSON.stringify(report), { qos: 1 });
  };
  // One message after the other: a delta follows on the one before it.
  let working: Promise<void> = Promise.resolve();
  const take = async (payload: Uint8Array): Promise<void> =>
    tell(await reader.receive(splitArtefacts(payload)));
  client.on('message', (_topic, payload) => {
    // What is no message of lists is left; the reader says what it has when it connects.
    working = working.then(() => take(payload)).catch(() => {});
  });
  const listenAndTell = async (): Promise<void> => {
    await subscribe(client, [`tessera/${reader.group}/lists`, `${ownTopic}/lists`]);
    tell(reader.report());
  };
  client.on('connect', () => void listenAndTell().catch(() => {}));
  client.on('error', () => {
    // It connects again by itself.
  });
  await listenAndTell();
  return {
    async [Symbol.asyncDispose]() {
      await client.endAsync(true);
      await working;
    },
  };
}

/** @throws {Error} The broker does not let this reader listen there. */
async function subscribe(client: MqttClient, topics: readonly string[]): Promise<void> {
  const granted = await client.subscribeAsync([...topics], { qos: 1 });
  const refused = granted.find(({ qos }) => qos === 128);
  if (refused !== undefined) throw new Error(`The broker refuses ${refused.topic}.`);
}
