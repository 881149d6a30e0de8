import { z } from 'zod';
import { FeedError } from '../feed-error.ts';
import { decodeFeedMessage } from './feed-message.ts';

/** Arrival or departure: seconds beside the timetable, or seconds since 1970. */
const event = z.object({ delay: z.int().optional(), time: z.int().optional() });

const stopTimeUpdate = z.object({
  stopSequence: z.int().optional(),
  stopId: z.string().optional(),
  arrival: event.optional(),
  departure: event.optional(),
  /** 0 as in the timetable, 1 skipped, 2 no data, 3 without a timetable; any other is not known here. */
  scheduleRelationship: z.int().default(0),
});

const tripUpdate = z.object({
  trip: z.object({
    tripId: z.string().optional(),
    routeId: z.string().optional(),
    directionId: z.int().optional(),
    /** `HH:MM:SS`, as in the timetable. */
    startTime: z.string().optional(),
    /** `YYYYMMDD`. */
    startDate: z.string().optional(),
    /** 0 as in the timetable, 3 cancelled, 7 deleted; any other is not in the timetable. */
    scheduleRelationship: z.int().default(0),
  }),
  stopTimeUpdate: z.array(stopTimeUpdate).default([]),
  delay: z.int().optional(),
});

const message = z.object({
  header: z.object({
    incrementality: z.int().default(0),
    timestamp: z.int().optional(),
  }),
  entity: z
    .array(z.object({ isDeleted: z.boolean().optional(), tripUpdate: z.unknown().optional() }))
    .default([]),
});

export type StopTimeEvent = z.infer<typeof event>;
export type StopTimeUpdate = z.infer<typeof stopTimeUpdate>;
export type TripUpdate = z.infer<typeof tripUpdate>;

/** What a GTFS-Realtime feed says of trips. */
export type LiveFeed = {
  /** When the operator made it. */
  readonly madeAt: Date;
  readonly tripUpdates: readonly TripUpdate[];
};

const FULL_DATASET = 0;

/** A large city has some thousand vehicles out. */
const MAX_ENTITIES = 50_000;

/** `header`, as the text form of a feed begins. */
const TEXT_FORM = /^\s*header\b/;

/**
 * Reads a feed. A trip's update that cannot be understood is left out, since it is about that trip
 * alone.
 *
 * @throws {FeedError} Text or HTML instead of a feed, bytes that are cut, a feed without a time, or
 *   one that tells changes only, which the standard leaves open how to read.
 */
export function parseLiveFeed(bytes: Uint8Array): LiveFeed {
  assertBinary(bytes);
  const { header, entity } = parseMessage(bytes);
  if (header.timestamp === undefined || header.timestamp <= 0) {
    throw new FeedError('The live feed does not say when it was made.');
  }
  if (header.incrementality !== FULL_DATASET) {
    throw new FeedError('The live feed tells changes only.');
  }
  const madeAt = new Date(header.timestamp * 1000);
  if (Number.isNaN(madeAt.getTime())) throw new FeedError('The live feed has an impossible time.');
  if (entity.length > MAX_ENTITIES) {
    throw new FeedError(`The live feed has more than ${MAX_ENTITIES} entities.`);
  }
  const tripUpdates = entity.flatMap(({ isDeleted, tripUpdate: update }) => {
    const parsed = tripUpdate.safeParse(update);
    return parsed.success && isDeleted !== true ? [parsed.data] : [];
  });
  return { madeAt, tripUpdates };
}

function parseMessage(bytes: Uint8Array): z.infer<typeof message> {
  try {
    return message.parse(decodeFeedMessage(bytes));
  } catch (cause) {
    throw new FeedError('The live feed is no GTFS-Realtime message, or was cut.', { cause });
  }
}

/** A URL that serves the text form, or a page, is a common mistake; decoding it tells nothing of why. */
function assertBinary(bytes: Uint8Array): void {
  const start = Buffer.from(bytes.subarray(0, 64)).toString('latin1');
  if (start === '') throw new FeedError('The live feed is empty.');
  if (TEXT_FORM.test(start)) throw new FeedError('The live feed is in text form.');
  if (/^\s*[<{[]/.test(start) && bytes[0] !== 0x0a) {
    throw new FeedError('The live feed is a web page or JSON.');
  }
}
