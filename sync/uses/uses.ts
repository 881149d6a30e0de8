import { randomUUID } from 'node:crypto';
import type { Connection } from 'mongoose';
import { InvalidInputError } from '../../domain/errors.ts';
import type { ReaderGroup } from '../../domain/reader-list/group.ts';
import type { ReaderEvent } from '../../domain/reader-list/reader-event.ts';
import type { ReaderId } from '../../domain/reader-list/reader.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/process/log.ts';
import type { CardIndex } from './card-index.ts';
import { createGathering } from './gathering.ts';
import type { ReaderPlaces } from './ports.ts';
import { createReceptions } from './receptions.ts';
import { missingIn, type SequenceRange } from './sequence-ranges.ts';
import { storeUses } from './store-uses.ts';
import { createDayFinder, firstDayKept, takenAt, type ToldBy } from './use-day.ts';
import { sequenceOf, useIdOf, useModels, type ArrivalPart, type UseRow } from './use-rows.mongo.ts';

/** Events in one upload at most. */
export const MOST_EVENTS = 1_000;

/** Gaps told to a reader at once; it learns of the next ones once it has filled these. */
const MOST_GAPS = 100;

export type Acknowledgement = {
  /** Nothing is missing up to here: the reader may forget these events. 0 for none. */
  readonly acknowledgedThrough: number;
  /** What is missing before the highest sequence that has come, the lowest first, at most 100 gaps. */
  readonly missing: readonly SequenceRange[];
};

/** Where readers' events become uses. */
export type Uses = {
  /**
   * Takes a portion of a reader's log, in any order and any number of times.
   *
   * @param group The group that the reader belongs to; its service is that of the uses.
   * @param events At most 1,000. Those of days that are forgotten already are acknowledged and dropped.
   * @returns Once everything is durable: acknowledged by a majority of the store.
   * @throws {InvalidInputError} Too many events, or one that no reader writes.
   * @throws {UpstreamUnavailableError} It is not certain that all are stored: to be sent again.
   */
  receive(
    reader: ReaderId,
    group: ReaderGroup,
    events: readonly ReaderEvent[],
  ): Promise<Acknowledgement>;
};

export type UsesOptions = {
  readonly connection: Connection;
  readonly places: ReaderPlaces;
  /** Names cards at once where it can; the rest is recognised afterwards. */
  readonly cards: Pick<CardIndex, 'peek'>;
  readonly clock: Clock;
  /** The city's. */
  readonly zone: string;
  /** Days for which uses are kept with their cards. */
  readonly keepDays: number;
  readonly log: Logger;
};

/** Uploads that came while others were being written go to the store together. */
export function createUses(options: UsesOptions): Uses {
  const models = useModels(options.connection);
  const receptions = createReceptions(models, options.clock);
  const toRows = createRowMaker(options);
  const gather = createGathering<Upload>(async (uploads) => {
    const receivedAt = options.clock.now();
    const rows = uploads.flatMap((upload) => upload.rows);
    const conflicts = await storeUses(models, rows, receivedAt);
    if (conflicts > 0) options.log.warn({ conflicts }, 'uses came again with other content');
    // After the uses, so that nothing is looked for before it is there; before the acknowledgement, so that nothing is forgotten.
    await models.arrivals.create([
      { _id: randomUUID(), parts: uploads.flatMap(toPart), at: receivedAt, state: 'new' },
    ]);
    await receptions.add(sequencesOf(uploads));
  });
  return {
    async receive(reader, group, events) {
      assertEvents(events);
      if (events.length > 0) await gather(await toRows(reader, group, events));
      const seen = await receptions.seen(reader);
      return { acknowledgedThrough: seen.through, missing: missingIn(seen, MOST_GAPS) };
    },
  };
}

type Upload = {
  readonly reader: ReaderId;
  /** Of all events, those that are dropped included. */
  readonly sequences: readonly number[];
  readonly rows: readonly UseRow[];
};

function createRowMaker({ places, cards, clock, zone, keepDays, log }: UsesOptions) {
  const dayOf = createDayFinder(zone);
  return async (
    reader: ReaderId,
    group: ReaderGroup,
    events: readonly ReaderEvent[],
  ): Promise<Upload> => {
    const known = await places.find(reader);
    const receivedAt = clock.now();
    const told: ToldBy = { receivedAt, clockSkewMs: known?.clockSkewMs ?? null };
    const firstDay = firstDayKept(receivedAt, { zone, keepDays });
    // A reader that is gone from the register may still have uses to tell.
    const place = known?.place ?? group.places[0] ?? group.id;
    const rows = events.map(({ sequence, at, result, cardKey, epoch, rulebook, code }): UseRow => {
      const cardId = cardKey === '' ? null : cards.peek(group.id, epoch, cardKey);
      const taken = takenAt(at, told);
      return {
        _id: useIdOf(reader, sequence),
        ...{ reader, at, day: dayOf(taken) },
        ...(taken.getTime() !== at.getTime() && { takenAt: taken }),
        ...{ group: group.id, service: group.service, place },
        ...{ result, key: cardKey, epoch, rulebook, code },
        ...(cardId !== null && { cardId }),
      };
    });
    const kept = rows.filter(({ day }) => day >= firstDay);
    const dropped = rows.length - kept.length;
    if (dropped > 0) log.warn({ reader, dropped }, 'uses of days that are forgotten already');
    return { reader, sequences: events.map(({ sequence }) => sequence), rows: kept };
  };
}

/** @throws {InvalidInputError} */
function assertEvents(events: readonly ReaderEvent[]): void {
  if (events.length > MOST_EVENTS) {
    throw new InvalidInputError(`At most ${MOST_EVENTS} events are uploaded at once.`);
  }
  for (const { sequence, at, cardKey } of events) {
    if (!Number.isSafeInteger(sequence) || sequence < 1) {
      throw new InvalidInputError('The sequence of an event is a whole number from 1 on.');
    }
    if (Number.isNaN(at.getTime())) throw new InvalidInputError('An event has an instant.');
    if (!/^(?:[0-9a-f]{20})?$/.test(cardKey)) {
      throw new InvalidInputError('A card key is 20 hexadecimal digits, or empty without a card.');
    }
  }
}

function toPart({ reader, rows }: Upload): readonly ArrivalPart[] {
  const [first] = rows;
  if (first === undefined) return [];
  const sequences = rows.map(({ _id }) => sequenceOf(_id));
  const [from, to] = [Math.min(...sequences), Math.max(...sequences)];
  const isRecognised = rows.every(({ key, cardId }) => key === '' || cardId !== undefined);
  const days = [...new Set(rows.map(({ day }) => day))];
  return [{ reader, from, to, days, service: first.service, isRecognised }];
}

function sequencesOf(uploads: readonly Upload[]): ReadonlyMap<string, readonly number[]> {
  const byReader = new Map<string, number[]>();
  for (const { reader, sequences } of uploads) {
    const known = byReader.get(reader);
    if (known === undefined) byReader.set(reader, [...sequences]);
    else known.push(...sequences);
  }
  return byReader;
}
