import { UpstreamMalformedError } from '../../../domain/errors.ts';
import { settle, type Outcome } from '../../../domain/outcome.ts';
import type { Loan } from '../port.ts';
import type { LibraryDates } from './dates.ts';
import { SYSTEM } from './guard.ts';
import type { WireItem } from './wire.ts';

/** Reads each item once, however often it is asked for. Make one for each question of the port. */
export function createItemReader(
  read: (barcode: string) => Promise<WireItem>,
): (barcode: string) => Promise<Outcome<WireItem>> {
  const known = new Map<string, Promise<Outcome<WireItem>>>();
  return (barcode) => {
    const item = known.get(barcode) ?? settle(read(barcode));
    known.set(barcode, item);
    return item;
  };
}

/** @throws {UpstreamMalformedError} No title, or no due date: a server says so of an item it does not know. */
export function toLoan({ barcode, title, due }: WireItem, dates: LibraryDates): Loan {
  if (due === null) throw new UpstreamMalformedError(SYSTEM, 'an item on loan has no due date');
  return { id: barcode, title: titleOf({ title }), dueOn: dates.parseDueOn(due) };
}

/** @throws {UpstreamMalformedError} No title. */
export function titleOf({ title }: Pick<WireItem, 'title'>): string {
  if (title === '') throw new UpstreamMalformedError(SYSTEM, 'an item has no title');
  return title;
}
