import type { Connection } from 'mongoose';
import { parseCardId } from '../../domain/card-id.ts';
import { parseCityDay } from '../../domain/city-day.ts';
import { parseGroupId, type GroupId } from '../../domain/reader-list/group.ts';
import type { TapResult } from '../../domain/reader-list/reader-event.ts';
import type { ServiceId } from '../../domain/tariff/service.ts';
import type { Clock } from '../../platform/clock.ts';
import { mapBounded } from '../../platform/map-bounded.ts';
import type { Logger } from '../../platform/process/log.ts';
import type { CardIndex } from './card-index.ts';
import type { Credits } from './credits.ts';
import type { CardUse, PriceOfCode, UseRules } from './ports.ts';
import {
  takenAtOf,
  useModels,
  useRange,
  type ArrivalPart,
  type ArrivalRow,
  type UseModels,
  type UseRow,
} from './use-rows.mongo.ts';

/** Arrivals drawn together. */
const MOST_ARRIVALS = 10;

const READS_AT_ONCE = 8;

/** A portion that fails alone is tried again after this time. */
const PUT_OFF_MS = 60_000;

/** Results of taps that a rule's credit can have paid for. */
const BY_THE_LIST: readonly TapResult[] = ['accepted', 'acceptedStale'];

/** Draws the consequences of uses that have been stored. */
export type FollowUp = {
  /**
   * Recognises the cards of new arrivals and applies their uses to credits. Safe to repeat and to be
   * cut short anywhere: an arrival is new until all of it is done.
   *
   * @returns How many arrivals were settled; 0 when none is waiting.
   */
  settle(): Promise<number>;
};

export type FollowUpOptions = {
  readonly connection: Connection;
  readonly cards: Pick<CardIndex, 'find'>;
  readonly credits: Pick<Credits, 'apply'>;
  readonly rules: Pick<UseRules, 'servicesWithCredits'>;
  readonly priceOf: PriceOfCode;
  readonly clock: Clock;
  readonly log: Logger;
};

export function createFollowUp(options: FollowUpOptions): FollowUp {
  const models = useModels(options.connection);
  const { clock, log } = options;
  return {
    async settle() {
      const now = clock.now();
      const arrivals = await models.arrivals
        .find({ state: 'new', at: { $lte: now } })
        .sort({ at: 1 })
        .limit(MOST_ARRIVALS)
        .lean<ArrivalRow[]>();
      if (arrivals.length === 0) return 0;
      try {
        await settleAll(models, arrivals, options);
      } catch (error) {
        log.warn({ err: error }, 'uses could not be followed up together');
        await settleEach(models, arrivals, options);
      }
      return arrivals.length;
    },
  };
}

/** One that fails is put off, so that it does not hold up the others. */
async function settleEach(
  models: UseModels,
  arrivals: readonly ArrivalRow[],
  options: FollowUpOptions,
): Promise<void> {
  for (const arrival of arrivals) {
    try {
      await settleAll(models, [arrival], options);
    } catch (error) {
      const at = new Date(options.clock.now().getTime() + PUT_OFF_MS);
      await models.arrivals.updateOne({ _id: arrival._id }, { $set: { at } });
      options.log.error({ err: error }, 'uses will be followed up later');
    }
  }
}

async function settleAll(
  models: UseModels,
  arrivals: readonly ArrivalRow[],
  { cards, credits, rules, priceOf }: FollowUpOptions,
): Promise<void> {
  const withCredits = await rules.servicesWithCredits();
  // The others have no consequences but to be counted, and are most of all uses.
  const parts = arrivals
    .flatMap((arrival) => arrival.parts)
    .filter((part) => !part.isRecognised || withCredits.has(part.service));
  const rows = (await mapBounded(parts, READS_AT_ONCE, (part) => rowsOf(models, part))).flat();
  const asOf = new Date(Math.max(...arrivals.map(({ at }) => at.getTime())));
  const known = await recognise(models, rows, (use, keys) =>
    cards.find(groupOf(use), use.epoch, keys, asOf),
  );
  const paying = known.filter(
    ({ result, service }) => BY_THE_LIST.includes(result) && withCredits.has(service),
  );
  const uses: CardUse[] = [];
  for (const row of paying) uses.push(toCardUse(row, await chargedOf(row, priceOf)));
  await credits.apply(uses);
  await models.arrivals.updateMany(
    { _id: { $in: arrivals.map(({ _id }) => _id) }, state: 'new' },
    { $set: { state: 'settled' } },
  );
}

function rowsOf({ uses }: UseModels, { reader, from, to }: ArrivalPart): Promise<UseRow[]> {
  return uses.find({ _id: useRange(reader, from, to) }).lean<UseRow[]>();
}

type KnownUse = UseRow & { readonly cardId: string };

/** @returns The uses of cards, those that were recognised before included. */
async function recognise(
  { uses }: UseModels,
  rows: readonly UseRow[],
  find: (use: UseRow, keys: readonly string[]) => ReturnType<CardIndex['find']>,
): Promise<readonly KnownUse[]> {
  const known = rows.filter(isKnown);
  const unknown = Map.groupBy(
    rows.filter((row) => row.cardId === undefined && row.key !== ''),
    ({ group, epoch }) => `${group} ${epoch}`,
  );
  for (const some of unknown.values()) {
    const [first] = some;
    if (first === undefined) continue;
    const keys = [...new Set(some.map(({ key }) => key))];
    const found = await find(first, keys);
    const recognised = some.flatMap((row): KnownUse[] => {
      const cardId = found.get(row.key);
      return cardId === undefined ? [] : [{ ...row, cardId }];
    });
    if (recognised.length === 0) continue;
    await uses.bulkWrite(
      recognised.map(({ _id, cardId }) => ({
        updateOne: { filter: { _id }, update: { $set: { cardId } } },
      })),
      { ordered: false },
    );
    known.push(...recognised);
  }
  return known;
}

function isKnown(row: UseRow): row is KnownUse {
  return row.cardId !== undefined;
}

/** A reader whose list was stale let in without asking for a price. */
async function chargedOf(row: KnownUse, priceOf: PriceOfCode): Promise<number | null> {
  return row.result === 'accepted' ? priceOf(row) : null;
}

function toCardUse(row: KnownUse, chargedCents: number | null): CardUse {
  return {
    useId: row._id,
    cardId: parseCardId(row.cardId),
    group: groupOf(row),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was a group's when the use was stored
    service: row.service as ServiceId,
    takenAt: takenAtOf(row),
    day: parseCityDay(row.day),
    chargedCents,
  };
}

function groupOf({ group }: UseRow): GroupId {
  return parseGroupId(group);
}
