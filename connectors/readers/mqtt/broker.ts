import type { MqttClient } from 'mqtt';
import type { Logger } from 'pino';
import { HubError, UpstreamUnavailableError } from '../../../domain/errors.ts';
import { joinArtefacts } from '../../../domain/reader-list/codec.ts';
import type { BrokerEvents, ReaderBroker } from '../port.ts';
import { MAX_REPORT_BYTES, parseReport, writeManifest } from '../wire.ts';
import { createLink } from './link.ts';
import { ALL_REPORTS, groupTopic, manifestTopic, readerTopic, reporterOf } from './topics.ts';
import { createWaitingRoom } from './waiting-room.ts';

export type MqttBrokerOptions = BrokerEvents & {
  /** `mqtt://host:1883`, or `mqtts://host:8883` with TLS. */
  readonly url: URL;
  readonly user: string;
  readonly password: string;
  /** Unlike that of any other client: a broker ends the older connection of two alike. */
  readonly clientId: string;
  /** From a publication to the broker's acknowledgement, waiting for a connection included; 5 s unless told. */
  readonly timeoutMs?: number;
  /** Pause before a lost connection is sought again; 1 s unless told. */
  readonly reconnectMs?: number;
  /** Publications that may wait for the broker at once, and their bytes; 1,000 and 64 MiB unless told. */
  readonly maxWaiting?: { readonly messages: number; readonly bytes: number };
  readonly log: Logger;
};

const SYSTEM = 'mqtt broker';
const DEFAULT_TIMEOUT_MS = 5_000;
const DEFAULT_RECONNECT_MS = 1_000;
const DEFAULT_WAITING = { messages: 1_000, bytes: 64 * 1024 * 1024 };

/**
 * Publishes to the readers' MQTT broker (3.1.1) and hears their reports. Connects at once, and again
 * whenever it was cut off, with a clean session. Nothing is kept for a broker that is away: who
 * publishes learns of it within the deadline, and what a reader missed it asks for by its report.
 */
export function createMqttBroker(options: MqttBrokerOptions): ReaderBroker & AsyncDisposable {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, maxWaiting = DEFAULT_WAITING, onConnected } = options;
  const room = createWaitingRoom(maxWaiting);
  const link = createLink({
    ...options,
    timeoutMs,
    reconnectMs: options.reconnectMs ?? DEFAULT_RECONNECT_MS,
    async prepare(client) {
      hearReports(client, options);
      const granted = await client.subscribeAsync(ALL_REPORTS, { qos: 1 });
      if (granted.some(({ qos }) => qos === REFUSED)) throw new Error('it refuses the reports');
      // In the next turn, so that whoever publishes then finds the connection ready.
      if (onConnected !== undefined) setImmediate(onConnected);
    },
  });

  async function publish(topic: string, payload: Buffer, retain: boolean): Promise<void> {
    using _place = room.enter(payload.byteLength);
    const deadline = AbortSignal.timeout(timeoutMs);
    try {
      await acknowledged(await link.ready(deadline), { topic, payload, retain }, deadline);
    } catch (cause) {
      throw new UpstreamUnavailableError(SYSTEM, `${topic} was not taken`, { cause });
    }
  }

  return {
    publish: (group, artefacts) => publish(groupTopic(group), joined(artefacts), false),
    publishTo: (reader, artefacts) => publish(readerTopic(reader), joined(artefacts), false),
    publishManifest: (group, heads) =>
      publish(manifestTopic(group), Buffer.from(writeManifest(group, heads)), true),
    [Symbol.asyncDispose]: () => link[Symbol.asyncDispose](),
  };
}

function joined(artefacts: readonly Uint8Array[]): Buffer {
  const bytes = joinArtefacts(artefacts);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** MQTT 3.1.1, 3.9.3: the broker grants no quality of service at all. */
const REFUSED = 128;

function hearReports(client: MqttClient, { onReport, log }: MqttBrokerOptions): void {
  client.on('message', (topic, payload, packet) => {
    const reader = reporterOf(topic);
    // A broker replays what it retained: that says nothing of a reader now.
    if (reader === null || packet.retain) return;
    if (payload.byteLength > MAX_REPORT_BYTES) {
      log.warn({ reader, bytes: payload.byteLength }, 'a report that is too long is left out');
      return;
    }
    try {
      onReport(parseReport(payload.toString('utf8'), reader));
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      log.warn({ reader, reason: error.message }, 'a report that cannot be read is left out');
    }
  });
}

type Publication = {
  readonly topic: string;
  readonly payload: Buffer;
  readonly retain: boolean;
};

/**
 * Resolves with the broker's PUBACK. A broker that owes one at the deadline is cut off: whatever waits
 * in its connection would else stay in memory.
 */
async function acknowledged(
  client: MqttClient,
  { topic, payload, retain }: Publication,
  deadline: AbortSignal,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const cut = (): void => reject(new Error('the connection was cut'));
  const giveUp = (): void => {
    reject(new Error('no acknowledgement in time'));
    client.stream.destroy();
  };
  client.once('close', cut);
  deadline.addEventListener('abort', giveUp, { once: true });
  client.publish(topic, payload, { qos: 1, retain }, (error) => {
    if (error === undefined || error === null) resolve();
    else reject(error);
  });
  try {
    await promise;
  } finally {
    client.off('close', cut);
    deadline.removeEventListener('abort', giveUp);
  }
}
