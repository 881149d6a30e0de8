import protobuf from 'protobufjs/light.js';

/*
 * The part of GTFS-Realtime that tells of trips: names, numbers and types of the fields of
 * `transit_realtime.FeedMessage` as the standard fixes them. What is not here (vehicles, alerts,
 * shapes, extensions 1000 to 1999 and 9000 to 9999) is skipped while decoding.
 *
 * All fields are optional here, although some are required there, so that one vendor's omission
 * does not cost the whole feed. Enumerations are plain numbers, so that a value that is not known yet
 * stays one.
 *
 * Source: google/transit, gtfs-realtime/proto/gtfs-realtime.proto, version 2.0 (2026-06, Apache-2.0).
 */
const DESCRIPTION = {
  nested: {
    FeedHeader: {
      fields: {
        gtfsRealtimeVersion: { type: 'string', id: 1 },
        incrementality: { type: 'int32', id: 2 },
        timestamp: { type: 'uint64', id: 3 },
      },
    },
    FeedEntity: {
      fields: {
        id: { type: 'string', id: 1 },
        isDeleted: { type: 'bool', id: 2 },
        tripUpdate: { type: 'TripUpdate', id: 3 },
      },
    },
    TripUpdate: {
      fields: {
        trip: { type: 'TripDescriptor', id: 1 },
        stopTimeUpdate: { rule: 'repeated', type: 'StopTimeUpdate', id: 2 },
        delay: { type: 'int32', id: 5 },
      },
    },
    TripDescriptor: {
      fields: {
        tripId: { type: 'string', id: 1 },
        startTime: { type: 'string', id: 2 },
        startDate: { type: 'string', id: 3 },
        scheduleRelationship: { type: 'int32', id: 4 },
        routeId: { type: 'string', id: 5 },
        directionId: { type: 'uint32', id: 6 },
      },
    },
    StopTimeUpdate: {
      fields: {
        stopSequence: { type: 'uint32', id: 1 },
        arrival: { type: 'StopTimeEvent', id: 2 },
        departure: { type: 'StopTimeEvent', id: 3 },
        stopId: { type: 'string', id: 4 },
        scheduleRelationship: { type: 'int32', id: 5 },
      },
    },
    StopTimeEvent: {
      fields: {
        delay: { type: 'int32', id: 1 },
        time: { type: 'int64', id: 2 },
      },
    },
  },
};

const ROOT = protobuf.Root.fromJSON(DESCRIPTION);
const FEED_HEADER = ROOT.lookupType('FeedHeader');
const FEED_ENTITY = ROOT.lookupType('FeedEntity');

/** Tags of `FeedMessage`: number of the field, and that its length comes first. */
const HEADER_TAG = (1 << 3) | 2;
const ENTITY_TAG = (2 << 3) | 2;

/** A message whose entities are not decoded yet: all at once would hold everybody up. */
export type SplitMessage = {
  /** Whole numbers of 64 bits as numbers; fields that are not sent are absent. */
  readonly header: unknown;
  readonly entities: readonly Uint8Array[];
};

/**
 * @returns Null for more entities than allowed.
 * @throws {Error} Bytes that are no such message.
 */
export function splitFeedMessage(bytes: Uint8Array, maxEntities: number): SplitMessage | null {
  const reader = protobuf.Reader.create(bytes);
  const entities: Uint8Array[] = [];
  let header: Uint8Array = new Uint8Array();
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag === HEADER_TAG) header = reader.bytes();
    else if (tag === ENTITY_TAG) entities.push(reader.bytes());
    else reader.skipType(tag & 7);
    if (entities.length > maxEntities) return null;
  }
  return { header: toPlain(FEED_HEADER, header), entities };
}

/** @throws {Error} Bytes that are no such message. */
export function decodeEntity(bytes: Uint8Array): unknown {
  return toPlain(FEED_ENTITY, bytes);
}

function toPlain(type: protobuf.Type, bytes: Uint8Array): unknown {
  return type.toObject(type.decode(bytes), { longs: Number });
}
