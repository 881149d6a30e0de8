import type { Logger } from 'pino';
import type { MqttBrokerOptions } from './mqtt/broker.ts';
import type { BrokerEvents } from './port.ts';
import type { PushCallerOptions } from './push/client.ts';
import type { ReadersConnectorSettings } from './settings.ts';
import type { UhppoteControllerOptions } from './uhppote/controller.ts';

/** What the settings say, as the caller of readers takes it. */
export function toPushOptions(settings: ReadersConnectorSettings): PushCallerOptions {
  return {
    timeoutMs: settings.HUB_READERS_TIMEOUT_MS,
    slowestBytesPerSecond: settings.HUB_READERS_SLOWEST_BYTES_PER_SECOND,
  };
}

/**
 * What the settings say, as the client of the broker takes it; null where no broker is set.
 *
 * @param clientId Of this process alone, such as `tessera-` and something random.
 */
export function toMqttOptions(
  settings: ReadersConnectorSettings,
  clientId: string,
  events: BrokerEvents,
  log: Logger,
): MqttBrokerOptions | null {
  const url = settings.HUB_READERS_MQTT_URL;
  if (url === undefined) return null;
  return {
    ...events,
    url,
    user: settings.HUB_READERS_MQTT_USER,
    password: settings.HUB_READERS_MQTT_PASSWORD,
    clientId,
    timeoutMs: settings.HUB_READERS_MQTT_TIMEOUT_MS,
    log,
  };
}

/** What the settings say, as the door controllers' client takes it. @param timeZone Whose midnight ends a card. */
export function toUhppoteOptions(
  settings: ReadersConnectorSettings,
  timeZone: string,
  log: Logger,
): UhppoteControllerOptions {
  return {
    timeoutMs: settings.HUB_READERS_UHPPOTE_TIMEOUT_MS,
    attempts: settings.HUB_READERS_UHPPOTE_ATTEMPTS,
    slots: settings.HUB_READERS_UHPPOTE_SLOTS,
    timeZone,
    log,
  };
}
