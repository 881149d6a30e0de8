import type { HeldList } from '../../../domain/reader-list/artefact.ts';
import { InvalidInputError } from '../../../domain/errors.ts';
import { parseListName } from '../../../domain/reader-list/list-name.ts';

/** A reader holds a deny list and one list for each rulebook in force or to come. */
export const MAX_HELD = 64;

const ITEM =
  /^(?<name>[a-z0-9-]+)\.(?<epoch>\d{1,10})\.(?<sequence>\d{1,15})\.(?<digest>[0-9a-f]{64})$/;

/**
 * What a reader holds as it writes it in an address: `name.epoch.sequence.digest`, joined by commas;
 * empty for nothing.
 *
 * @throws {InvalidInputError} The sentence names the place.
 */
export function parseCursor(text: string): readonly HeldList[] {
  if (text === '') return [];
  const items = text.split(',');
  if (items.length > MAX_HELD) {
    throw new InvalidInputError(`since: names ${items.length} lists, ${MAX_HELD} at most.`);
  }
  const held = items.map((item, index) => parseItem(item, `since[${index}]`));
  assertDistinct(held, 'since');
  return held;
}

/** @throws {InvalidInputError} A list is named twice. @param path Where, for the sentence. */
export function assertDistinct(held: readonly HeldList[], path: string): void {
  const twice = held.findIndex(({ name }, index) =>
    held.slice(0, index).some((other) => other.name === name),
  );
  if (twice >= 0) throw new InvalidInputError(`${path}[${twice}]: This list is named twice.`);
}

function parseItem(item: string, path: string): HeldList {
  const { name = '', epoch, sequence, digest = '' } = ITEM.exec(item)?.groups ?? {};
  if (name === '') {
    throw new InvalidInputError(
      `${path}: Has to be name.epoch.sequence.digest, such as deny.1.42. and 64 hexadecimal digits.`,
    );
  }
  try {
    return { name: parseListName(name), epoch: Number(epoch), sequence: Number(sequence), digest };
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw new InvalidInputError(`${path}: ${error.publicMessage}`, { cause: error });
  }
}
