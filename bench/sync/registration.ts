import { randomUUID } from 'node:crypto';
import { mapBounded } from '../../platform/map-bounded.ts';
import type { Controller } from './devices.ts';
import type { Fleets } from './fleets.ts';
import type { BenchHub } from './hub.ts';
import type { PlannedReader } from './reader-plan.ts';

const AT_ONCE = 8;

const REGISTER = `mutation Register($input: RegisterReaderInput!) {
  registerReader(input: $input) { __typename ... on ReaderRefused { message } }
}`;

/** Puts every reader into service, as staff does. */
export async function registerReaders(
  hub: BenchHub,
  readers: readonly PlannedReader[],
  reached: { readonly fleets: Fleets; readonly controllers: readonly Controller[] },
): Promise<void> {
  await mapBounded(readers, AT_ONCE, async (reader) => {
    const { id, group, place } = reader;
    const way = wayOf(reader, reached);
    const input = { idempotencyKey: randomUUID(), id, group, place, way };
    const answer = JSON.stringify(await hub.ask(REGISTER, { input }));
    if (!answer.includes('"ReaderRegistered"')) throw new Error(`${id}: ${answer}`);
  });
}

function wayOf(
  { id, way, fleet }: PlannedReader,
  { fleets, controllers }: { readonly fleets: Fleets; readonly controllers: readonly Controller[] },
): object {
  switch (way) {
    case 'push':
      return { kind: 'PUSH', url: `http://127.0.0.1:${fleets.pushPorts[fleet] ?? 0}/${id}` };
    case 'uhppote': {
      const controller = controllers.find(({ reader }) => reader.id === id);
      const { port = 0, serial = 0 } = controller ?? {};
      return { kind: 'UHPPOTE', host: '127.0.0.1', port, serial: String(serial), doors: [1] };
    }
    case 'mqtt':
      return { kind: 'MQTT' };
    case 'poll':
    default:
      return { kind: 'POLL' };
  }
}
