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
    FeedMessage: {
      fields: {
        header: { type: 'FeedHeader', id: 1 },
        entity: { rule: 'repeated', type: 'FeedEntity', id: 2 },
      },
    },
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

const feedMessage = protobuf.Root.fromJSON(DESCRIPTION).lookupType('FeedMessage');

/**
 * Bytes to plain objects, whole numbers of 64 bits as numbers; fields that are not sent are absent.
 *
 * @throws {Error} Bytes that are no such message.
 */
export function decodeFeedMessage(bytes: Uint8Array): unknown {
  return feedMessage.toObject(feedMessage.decode(bytes), { longs: Number });
}
