import { LINES, RIDE_SECONDS, DWELL_SECONDS, STOPS, type Service } from './plan.ts';

/** One ride of the timetable, on every day of its service. */
export type PlannedTrip = {
  readonly id: string;
  readonly lineId: string;
  readonly service: Service;
  readonly direction: 0 | 1;
  readonly headsign: string;
  /** In order. */
  readonly calls: readonly PlannedCall[];
};

export type PlannedCall = {
  readonly stopId: string;
  readonly sequence: number;
  /** Seconds from noon minus twelve hours of the service day; beyond 86,400 after midnight. */
  readonly arrival: number;
  readonly departure: number;
};

const nameOf = new Map(STOPS.map(({ id, name }) => [id, name]));

/** Every ride of the made-up network. */
export const TRIPS: readonly PlannedTrip[] = LINES.flatMap((line) => {
  const directions = line.isCircle ? ([0] as const) : ([0, 1] as const);
  return directions.flatMap((direction) => {
    const stopIds = direction === 0 ? line.stopIds : line.stopIds.toReversed();
    const headsign = line.isCircle ? line.longName : (nameOf.get(stopIds.at(-1) ?? '') ?? '');
    return Object.entries(line.departures).flatMap(([name, { first, last, everyMinutes }]) => {
      const service = toService(name);
      return Array.from({ length: Math.floor((last - first) / everyMinutes) + 1 }, (_, turn) => {
        const minute = first + turn * everyMinutes;
        return {
          id: `${line.shortName}-${direction}-${service}-${minute}`,
          lineId: line.id,
          service,
          direction,
          headsign,
          calls: callsFrom(minute * 60, stopIds),
        };
      });
    });
  });
});

function callsFrom(startSeconds: number, stopIds: readonly string[]): readonly PlannedCall[] {
  return stopIds.map((stopId, place) => {
    const arrival = startSeconds + place * (RIDE_SECONDS + DWELL_SECONDS);
    const isEnd = place === 0 || place === stopIds.length - 1;
    return {
      stopId,
      // Sequences rise, but need not be consecutive.
      sequence: (place + 1) * 10,
      arrival,
      departure: isEnd ? arrival : arrival + DWELL_SECONDS,
    };
  });
}

function toService(name: string): Service {
  if (name === 'LAB' || name === 'SAB' || name === 'DOM' || name === 'NOCHE') return name;
  throw new Error(`no service ${name}`);
}
