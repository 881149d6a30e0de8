import { pino } from 'pino';
import type { PlainCard } from '../../../connectors/readers/port.ts';
import {
  createUhppoteController,
  type UhppoteControllerOptions,
} from '../../../connectors/readers/uhppote/controller.ts';
import { parseCityDay } from '../../../domain/city-day.ts';
import { parseGroupId } from '../../../domain/reader-list/group.ts';
import { parseReaderId, type Reader } from '../../../domain/reader-list/reader.ts';
import {
  startController,
  type ControllerOptions,
  type SimulatedController,
} from '../../../simulators/uhppote/start-controller.ts';

export const SERIAL = 405_419_896;
const clock = { now: () => new Date('2026-03-10T12:00:00Z') };
const timeZone = 'Europe/Madrid';

/** Simulated controllers and hubs of one test, all ended together. */
export type Doors = ReturnType<typeof openDoors>;

export function openDoors() {
  const opened = new AsyncDisposableStack();
  return {
    /** A controller with room for 2,100 cards, and the reader that it is. */
    async start(options: Partial<ControllerOptions> = {}) {
      const usual = { serial: SERIAL, port: 0, host: '127.0.0.1', slots: 2_100, journalPath: null };
      const simulator: SimulatedController = opened.use(
        await startController({ ...usual, timeZone, clock, ...options }),
      );
      return { simulator, reader: readerAt(simulator.port) };
    },
    /** The hub's side, with little patience. */
    connect(options: Partial<UhppoteControllerOptions> = {}) {
      const log = pino({ level: 'silent' });
      const usual = { timeZone, clock, timeoutMs: 40, attempts: 8, slots: 2_100, log };
      return opened.use(createUhppoteController({ ...usual, ...options }));
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

export function readerAt(port: number, id = 'door-1', doors: readonly number[] = [1, 3]): Reader {
  const way = { kind: 'uhppote', host: '127.0.0.1', port, serial: SERIAL, doors } as const;
  return { id: parseReaderId(id), group: parseGroupId('clubs'), place: 'Las Mestas', way };
}

export const FROM = parseCityDay('2026-01-01');
export const UNTIL = parseCityDay('2026-12-31');

export function card(number: number, change: Partial<PlainCard> = {}): PlainCard {
  return { cardId: `card-${number}`, number, from: FROM, until: UNTIL, ...change };
}

export function cards(...numbers: readonly number[]): readonly PlainCard[] {
  return numbers.map((number) => card(number));
}

/** The numbers that a controller has, in their order. */
export function numbersIn(simulator: SimulatedController): readonly number[] {
  return simulator
    .cards()
    .map(({ number }) => number)
    .toSorted((one, other) => one - other);
}
