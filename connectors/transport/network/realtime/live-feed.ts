import { setImmediate as breathe } from 'node:timers/promises';
import { z } from 'zod';
import { FeedError } from '../feed-error.ts';
import { decodeEntity, splitFeedMessage } from './feed-message.ts';

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

const feedHeader = z.object({
  incrementality: z.int().default(0),
  timestamp: z.int().optional(),
});

const feedEntity = z.object({
  isDeleted: z.boolean().optional(),
  tripUpdate: tripUpdate.optional(),
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

/** A large city has some thousand vehicles out, each with some dozens of stops ahead. */
const MAX_ENTITIES = 50_000;
const MAX_STOP_UPDATES = 500_000;
/** One trip's update is a few kilobytes. */
const MAX_ENTITY_BYTES = 128 * 1024;

/** Bytes read between two breaths: about ten milliseconds of work. */
const BREATH_BYTES = 32 * 1024;

/** `header`, as the text form of a feed begins. */
const TEXT_FORM = /^\s*header\b/;

/**
 * Reads a feed. A trip's update that cannot be understood is left out, since it is about that trip
 * alone. Others run in between: it is read in pieces.
 *
 * @throws {FeedError} Text or HTML instead of a feed, bytes that are cut, a feed without a time, more
 *   than any city has, or one that tells changes only, which the standard leaves open how to read.
 */
export async function parseLiveFeed(bytes: Uint8Array): Promise<LiveFeed> {
  assertBinary(bytes);
  const { header, entities } = parseMessage(bytes);
  if (header.timestamp === undefined || header.timestamp <= 0) {
    throw new FeedError('The live feed does not say when it was made.');
  }
  if (header.incrementality !== FULL_DATASET) {
    throw new FeedError('The live feed tells changes only.');
  }
  const madeAt = new Date(header.timestamp * 1000);
  if (Number.isNaN(madeAt.getTime())) throw new FeedError('The live feed has an impossible time.');
  return { madeAt, tripUpdates: await readUpdates(entities) };
}

function parseMessage(bytes: Uint8Array) {
  let split;
  let header;
  try {
    split = splitFeedMessage(bytes, MAX_ENTITIES);
    header = split === null ? null : feedHeader.parse(split.header);
  } catch (cause) {
    throw new FeedError('The live feed is no GTFS-Realtime message, or was cut.', { cause });
  }
  if (split === null || header === null) {
    throw new FeedError(`The live feed has more than ${MAX_ENTITIES} entities.`);
  }
  return { header, entities: split.entities };
}

async function readUpdates(entities: readonly Uint8Array[]): Promise<readonly TripUpdate[]> {
  const updates: TripUpdate[] = [];
  let [sinceBreath, stopUpdates] = [0, 0];
  for (const bytes of entities) {
    const update = toUpdate(bytes);
    if (update !== null) updates.push(update);
    stopUpdates += update?.stopTimeUpdate.length ?? 0;
    if (stopUpdates > MAX_STOP_UPDATES) {
      throw new FeedError(`The live feed has more than ${MAX_STOP_UPDATES} stops.`);
    }
    sinceBreath += bytes.byteLength;
    if (sinceBreath < BREATH_BYTES) continue;
    sinceBreath = 0;
    await breathe();
  }
  return updates;
}

/** Null for what tells of no trip, or cannot be understood. */
function toUpdate(bytes: Uint8Array): TripUpdate | null {
  if (bytes.byteLength > MAX_ENTITY_BYTES) return null;
  let entity;
  try {
    entity = feedEntity.safeParse(decodeEntity(bytes)).data;
  } catch {
    return null;
  }
  return entity?.isDeleted === true ? null : (entity?.tripUpdate ?? null);
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
