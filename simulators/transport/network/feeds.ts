import { urlOf } from '../../http-request.ts';
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { cityDayAt, startOfCityDay, type CityDay } from '../../../domain/city-day.ts';
import type { Clock } from '../../../platform/clock.ts';
import { createLiveFeed } from './live.ts';
import { createTimetable } from './timetable.ts';

export const TIMETABLE_PATH = '/gtfs.zip';
export const LIVE_PATH = '/gtfs-rt';

export type FeedsOptions = { readonly zone: string; readonly clock: Clock };

type Timetable = {
  readonly madeOn: CityDay;
  readonly bytes: Uint8Array;
  readonly etag: string;
  readonly lastModified: string;
};

/**
 * Answers `GET /gtfs.zip`, made anew each day and not sent again to who has it (ETag), and
 * `GET /gtfs-rt`, which moves with the clock. False for any other path.
 */
export function createFeeds({ zone, clock }: FeedsOptions) {
  let kept: Timetable | null = null;
  const timetable = (): Timetable => {
    const madeOn = cityDayAt(clock.now(), zone);
    if (kept?.madeOn !== madeOn) kept = makeTimetable(madeOn, zone);
    return kept;
  };
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const { pathname } = urlOf(request);
    if (request.method !== 'GET') return false;
    if (pathname === LIVE_PATH) {
      response
        .writeHead(200, { 'Content-Type': 'application/x-protobuf' })
        .end(createLiveFeed(clock.now(), zone));
      return true;
    }
    if (pathname !== TIMETABLE_PATH) return false;
    const { bytes, etag, lastModified } = timetable();
    const headers = { ETag: etag, 'Last-Modified': lastModified };
    if (request.headers['if-none-match'] === etag) response.writeHead(304, headers).end();
    else response.writeHead(200, { ...headers, 'Content-Type': 'application/zip' }).end(bytes);
    return true;
  };
}

function makeTimetable(madeOn: CityDay, zone: string): Timetable {
  const bytes = createTimetable(madeOn, zone);
  return {
    madeOn,
    bytes,
    etag: `"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`,
    lastModified: startOfCityDay(madeOn, zone).toUTCString(),
  };
}
