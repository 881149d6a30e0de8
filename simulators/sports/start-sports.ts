import { createServer } from 'node:http';
import { systemClock, type Clock } from '../../platform/clock.ts';
import type { City } from '../city/city.ts';
import { createFaultGate, listen } from '../fault-gate.ts';
import type { Simulator } from '../simulator.ts';
import { createCalendar } from './calendar.ts';
import { PAGE_SIZE } from './feed-routes.ts';
import { startNights } from './nights.ts';
import { hasNightlyFiles, writeNightlyFiles } from './nightly-files.ts';
import { openOrderBook } from './order-book.ts';
import { createRoutes, isWrite, operationOf } from './routes.ts';
import { serve } from './serve.ts';

export type SportsSystemOptions = {
  readonly city: City;
  /** 0: any that is free. */
  readonly port: number;
  readonly host: string;
  /** Where orders are kept; null forgets them at the end. */
  readonly journalPath: string | null;
  /** Zone in which the body keeps its days and hours. */
  readonly zone: string;
  /** Key of the hub as a broker. */
  readonly apiKey: string;
  /** Where the nightly files are put; null: nowhere. */
  readonly filesDir: string | null;
  /** Items of a page, 500 unless told. */
  readonly pageSize?: number;
  readonly clock?: Clock;
};

/** The simulator, and what happens at the body itself. */
export type SportsSystem = Simulator & {
  /** Writes the nightly files now; nothing when there is no folder for them. */
  writeFiles(): void;
  /** The body itself cancels an order, as for a burst pipe. */
  cancelBySeller(orderId: string): void;
};

/** The municipal sports body: OpenActive feeds, an Open Booking API and nightly files. */
export async function startSportsSystem(options: SportsSystemOptions): Promise<SportsSystem> {
  const { city, port, host, journalPath, zone, apiKey, filesDir } = options;
  const { pageSize = PAGE_SIZE, clock = systemClock } = options;
  const calendar = createCalendar(zone);
  const book = openOrderBook({ city, calendar, clock, journalPath });
  const answer = createRoutes({ book, calendar, clock, apiKey, pageSize });
  const calls = new Map<string, number>();
  const server = createServer((request, response) => {
    const [pathname = '/'] = (request.url ?? '/').split('?');
    const operation = operationOf(request.method ?? 'GET', pathname);
    calls.set(operation, (calls.get(operation) ?? 0) + 1);
    void serve({
      request,
      response,
      fault: gate.take(operation),
      answer,
      isWrite: isWrite(operation),
    });
  });
  const listening = await listen(server, port, host);
  const gate = createFaultGate({ server, port: listening, host });

  const files = filesDir === null ? null : { city, book, calendar, clock, folder: filesDir };
  const writeFiles = (): void => {
    if (files !== null) writeNightlyFiles(files);
  };
  if (files !== null && !hasNightlyFiles(files)) writeFiles();
  const nights = startNights({ calendar, clock, work: writeFiles });

  return {
    system: 'sports',
    address: `http://${host}:${listening}`,
    putFault: (fault) => gate.put(fault),
    calls: () => Object.fromEntries(calls),
    writeFiles,
    cancelBySeller(orderId) {
      const items = book.order(orderId)?.slotKeys ?? [];
      book.cancel(orderId, [...items.keys()], 'SellerCancelled');
    },
    async [Symbol.asyncDispose]() {
      nights[Symbol.dispose]();
      await gate.close();
    },
  };
}
