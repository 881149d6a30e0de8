import { InvalidInputError } from '../../../domain/errors.ts';
import type { ReaderGroup } from '../../../domain/reader-list/group.ts';
import type { Reader, ReaderWay } from '../../../domain/reader-list/reader.ts';

const DOORS = [1, 2, 3, 4];
const LARGEST_SERIAL = 2 ** 32 - 1;

/** @throws {InvalidInputError} The sentence names the reader and what is wrong with it. */
export function assertReader(
  { id, group, place, way }: Reader,
  groups: readonly ReaderGroup[],
): void {
  const refuse = (sentence: string): never => {
    throw new InvalidInputError(`Reader ${id}: ${sentence}`);
  };
  const found = groups.find((one) => one.id === group);
  if (found === undefined) return refuse(`there is no reader group ${group}.`);
  if (!found.places.includes(place)) {
    refuse(`${group} has no place ${place}; its places are ${found.places.join(', ')}.`);
  }
  const mistake = mistakeOf(way);
  if (mistake !== null) refuse(mistake);
}

function mistakeOf(way: ReaderWay): string | null {
  switch (way.kind) {
    case 'push':
      return /^https?:$/.test(URL.parse(way.url)?.protocol ?? '')
        ? null
        : 'its url has to be an http or https address.';
    case 'uhppote':
      return uhppoteMistake(way);
    case 'mqtt':
    case 'poll':
    default:
      return null;
  }
}

function uhppoteMistake(way: ReaderWay & { kind: 'uhppote' }): string | null {
  const { host, port, serial, doors } = way;
  if (host === '') return 'its host is missing.';
  if (!isWhole(port, 65_535)) return 'its port has to be 1 to 65535.';
  if (!isWhole(serial, LARGEST_SERIAL)) return `its serial has to be 1 to ${LARGEST_SERIAL}.`;
  const isDoors = doors.length > 0 && doors.every((door) => DOORS.includes(door));
  return isDoors && new Set(doors).size === doors.length
    ? null
    : 'its doors have to be one or more of 1, 2, 3 and 4, each once.';
}

function isWhole(value: number, largest: number): boolean {
  return Number.isSafeInteger(value) && value >= 1 && value <= largest;
}
