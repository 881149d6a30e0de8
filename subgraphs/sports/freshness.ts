import { addDays, cityDayAt, startOfCityDay } from '../../domain/city-day.ts';
import { UpstreamUnavailableError } from '../../domain/errors.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Known, SourceRow } from '../../platform/subgraph/source.ts';
import { toSource } from '../../platform/subgraph/source.ts';
import type { FeedCursor, HubBooking, Snapshot } from './store.ts';

/** What decides how fresh harvested values are. */
export type FreshnessRules = {
  readonly clock: Clock;
  /** The city's time zone. */
  readonly zone: string;
  readonly harvestMs: number;
  /** A value older than this is not told. */
  readonly maxAgeMs: number;
};

/** Since when a value is known to be true, and whether that is as recent as it should be; null when it never was. */
export type Told = { readonly asOf: Date; readonly isFresh: boolean } | null;

/** By this hour last night's files have come. */
const FILES_HERE_BY_HOUR = 8;
/** A night belongs to the day that follows it, and begins at this hour of the day before. */
const NIGHT_BEGINS_AT_HOUR = 12;
const HOUR_MS = 60 * 60 * 1_000;

/**
 * What a feed says. RPDE tells no time of its own, so it is the one at which the page was asked for that
 * ended the feed.
 */
export function toldByFeed(cursor: FeedCursor | undefined, rules: FreshnessRules): Told {
  const asOf = cursor?.goodAt ?? null;
  return asOf === null ? null : { asOf, isFresh: isRecent(asOf, rules) };
}

/**
 * What a nightly file says: as of when the sports body made it. It is fresh when it is last night's,
 * made after noon of yesterday; until eight in the morning the one of the night before still is.
 */
export function toldByFile(snapshot: Snapshot | undefined, { clock, zone }: FreshnessRules): Told {
  if (snapshot === undefined) return null;
  const day = cityDayAt(new Date(clock.now().getTime() - FILES_HERE_BY_HOUR * HOUR_MS), zone);
  const nightBegan = startOfCityDay(addDays(day, -1), zone).getTime();
  const asOf = snapshot.madeAt;
  return { asOf, isFresh: asOf.getTime() >= nightBegan + NIGHT_BEGINS_AT_HOUR * HOUR_MS };
}

/** How a booking of ours stands: as the answer to a change said, or as the feed of orders would have changed it since. */
export function toldByOrders(
  { statedAt }: HubBooking,
  cursor: FeedCursor | undefined,
  rules: FreshnessRules,
): Told {
  const goodAt = cursor?.goodAt ?? statedAt;
  const asOf = goodAt > statedAt ? goodAt : statedAt;
  return { asOf, isFresh: isRecent(asOf, rules) };
}

/** The value with how fresh it is, or an error when it is too old or was never told. */
export function known<T>(value: T, told: Told, { clock, maxAgeMs }: FreshnessRules): Known<T> {
  if (told === null) return failed('nothing was ever harvested');
  const { asOf, isFresh } = told;
  if (isFresh) return { freshness: 'LIVE', asOf, value };
  if (clock.now().getTime() - asOf.getTime() > maxAgeMs) return failed('the harvest is too old');
  return { freshness: 'LAST_KNOWN', asOf, value };
}

/** As the library does: of a card that is not usable nothing is told but what is live. */
export function liveOnly<T>(part: Known<T>): Known<T> {
  return part.freshness === 'LAST_KNOWN' ? failed('not live, and the card is not usable') : part;
}

/** As the schema's `Source`. */
export function sportsSource(part: Known<unknown>): SourceRow {
  return toSource('sports', part);
}

function isRecent(asOf: Date, { clock, harvestMs }: FreshnessRules): boolean {
  return clock.now().getTime() - asOf.getTime() < 2 * harvestMs;
}

function failed(why: string): Extract<Known<never>, { readonly freshness: null }> {
  return { freshness: null, error: new UpstreamUnavailableError('sports', why) };
}
