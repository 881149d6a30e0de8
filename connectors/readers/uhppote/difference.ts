import { createHash } from 'node:crypto';
import type { ControllerCard } from './codec.ts';

/** What makes one list of another. */
export type Difference = {
  readonly puts: readonly ControllerCard[];
  /** Numbers; when nothing of what is there stays, the whole list may be deleted at once. */
  readonly deletions: readonly number[];
  readonly keepsNothing: boolean;
};

export function differenceOf(
  held: readonly ControllerCard[],
  wanted: ReadonlyMap<number, ControllerCard>,
): Difference {
  const heldByNumber = new Map(held.map((card) => [card.number, spell(card)]));
  const deletions = [...heldByNumber.keys()].filter((number) => !wanted.has(number));
  return {
    puts: [...wanted.values()].filter((card) => heldByNumber.get(card.number) !== spell(card)),
    deletions,
    keepsNothing: deletions.length === heldByNumber.size,
  };
}

/** Whether a list that was read is the wanted one: nothing more, nothing less, nothing twice. */
export function isSameList(
  held: readonly ControllerCard[],
  wanted: ReadonlyMap<number, ControllerCard>,
): boolean {
  const { puts, deletions } = differenceOf(held, wanted);
  return puts.length === 0 && deletions.length === 0 && held.length === wanted.size;
}

/**
 * SHA-256, hexadecimal, over one line for each card in the order of their numbers. Says what was read
 * back and proves nothing: whoever is on the network may have answered.
 */
export function digestOf(cards: readonly ControllerCard[]): string {
  const hash = createHash('sha256').update('tessera uhppote list 1\n');
  for (const card of cards.toSorted((one, other) => one.number - other.number)) {
    hash.update(`${spell(card)}\n`);
  }
  return hash.digest('hex');
}

function spell({ number, from, until, doors, pin, firstCard }: ControllerCard): string {
  return [number, from ?? '-', until ?? '-', ...doors, pin, firstCard].join(' ');
}
