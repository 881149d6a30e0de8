import type { Line, Stop } from '../../port.ts';
import type { Calls } from './calls.ts';
import { runsOn, type Service } from './services.ts';
import type { StopBoard } from './stop-board.ts';
import { serviceDayStart, type DayNumber } from './times.ts';

/** A ride, on every day of its service. */
export type Trip = {
  readonly id: string;
  readonly line: Line;
  readonly headsign: string | null;
  readonly direction: string | null;
  readonly service: Service | null;
  /** Whether it is repeated in some interval, each run named by its start. */
  readonly hasHeadways: boolean;
};

/** A timetable that was read, arranged for looking up. */
export type Timetable = {
  /** When the operator made it. */
  readonly madeAt: Date;
  /** Clock times are of this zone. */
  readonly zone: string;
  readonly stops: readonly Stop[];
  /** Place of a stop in `stops`, by id. */
  readonly stopIndexes: ReadonlyMap<string, number>;
  readonly lines: readonly Line[];
  readonly trips: readonly Trip[];
  /** Place of a trip in `trips`, by id. */
  readonly tripIndexes: ReadonlyMap<string, number>;
  readonly calls: Calls;
  readonly board: StopBoard;
  /** The last day on which anything runs. */
  readonly lastDay: DayNumber;
  /** Seconds of the service day at which its last call is: beyond 86,400 after midnight. */
  readonly lastSecond: number;
};

/** What does not change from question to question, kept for the days asked about lately. */
export type Days = {
  /** Milliseconds since 1970 from which the times of a service day count. */
  startOf(day: DayNumber): number;
  isRunning(service: Service | null, day: DayNumber): boolean;
};

/** Far more than a question and the live feed look at. */
const MAX_KEPT_DAYS = 32;

export function createDays(zone: string): Days {
  const starts = new Map<DayNumber, number>();
  const running = new Map<DayNumber, Map<Service, boolean>>();
  return {
    startOf(day) {
      const known = starts.get(day);
      if (known !== undefined) return known;
      if (starts.size >= MAX_KEPT_DAYS) starts.clear();
      const start = serviceDayStart(day, zone);
      starts.set(day, start);
      return start;
    },
    isRunning(service, day) {
      if (service === null) return false;
      if (running.size >= MAX_KEPT_DAYS) running.clear();
      const ofDay = running.get(day) ?? new Map<Service, boolean>();
      running.set(day, ofDay);
      const isRunning = ofDay.get(service) ?? runsOn(service, day);
      ofDay.set(service, isRunning);
      return isRunning;
    },
  };
}
