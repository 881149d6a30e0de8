import { InvalidInputError } from '../../../domain/errors.ts';
import type { Reader, ReaderWay } from '../../../domain/reader-list/reader.ts';
import type { PlainCard } from '../port.ts';
import { isCardNumber, type ControllerCard } from './codec.ts';

export type UhppoteWay = Extract<ReaderWay, { readonly kind: 'uhppote' }>;

/** What a controller is to hold, by number, and whose each number is. */
export type Target = {
  readonly cards: ReadonlyMap<number, ControllerCard>;
  readonly cardIds: ReadonlyMap<number, string>;
};

/** @throws {TypeError} The reader is another kind, or names no door that there is. */
export function wayOf({ id, way }: Reader): UhppoteWay {
  if (way.kind !== 'uhppote') throw new TypeError(`The reader ${id} is no door controller.`);
  const isDoor = (door: number): boolean => [1, 2, 3, 4].includes(door);
  if (way.doors.length === 0 || !way.doors.every(isDoor)) {
    throw new TypeError(`The doors of ${id} are one or more of 1, 2, 3 and 4.`);
  }
  return way;
}

/**
 * @throws {InvalidInputError} More cards than allowed, a number that no controller keeps or that two
 *   cards share, or a last day before the first. Cards are named by id, never by number.
 */
export function toTarget(
  cards: readonly PlainCard[],
  { doors }: UhppoteWay,
  maxCards: number,
): Target {
  if (cards.length > maxCards) {
    throw new InvalidInputError(
      `A door controller takes at most ${maxCards} cards, and this group has ${cards.length}.`,
    );
  }
  const target = new Map<number, ControllerCard>();
  const cardIds = new Map<number, string>();
  for (const card of cards) {
    const { cardId, number, from, until } = card;
    const twin = cardIds.get(number);
    if (twin !== undefined) {
      throw new InvalidInputError(
        `The cards ${twin} and ${cardId} have the same number for a door controller; one of them must get another medium.`,
      );
    }
    if (!isCardNumber(number)) {
      throw new InvalidInputError(`The number of card ${cardId} is none for a door controller.`);
    }
    if (until < from) {
      throw new InvalidInputError(`The last day of card ${cardId} lies before its first.`);
    }
    cardIds.set(number, cardId);
    target.set(number, { number, from, until, doors: toDoors(doors), pin: 0, firstCard: 0 });
  }
  return { cards: target, cardIds };
}

function toDoors(doors: readonly number[]): ControllerCard['doors'] {
  const opens = (door: number): number => (doors.includes(door) ? 1 : 0);
  return [opens(1), opens(2), opens(3), opens(4)];
}
