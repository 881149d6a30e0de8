import type { Connection } from 'mongoose';
import { parseCardId, type CardId } from '../../domain/card-id.ts';
import { parseCityDay, type CityDay } from '../../domain/city-day.ts';
import { CLASS_FACT_KINDS } from '../../domain/tariff/fact-kinds.ts';
import type { Clock } from '../../platform/clock.ts';
import { countModels, type ClassCell, type DayRow } from './counts.mongo.ts';
import type { HolderClasses } from './ports.ts';
import { ADMITTED, useModels, type UseModels } from './use-rows.mongo.ts';

/** The class of holders who belong to none of a kind. */
const NO_CLASS = 'none';

/** Cards whose classes are asked for at once. */
const MOST_CARDS = 1_000;

/** A day to which uses still come is counted by class once nothing has come for so long. */
const QUIET_MS = 5 * 60 * 1000;

/** Counts uses by the classes of who used. Classes of cards are in memory while a day is counted, and nowhere else. */
export type ClassCounting = {
  /** Days to which uses came since they were counted last, and which are quiet now. @returns How many. */
  countStale(): Promise<number>;
  countDay(day: CityDay): Promise<void>;
};

export type ClassCountingOptions = {
  readonly connection: Connection;
  readonly holders: HolderClasses;
  readonly clock: Clock;
};

export function createClassCounting({
  connection,
  holders,
  clock,
}: ClassCountingOptions): ClassCounting {
  const uses = useModels(connection);
  const { classes, days } = countModels(connection);
  const countDay = async (day: CityDay): Promise<void> => {
    for (const [service, usesByCard] of await usesOf(uses, day)) {
      const cells = await toCells(holders, usesByCard, day);
      await classes.updateOne(
        { _id: `${day}|${service}` },
        { $set: { day, service, cells } },
        { upsert: true },
      );
    }
  };
  return {
    countDay,
    async countStale() {
      const stale = await days.find({ isStale: true, closedAt: null }).lean<DayRow[]>();
      const quietSince = clock.now().getTime() - QUIET_MS;
      const quiet = stale.filter(({ touchedAt }) => touchedAt.getTime() <= quietSince);
      for (const { _id, touchedAt } of quiet) {
        await countDay(parseCityDay(_id));
        // Not when uses have come meanwhile.
        await days.updateOne({ _id, touchedAt }, { $set: { isStale: false } });
      }
      return quiet.length;
    },
  };
}

type UsesByCard = ReadonlyMap<CardId, number>;

async function usesOf({ uses }: UseModels, day: CityDay): Promise<ReadonlyMap<string, UsesByCard>> {
  const byService = new Map<string, Map<CardId, number>>();
  const rows = uses
    .find({ day, result: { $in: [...ADMITTED] } }, { _id: 0, service: 1, cardId: 1 })
    .lean<{ readonly service: string; readonly cardId?: string }>()
    .cursor({ batchSize: 5_000 });
  for await (const { service, cardId } of rows) {
    if (cardId === undefined) continue;
    const byCard = byService.get(service) ?? new Map<CardId, number>();
    const id = parseCardId(cardId);
    byCard.set(id, (byCard.get(id) ?? 0) + 1);
    byService.set(service, byCard);
  }
  return byService;
}

async function toCells(
  holders: HolderClasses,
  usesByCard: UsesByCard,
  day: CityDay,
): Promise<readonly ClassCell[]> {
  const cells = new Map<string, { uses: number; cards: number }>();
  const ids = [...usesByCard.keys()];
  for (let begin = 0; begin < ids.length; begin += MOST_CARDS) {
    const some = ids.slice(begin, begin + MOST_CARDS);
    const classes = await holders.classesOf(some, day);
    for (const id of some) {
      for (const name of namesOf(classes.get(id) ?? [])) {
        const cell = cells.get(name) ?? { uses: 0, cards: 0 };
        cell.uses += usesByCard.get(id) ?? 0;
        cell.cards += 1;
        cells.set(name, cell);
      }
    }
  }
  return [...cells].map(([name, cell]) => {
    const [kind = '', holderClass = ''] = name.split(':');
    return { kind, class: holderClass, ...cell };
  });
}

/** The classes, and `none` for each kind in which there is none: together they are everybody. */
function namesOf(classes: readonly string[]): readonly string[] {
  const without = CLASS_FACT_KINDS.filter(
    (kind) => !classes.some((name) => name.startsWith(`${kind}:`)),
  );
  return [...new Set(classes), ...without.map((kind) => `${kind}:${NO_CLASS}`)];
}
