import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import type { City } from '../city/city.ts';
import { FACILITIES, type SportsRecord } from '../city/sports-record.ts';
import type { Calendar } from './calendar.ts';
import type { Order, OrderBook } from './order-book.ts';

export type NightlyFilesOptions = {
  readonly city: City;
  readonly book: OrderBook;
  readonly calendar: Calendar;
  readonly clock: Clock;
  readonly folder: string;
};

const NAMES = ['abonos', 'reservas'] as const;

/**
 * Both files as the sports body makes them, with the habits of such files: one in Windows-1252 with a
 * header, the other in UTF-8 with a byte order mark and without, each closed by a summary. The mark
 * (`.ok`) tells when the file was made and its SHA-256, and is there only while the file is whole.
 */
export function writeNightlyFiles(options: NightlyFilesOptions): void {
  const { folder, calendar, clock } = options;
  mkdirSync(folder, { recursive: true });
  const made = calendar.toText(clock.now());
  deliver(folder, 'abonos', iconv.encode(passes(options), 'win1252'), made);
  deliver(folder, 'reservas', Buffer.from(`\uFEFF${bookings(options)}`, 'utf8'), made);
}

/** Whether today's files were written, be they still there or put away already. */
export function hasNightlyFiles({ folder, calendar, clock }: NightlyFilesOptions): boolean {
  const today = calendar.dayOf(clock.now());
  return NAMES.every((name) =>
    ['', 'processed', 'rejected'].some((where) => {
      const mark = join(folder, where, `${name}.ok`);
      return existsSync(mark) && calendar.dayOf(statSync(mark).mtime) === today;
    }),
  );
}

function deliver(folder: string, name: string, bytes: Uint8Array, made: string): void {
  const path = (ending: string): string => join(folder, `${name}.${ending}`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  rmSync(path('ok'), { force: true });
  writeFileSync(path('csv.part'), bytes);
  renameSync(path('csv.part'), path('csv'));
  writeFileSync(path('ok.part'), `${made}\r\n${sha256}\r\n`);
  renameSync(path('ok.part'), path('ok'));
}

const PASS_HEADER = 'num_tarjeta;tipo_abono;fecha_alta;fecha_fin;estado;instalaciones;saldo_bono';

function passes({ city, calendar }: NightlyFilesOptions): string {
  const dayAfter = (days: number): string => toSpanish(calendar.addDays(city.options.madeOn, days));
  const rows = membersOf(city).flatMap(({ member, passes: held }) =>
    held.map(({ name, startsInDays, endsInDays, state, centres, usesLeft }) =>
      [
        member,
        name,
        dayAfter(startsInDays),
        dayAfter(endsInDays),
        state,
        centres.length === 0 ? 'TODAS' : centres.join('|'),
        usesLeft === null ? '' : `${usesLeft},00`,
      ].join(';'),
    ),
  );
  return table([PASS_HEADER, ...rows, `TOTAL;${rows.length}`]);
}

/** What was booked at the counter, and what through brokers: the body sees no difference. */
function bookings({ city, book, calendar }: NightlyFilesOptions): string {
  const atCounter = membersOf(city).flatMap(({ member, counterBookings }) =>
    counterBookings.map(({ facility, inDays, hour, places, isCancelled }) => {
      const day = calendar.addDays(city.options.madeOn, inDays);
      return bookingRow({ member, facility, day, hour, places, isCancelled });
    }),
  );
  const throughBrokers = [...book.orders()].flatMap(orderRow);
  const rows = [...atCounter, ...throughBrokers];
  return table([...rows, `TOTAL;${rows.length}`]);
}

type BookingRow = {
  readonly member: string;
  readonly facility: number;
  readonly day: string;
  readonly hour: number;
  readonly places: number;
  readonly isCancelled: boolean;
};

function bookingRow({ member, facility, day, hour, places, isCancelled }: BookingRow): string {
  const at = (hours: number): string => `${toSpanish(day)} ${String(hours).padStart(2, '0')}:00`;
  return [
    member,
    FACILITIES[facility]?.name ?? '',
    at(hour),
    at(hour + 1),
    isCancelled ? 'ANULADA' : 'CONFIRMADA',
    places,
  ].join(';');
}

const memberOf = z
  .looseObject({ customer: z.looseObject({ identifier: z.string() }) })
  .transform(({ customer }) => customer.identifier);

/** An order of one slot; one of a customer who named no member is in no file of members. */
function orderRow({ request, slotKeys, statuses }: Order): readonly string[] {
  const { data: member } = memberOf.safeParse(request);
  const [, facility, year, month, day, hour] =
    /^(\d+)-(\d{4})(\d{2})(\d{2})T(\d{2})$/.exec(slotKeys[0] ?? '') ?? [];
  if (member === undefined || facility === undefined) return [];
  const live = statuses.filter((status) => status === 'OrderItemConfirmed').length;
  return [
    bookingRow({
      member,
      facility: Number(facility),
      day: `${year}-${month}-${day}`,
      hour: Number(hour),
      places: live === 0 ? slotKeys.length : live,
      isCancelled: live === 0,
    }),
  ];
}

function membersOf(city: City): readonly SportsRecord[] {
  return city.cardholders.flatMap(({ sports }) => sports ?? []);
}

function toSpanish(day: string): string {
  return day.split('-').toReversed().join('/');
}

function table(lines: readonly string[]): string {
  return `${lines.join('\r\n')}\r\n`;
}
