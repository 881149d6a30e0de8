import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import type { Logger } from 'pino';
import { createGate } from './gate.ts';

export type LinkOptions = {
  readonly url: URL;
  readonly user: string;
  readonly password: string;
  readonly clientId: string;
  readonly timeoutMs: number;
  readonly reconnectMs: number;
  /** Runs at each connection, before `ready` gives it to anybody; what it throws ends the connection. */
  readonly prepare: (client: MqttClient) => Promise<void>;
  readonly log: Logger;
};

/** The hub's connection to the broker: there or not there, and sought again while it is not. */
export type Link = AsyncDisposable & {
  /**
   * The connection that is there, or the next one.
   *
   * @throws {Error} None came until the signal fired, or the link is closed.
   */
  ready(signal: AbortSignal): Promise<MqttClient>;
};

/** A broker that is gone without a word is noticed after one and a half of this. */
const KEEP_ALIVE_SECONDS = 10;

/**
 * States: seeking → preparing → ready → (cut) → seeking, until closed. Each connection is a client of
 * its own, since the package's own reconnection sends once more whatever was not acknowledged before,
 * however old it is by then.
 */
export function createLink(options: LinkOptions): Link {
  const { log, reconnectMs } = options;
  const gate = createGate<MqttClient>();
  const closing = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let client = seek();

  function seek(): MqttClient {
    const sought = connect(options.url.href, toClientOptions(options));
    // Each publication under way listens for the end of its connection.
    sought.setMaxListeners(0);
    sought.on('error', (error) => {
      log.warn({ reason: error.message }, 'the readers’ broker cannot be reached');
    });
    sought.on('connect', () => void prepare(sought));
    sought.on('close', () => {
      if (gate.isOpen()) log.warn('the readers’ broker has gone');
      gate.shut();
      if (closing.signal.aborted) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        client = seek();
      }, reconnectMs);
    });
    return sought;
  }

  async function prepare(connected: MqttClient): Promise<void> {
    try {
      await options.prepare(connected);
      if (!connected.connected || closing.signal.aborted) return;
      gate.open(connected);
      log.info('the readers’ broker is connected');
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.error({ reason }, 'the readers’ broker does not let the hub do its work');
      connected.stream.destroy();
    }
  }

  return {
    ready: (signal) => gate.pass(AbortSignal.any([signal, closing.signal])),
    async [Symbol.asyncDispose]() {
      if (closing.signal.aborted) return;
      closing.abort();
      clearTimeout(timer);
      await client.endAsync(true);
    },
  };
}

function toClientOptions(options: LinkOptions): IClientOptions {
  return {
    clientId: options.clientId,
    username: options.user,
    password: options.password,
    clean: true,
    resubscribe: false,
    reconnectPeriod: 0,
    connectTimeout: options.timeoutMs,
    keepalive: KEEP_ALIVE_SECONDS,
  };
}
