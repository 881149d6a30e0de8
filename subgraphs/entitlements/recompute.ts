import type { CardId } from '../../domain/card-id.ts';
import type { CardholderId } from '../../domain/card/cardholder.ts';
import { cityDayAt, type CityDay } from '../../domain/city-day.ts';
import type { HolderKind } from '../../domain/tariff/situation.ts';
import type { CardChange, HolderChange, Settle } from './settle.ts';
import {
  NOTHING_RECORDED,
  type CardRightRow,
  type EntitlementsStore,
  type HolderRow,
} from './store.ts';

/** What rights have to know of a card, as of one version of it; `sync/rights/recompute-port.ts` says more. */
export type CardStanding = {
  readonly cardId: CardId;
  readonly holderId: CardholderId;
  readonly holderKind: HolderKind;
  readonly cardVersion: number;
  readonly standing: CardRightRow['standing'];
  readonly validFrom: Date;
  readonly validUntil: Date | null;
};

/** As `sync/rights/recompute-port.ts` asks for it. */
export type Recompute = {
  card(standing: CardStanding): Promise<void>;
  due(day: CityDay, limit: number): Promise<number>;
};

export type RecomputeDeps = {
  readonly store: EntitlementsStore;
  readonly settle: Settle;
  /** The city's. */
  readonly zone: string;
};

/** Holders in one transaction: few enough that it is short. */
const HOLDERS_AT_ONCE = 50;

export function createRecompute(deps: RecomputeDeps): Recompute {
  return {
    card: (standing) => deps.store.transact((session) => judgeCard(standing, session, deps)),
    due: (day, limit) => judgeDue(day, limit, deps),
  };
}

type Session = Parameters<Settle>[0];

async function judgeCard(
  standing: CardStanding,
  session: Session,
  { store, settle, zone }: RecomputeDeps,
): Promise<void> {
  const [was = null] = await store.rights.find([standing.cardId], session);
  if (was !== null && standing.cardVersion <= was.cardVersion) return;
  const [found] = await store.holders.find([standing.holderId], session);
  const unknown = { holderId: standing.holderId, ...NOTHING_RECORDED, version: 0 };
  const holder: HolderRow = { ...(found ?? unknown), kind: standing.holderKind };
  const is = toRow(standing, was, zone);
  // The holder is judged as of today by this: what time has changed for the other cards would be missed.
  const all = await store.rights.findByHolders([standing.holderId], session);
  const others = all.filter(({ cardId }) => cardId !== standing.cardId).map(sameCard);
  await settle(session, [{ was: holder, is: holder, cards: [{ was, is }, ...others] }]);
}

function sameCard(card: CardRightRow): CardChange {
  return { was: card, is: card };
}

function toRow(
  { validFrom, validUntil, ...standing }: CardStanding,
  was: CardRightRow | null,
  zone: string,
): CardRightRow {
  const days = toDays({ validFrom, validUntil }, zone);
  return {
    ...standing,
    ...days,
    version: was?.version ?? 0,
    evaluatedOn: was?.evaluatedOn ?? days.firstOn,
    wakeOn: null,
  };
}

/** The first and last day on which a card counts: it counts before `validUntil`. */
export function toDays(
  { validFrom, validUntil }: Pick<CardStanding, 'validFrom' | 'validUntil'>,
  zone: string,
): Pick<CardRightRow, 'firstOn' | 'lastOn'> {
  const lastOn = validUntil === null ? null : cityDayAt(new Date(validUntil.getTime() - 1), zone);
  return { firstOn: cityDayAt(validFrom, zone), lastOn };
}

async function judgeDue(
  day: CityDay,
  limit: number,
  { store, settle }: RecomputeDeps,
): Promise<number> {
  const cards = await store.rights.findDue(day, limit);
  const holders = await store.holders.findDue(day, limit);
  const due = [...new Set([...holders, ...cards.map(({ holderId }) => holderId)])].slice(0, limit);
  let judged = 0;
  for (let start = 0; start < due.length; start += HOLDERS_AT_ONCE) {
    const ids = due.slice(start, start + HOLDERS_AT_ONCE);
    judged += await store.transact(async (session) => {
      const changes = await unchanged(ids, session, store);
      await settle(session, changes, day);
      // A holder without a card counts too: nobody shall think that none is due any more.
      return changes.reduce((sum, change) => sum + Math.max(1, change.cards.length), 0);
    });
  }
  return judged;
}

/** Holders as they are, for what time alone has changed. */
async function unchanged(
  ids: readonly CardholderId[],
  session: Session,
  store: EntitlementsStore,
): Promise<readonly HolderChange[]> {
  const found = await store.holders.find(ids, session);
  const byHolder = new Map<string, CardRightRow[]>(ids.map((id) => [id, []]));
  for (const card of await store.rights.findByHolders(ids, session)) {
    byHolder.get(card.holderId)?.push(card);
  }
  const known = new Map(found.map((holder) => [holder.holderId, holder]));
  return ids.flatMap((holderId) => {
    const cards = byHolder.get(holderId) ?? [];
    const kind = known.get(holderId)?.kind ?? cards[0]?.holderKind;
    if (kind === undefined) return [];
    const holder = known.get(holderId) ?? { holderId, kind, ...NOTHING_RECORDED, version: 0 };
    return [{ was: holder, is: holder, cards: cards.map(sameCard) }];
  });
}
