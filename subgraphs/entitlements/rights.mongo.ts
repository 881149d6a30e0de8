import type { ClientSession, Connection } from 'mongoose';
import type { CardId } from '../../domain/card-id.ts';
import type { CardholderId } from '../../domain/card/cardholder.ts';
import type { MediumToken } from '../../domain/card/medium-token.ts';
import type { CityDay } from '../../domain/city-day.ts';
import type { ReaderGroup } from '../../domain/reader-list/group.ts';
import type { Rulebook } from '../../domain/tariff/rulebook.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Seal } from '../../platform/stores/seal.ts';
import { inSession } from '../../platform/stores/transaction.ts';
import { standingOn, type Standing } from './differences.ts';
import { TARIFF_HOLDERS, toHolderRow, type KeptHolder } from './holder-store.mongo.ts';
import type { MediumTokens } from './medium-tokens-port.ts';
import { judge, untilCardEnds, type Outlook, type Outlooks } from './outlook.ts';
import { CARD_RIGHTS, toRightRow, type KeptRight } from './right-store.mongo.ts';
import type { Rulebooks } from './rulebooks/rulebooks.ts';
import { NOTHING_RECORDED, type CardRightRow, type TariffRecord } from './store.ts';

/** Everything that reader lists say of one card; `sync/readers/rights-port.ts` says more. */
export type CardRight = {
  readonly cardId: CardId;
  readonly version: number;
  readonly token: MediumToken;
  readonly standing: Standing;
  readonly mediumUntil: CityDay | null;
  outcome(rulebook: number, group: ReaderGroup): Outlook | null;
};

export type RightsAsk = {
  readonly groups: readonly ReaderGroup[];
  readonly rulebooks: readonly number[];
  /** Today in the city. */
  readonly day: CityDay;
};

/** As `sync/readers/rights-port.ts` asks for it. */
export type Rights = {
  find(
    cardIds: readonly CardId[],
    ask: RightsAsk,
    session?: ClientSession,
  ): Promise<readonly CardRight[]>;
  all(ask: RightsAsk, after: CardId | null): AsyncIterable<readonly CardRight[]>;
  count(): Promise<number>;
};

export type RightsDeps = {
  readonly connection: Connection;
  readonly seal: Seal;
  readonly tokens: MediumTokens;
  readonly rulebooks: Pick<Rulebooks, 'find'>;
  readonly clock: Clock;
};

const BATCH = 1_000;

/** Judged from facts and passes whenever they are asked for: no outcome is kept anywhere. */
export function createRights(deps: RightsDeps): Rights {
  const rows = deps.connection.collection<KeptRight>(CARD_RIGHTS);
  return {
    async find(cardIds, ask, session) {
      const kept = await rows.find({ _id: { $in: [...cardIds] } }, inSession(session)).toArray();
      return judgeCards(kept.map(toRightRow), await whatFor(ask, deps), {
        deps,
        session,
        isWhole: false,
      });
    },
    async *all(ask, after) {
      const judging = await whatFor(ask, deps);
      let next = loadAfter(after, judging);
      for (;;) {
        const { rights, last } = await next;
        if (last === null) return;
        // While this batch is used the next one is read and opened.
        next = loadAfter(last, judging);
        next.catch(() => {});
        yield rights;
      }
    },
    count: () => rows.countDocuments(),
  };

  async function loadAfter(after: CardId | null, judging: Judging): Promise<Batch> {
    const filter = after === null ? {} : { _id: { $gt: after } };
    const options = { sort: { _id: 1 }, limit: BATCH, batchSize: BATCH } as const;
    const cards = (await rows.find(filter, options).toArray()).map(toRightRow);
    const rights = await judgeCards(cards, judging, { deps, session: undefined, isWhole: true });
    return { rights, last: cards.at(-1)?.cardId ?? null };
  }
}

/** @property last The card behind which the next one begins; null when there is none any more. */
type Batch = { readonly rights: readonly CardRight[]; readonly last: CardId | null };

type Judging = {
  readonly rulebooks: ReadonlyMap<number, Rulebook>;
  readonly day: CityDay;
  readonly at: Date;
};

/** @throws {Error} There is no such rulebook. */
async function whatFor(
  { rulebooks: versions, day }: RightsAsk,
  { rulebooks, clock }: RightsDeps,
): Promise<Judging> {
  const found = new Map<number, Rulebook>();
  for (const version of versions) {
    const rulebook = await rulebooks.find(version);
    if (rulebook === null) throw new Error(`There is no rulebook ${version} to judge cards by.`);
    found.set(version, rulebook);
  }
  return { rulebooks: found, day, at: clock.now() };
}

type Source = {
  readonly deps: RightsDeps;
  readonly session: ClientSession | undefined;
  /** Whether the cards follow each other with none left out. */
  readonly isWhole: boolean;
};

async function judgeCards(
  cards: readonly CardRightRow[],
  judging: Judging,
  source: Source,
): Promise<readonly CardRight[]> {
  const { deps, session } = source;
  const holderIds = [...new Set(cards.map(({ holderId }) => holderId))];
  const tokens = findTokens(cards, source);
  // A session takes one question at a time.
  if (session !== undefined) await tokens;
  const [tokenOf, holderOf] = await Promise.all([tokens, findHolders(holderIds, deps, session)]);
  return cards.flatMap((card): readonly CardRight[] => {
    const token = tokenOf.get(card.cardId);
    if (token === undefined) return [];
    const nothing = { kind: card.holderKind, ...NOTHING_RECORDED };
    return [toRight(card, token, { record: holderOf.get(card.holderId) ?? nothing, judging })];
  });
}

function findTokens(
  cards: readonly CardRightRow[],
  { deps: { tokens }, session, isWhole }: Source,
): Promise<ReadonlyMap<CardId, MediumToken>> {
  const [first, last] = [cards[0], cards.at(-1)];
  if (isWhole && first !== undefined && last !== undefined) {
    return tokens.between(first.cardId, last.cardId);
  }
  return tokens.find(
    cards.map(({ cardId }) => cardId),
    session,
  );
}

async function findHolders(
  ids: readonly CardholderId[],
  { connection, seal }: RightsDeps,
  session: ClientSession | undefined,
): Promise<ReadonlyMap<CardholderId, TariffRecord>> {
  const rows = connection.collection<KeptHolder>(TARIFF_HOLDERS);
  const found = await rows.find({ _id: { $in: [...ids] } }, inSession(session)).toArray();
  return new Map(found.map((kept) => [kept._id, toHolderRow(kept, seal)]));
}

function toRight(
  card: CardRightRow,
  token: MediumToken,
  { record, judging }: { readonly record: TariffRecord; readonly judging: Judging },
): CardRight {
  const { cardId, version, lastOn } = card;
  const standing = standingOn(card, judging.day);
  const known = new Map<number, Outlooks>();
  return {
    cardId,
    version,
    token,
    standing,
    mediumUntil: lastOn,
    outcome(wanted, { service, id }) {
      if (standing !== 'usable') return null;
      const rulebook = judging.rulebooks.get(wanted);
      if (rulebook === undefined) throw new Error(`Rulebook ${wanted} was not asked for.`);
      const outlooks = known.get(wanted) ?? judge(record, rulebook, judging);
      known.set(wanted, outlooks);
      return untilCardEnds(outlooks.of(service, id), card);
    },
  };
}
