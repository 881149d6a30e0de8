import { openJournal } from '../journal.ts';

/** Bytes 8 to 27 of put-card as they came: number, first and last day, doors, code, first-card mask. */
export type CardRecord = Buffer;

/** Places of the controller's memory. A deleted card leaves its place marked until another one takes it. */
export type CardSlots = {
  /** @returns False when every place is taken. */
  put(record: CardRecord): boolean;
  /** @returns False when there is no such card. */
  delete(number: number): boolean;
  deleteAll(): void;
  find(number: number): CardRecord | null;
  /** @param index The first is 1. @returns `deleted`, or null for a place that is empty or is none. */
  at(index: number): CardRecord | 'deleted' | null;
  count(): number;
  all(): readonly CardRecord[];
};

type Entry = { readonly put: string } | { readonly delete: number } | { readonly deleteAll: true };

export function numberOf(record: CardRecord): number {
  return record.readUInt32LE(0);
}

function createCardSlots(size: number): CardSlots {
  const slots = Array.from<CardRecord | 'deleted' | null>({ length: size }).fill(null);
  const places = new Map<number, number>();
  return {
    put(record) {
      const number = numberOf(record);
      const place = places.get(number) ?? slots.findIndex((slot) => !Buffer.isBuffer(slot));
      if (place === -1) return false;
      slots[place] = record;
      places.set(number, place);
      return true;
    },
    delete(number) {
      const place = places.get(number);
      if (place === undefined) return false;
      slots[place] = 'deleted';
      return places.delete(number);
    },
    deleteAll() {
      slots.fill(null);
      places.clear();
    },
    find(number) {
      const slot = slots[places.get(number) ?? -1];
      return Buffer.isBuffer(slot) ? slot : null;
    },
    at: (index) => slots[index - 1] ?? null,
    count: () => places.size,
    all: () => slots.filter((slot) => Buffer.isBuffer(slot)),
  };
}

/** @param journalPath File that outlives a reboot of the program; null forgets the cards with it. */
export function openCardSlots(size: number, journalPath: string | null): CardSlots {
  const journal = openJournal<Entry>(journalPath);
  const slots = createCardSlots(size);
  for (const entry of journal.entries) {
    if ('put' in entry) slots.put(Buffer.from(entry.put, 'hex'));
    else if ('delete' in entry) slots.delete(entry.delete);
    else slots.deleteAll();
  }
  return {
    ...slots,
    put(record) {
      const isTaken = slots.put(record);
      if (isTaken) journal.append({ put: record.toString('hex') });
      return isTaken;
    },
    delete(number) {
      const wasThere = slots.delete(number);
      if (wasThere) journal.append({ delete: number });
      return wasThere;
    },
    deleteAll() {
      slots.deleteAll();
      journal.append({ deleteAll: true });
    },
  };
}
