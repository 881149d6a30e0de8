import { UpstreamRejectedError } from '../../../domain/errors.ts';
import {
  decodeCard,
  decodeCount,
  decodeSuccess,
  encodeAsk,
  encodeCardAsk,
  encodeDeleteAll,
  encodePutCard,
  type ControllerCard,
} from './codec.ts';
import type { Line } from './line.ts';

export type CardMemoryOptions = {
  readonly line: Line;
  readonly serial: number;
  /** Places in the controller's memory, deleted ones included. */
  readonly slots: number;
  /** Questions under way at once. */
  readonly atOnce: number;
  readonly signal: AbortSignal;
};

/** The cards in one controller. All throw `UpstreamUnavailableError` when it gives no answer. */
export type CardMemory = {
  /**
   * Every card, in the order of their places.
   *
   * @throws {UpstreamRejectedError} It counts more cards than it shows.
   */
  readAll(): Promise<readonly ControllerCard[]>;
  /** The card of a number; null when there is none. */
  find(number: number): Promise<ControllerCard | null>;
  /** @returns False when the controller does not take the card. */
  put(card: ControllerCard): Promise<boolean>;
  /** Of a card that is not there any more a controller says that it failed: reading tells what came of it. */
  delete(number: number): Promise<void>;
  deleteAll(): Promise<void>;
};

export function createCardMemory(options: CardMemoryOptions): CardMemory {
  const { line, serial, slots, atOnce, signal } = options;

  async function readAt(index: number): Promise<ControllerCard | null> {
    const request = encodeCardAsk('getCardByIndex', serial, index);
    return decodeCard(await line.ask('getCardByIndex', request, signal));
  }

  return {
    async readAll() {
      const count = decodeCount(
        await line.ask('countCards', encodeAsk('countCards', serial), signal),
      );
      const cards: ControllerCard[] = [];
      // Empty and deleted places lie between the cards, so reading ends with the last card that was counted.
      for (let first = 1; cards.length < count && first <= slots; first += atOnce) {
        const length = Math.min(atOnce, slots - first + 1);
        const places = Array.from({ length }, (_none, step) => readAt(first + step));
        for (const card of await Promise.all(places)) if (card !== null) cards.push(card);
      }
      if (cards.length === count) return cards;
      const reason = `it counts ${count} cards and shows ${cards.length} in ${slots} places`;
      throw new UpstreamRejectedError(`controller ${serial}`, reason);
    },
    async find(number) {
      const request = encodeCardAsk('getCardByNumber', serial, number);
      const card = decodeCard(await line.ask('getCardByNumber', request, signal));
      return card?.number === number ? card : null;
    },
    put: async (card) =>
      decodeSuccess(await line.ask('putCard', encodePutCard(serial, card), signal)),
    async delete(number) {
      await line.ask('deleteCard', encodeCardAsk('deleteCard', serial, number), signal);
    },
    async deleteAll() {
      await line.ask('deleteAll', encodeDeleteAll(serial), signal);
    },
  };
}
