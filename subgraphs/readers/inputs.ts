import { InvalidInputError } from '../../domain/errors.ts';
import { parseGroupId } from '../../domain/reader-list/group.ts';
import { parseReaderId, type Reader, type ReaderWay } from '../../domain/reader-list/reader.ts';
import type { ReaderWayInput, RegisterReaderInput } from './schema.generated.ts';

/** What an address may be is for the registry to say. @throws {InvalidInputError} */
export function readReader({ id, group, place, way }: RegisterReaderInput): Reader {
  return { id: parseReaderId(id), group: parseGroupId(group), place, way: readWay(way) };
}

function readWay({ kind, url, host, port, serial, doors }: ReaderWayInput): ReaderWay {
  switch (kind) {
    case 'PUSH':
      return { kind: 'push', url: needed(url, 'url') };
    case 'MQTT':
      return { kind: 'mqtt' };
    case 'POLL':
      return { kind: 'poll' };
    case 'UHPPOTE':
    default:
      return {
        kind: 'uhppote',
        host: needed(host, 'host'),
        port: needed(port, 'port'),
        serial: readSerial(needed(serial, 'serial')),
        doors: needed(doors, 'doors'),
      };
  }
}

function readSerial(text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new InvalidInputError('`way.serial` is the number on the controller, in digits.');
}

function needed<Value>(value: Value | null | undefined, name: string): Value {
  if (value !== null && value !== undefined) return value;
  throw new InvalidInputError(`\`way.${name}\` is needed for this kind of way.`);
}
