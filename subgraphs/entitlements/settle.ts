import type { ClientSession } from 'mongoose';
import { cityDayAt, type CityDay } from '../../domain/city-day.ts';
import type { Rulebook } from '../../domain/tariff/rulebook.ts';
import type { Clock } from '../../platform/clock.ts';
import type { RightChange, RightChanges } from '../../platform/stores/right-changes.ts';
import { differenceOf, standingOn, type Difference } from './differences.ts';
import { withoutForgotten } from './kept-record.ts';
import type { Rulebooks } from './rulebooks/rulebooks.ts';
import type {
  CardRightRow,
  EntitlementsStore,
  HolderRow,
  SavedHolder,
  TariffRecord,
} from './store.ts';
import { cardWakeDay, holderWakeDay, type Draw } from './wake-day.ts';

export type SettleDeps = {
  readonly store: Pick<EntitlementsStore, 'holders' | 'rights'>;
  readonly rightChanges: Pick<RightChanges, 'append'>;
  readonly rulebooks: Pick<Rulebooks, 'live'>;
  readonly clock: Clock;
  /** The city's: its days decide. */
  readonly zone: string;
  readonly draw: Draw;
};

/** A holder with all cards, before and after something happened or time has passed. */
export type HolderChange = {
  readonly was: TariffRecord;
  readonly is: HolderRow;
  readonly cards: readonly CardChange[];
};

/** @property was Null for a card that was not known. */
export type CardChange = { readonly was: CardRightRow | null; readonly is: CardRightRow };

/** @property changedServices Those that readers are told of, `*` for all; of all cards together. */
export type Settled = { readonly changedServices: readonly string[] };

/**
 * Writes what has changed, in the caller's transaction, and tells readers of what differs for them. A
 * card is compared with the day as of which they were told last, so that nothing that time did in
 * between is lost, however long nobody looked.
 */
export type Settle = (
  session: ClientSession,
  changes: readonly HolderChange[],
  /** Judges as of this day when it is later than today. */
  notBefore?: CityDay,
) => Promise<Settled>;

export function createSettle(deps: SettleDeps): Settle {
  const { store, rightChanges, rulebooks, clock, zone } = deps;
  return async (session, changes, notBefore) => {
    const at = clock.now();
    const today = cityDayAt(at, zone);
    const day = notBefore !== undefined && notBefore > today ? notBefore : today;
    const live = await rulebooks.live(at);
    const outcomes = changes.map((change) =>
      settleHolder(change, { rulebooks: live, day, at, deps }),
    );
    await store.holders.save(
      session,
      outcomes.map(({ holder }) => holder),
    );
    const cards = outcomes.flatMap((outcome) => outcome.cards);
    await store.rights.save(
      session,
      cards.flatMap(({ row }) => row ?? []),
    );
    const told = cards.flatMap(({ told: change }) => change ?? []);
    await rightChanges.append(session, told);
    return { changedServices: [...new Set(told.flatMap(({ services }) => services))] };
  };
}

type Now = {
  readonly rulebooks: readonly Rulebook[];
  readonly day: CityDay;
  readonly at: Date;
  readonly deps: SettleDeps;
};

type SettledCard = {
  /** Null when nothing of it has to be written. */
  readonly row: CardRightRow | null;
  readonly told: RightChange | null;
};

function settleHolder(
  { was, is, cards }: HolderChange,
  now: Now,
): { readonly holder: SavedHolder; readonly cards: readonly SettledCard[] } {
  const { day, deps } = now;
  const kept = withoutForgotten({ ...is, version: is.version + 1 }, day, deps.zone);
  return {
    holder: { row: kept, wakeOn: holderWakeDay(kept, day, deps.draw) },
    cards: cards.map((card) => settleCard(card, { was, is }, now)),
  };
}

function settleCard(
  { was, is }: CardChange,
  records: Pick<HolderChange, 'was' | 'is'>,
  { rulebooks, day, at }: Now,
): SettledCard {
  const since = was?.evaluatedOn ?? day;
  const difference = differenceOf(
    { record: records.was, standing: was === null ? 'off' : standingOn(was, since), day: since },
    { record: records.is, standing: standingOn(is, day), day },
    { rulebooks, at },
  );
  const wakeOn = cardWakeDay(is, day);
  if (difference === null && was === is && was.wakeOn === wakeOn) return { row: null, told: null };
  const version = (was?.version ?? 0) + (difference === null ? 0 : 1);
  const row = { ...is, version, evaluatedOn: day, wakeOn };
  return { row, told: difference === null ? null : toChange(row, difference, at) };
}

function toChange(
  { cardId, version }: CardRightRow,
  { services, isUrgent }: Difference,
  at: Date,
): RightChange {
  return { cardId, version, services, isUrgent, at };
}
