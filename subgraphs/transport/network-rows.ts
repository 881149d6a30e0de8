import type { Arrival, Line, Stop } from '../../connectors/transport/port.ts';
import { UpstreamUnavailableError } from '../../domain/errors.ts';
import type { SourceRow } from '../../platform/subgraph/source.ts';
import type { Context } from './context.ts';

export type StopRow = Stop & { readonly source: SourceRow };
export type LineRow = Line & { readonly source: SourceRow };
export type ArrivalRow = Omit<Arrival, 'line'> & {
  readonly line: LineRow;
  readonly source: SourceRow;
};

type NetworkContext = Pick<Context, 'network' | 'harvest' | 'clock'>;

/**
 * Where the timetable's words come from, as of the day the operator made it.
 *
 * @throws {UpstreamUnavailableError} None was read so far, or too long ago.
 */
export function timetableSource({ network, harvest, clock }: NetworkContext): SourceRow {
  const asOf = network.timetableAt();
  const readAt = network.timetableReadAt();
  const ageMs =
    readAt === null ? Number.POSITIVE_INFINITY : clock.now().getTime() - readAt.getTime();
  if (asOf === null || ageMs > harvest.maxAgeMs) {
    throw new UpstreamUnavailableError('transport', 'no timetable was read, or too long ago');
  }
  return toSourceRow(asOf, ageMs < 2 * harvest.timetableMs);
}

/** Next vehicles at a stop, soonest first. */
export function arrivalsAt(
  stopId: string,
  first: number,
  context: NetworkContext,
): readonly ArrivalRow[] {
  const { network, clock } = context;
  const ofTimetable = timetableSource(context);
  return network.arrivals(stopId, clock.now(), first).map((arrival) => ({
    ...arrival,
    line: { ...arrival.line, source: ofTimetable },
    source: (arrival.expectedAt === null ? null : liveSource(context)) ?? ofTimetable,
  }));
}

/** As of the feed's own header; the connector leaves out what is too old to be believed. Null before one was read. */
function liveSource({ network, harvest, clock }: NetworkContext): SourceRow | null {
  const [asOf, readAt] = [network.liveAt(), network.liveReadAt()];
  if (asOf === null || readAt === null) return null;
  return toSourceRow(asOf, clock.now().getTime() - readAt.getTime() < 2 * harvest.liveMs);
}

function toSourceRow(asOf: Date, isLive: boolean): SourceRow {
  const freshness = isLive ? 'LIVE' : 'LAST_KNOWN';
  return { system: 'transport', asOf: asOf.toISOString(), freshness };
}
