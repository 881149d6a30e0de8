import type { ClientSession } from 'mongoose';
import type { CardId } from '../../domain/card-id.ts';
import type { LinkedAccount } from '../../domain/linked-account.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Errands } from '../../platform/stores/errands.ts';
import type { StandingFollower } from './follow-card.ts';

/** Who is told of tariff codes. */
export const TRANSPORT_TARIFF = 'transport-tariff';

/** The transport cards that are linked to these cards; a card without one is missing. */
export type TransportAccounts = (
  cardIds: readonly CardId[],
) => Promise<ReadonlyMap<CardId, LinkedAccount>>;

/** Why a card's tariff code is looked at. */
export type TariffReason = {
  readonly cardId: CardId;
  /** Names the errand with the card: of the card's rights, or less than zero. */
  readonly version: number;
  readonly type: 'rights.changed' | 'account.linked' | 'rulebook.started';
  readonly at: Date;
};

/**
 * Writes an errand for each card that has a transport card. Safe to repeat: one that is there is not
 * written again.
 */
export type WriteTariffErrands = (reasons: readonly TariffReason[]) => Promise<void>;

export type TariffErrandsDeps = {
  readonly errands: Pick<Errands, 'append' | 'findByCards'>;
  readonly accounts: TransportAccounts;
  readonly transact: (work: (session: ClientSession) => Promise<void>) => Promise<void>;
};

export function createWriteTariffErrands({
  errands,
  accounts,
  transact,
}: TariffErrandsDeps): WriteTariffErrands {
  return async (reasons) => {
    if (reasons.length === 0) return;
    const linked = await accounts([...new Set(reasons.map(({ cardId }) => cardId))]);
    const wanted = reasons.filter(({ cardId }) => linked.has(cardId));
    if (wanted.length === 0) return;
    await transact(async (session) => {
      const cardIds = wanted.map(({ cardId }) => cardId);
      const there = new Set((await errands.findByCards(cardIds, session)).map(({ id }) => id));
      const absent = wanted.filter((reason) => !there.has(idOf(reason)));
      await errands.append(
        session,
        // The account is looked up when it is used: it may move to another card until then.
        absent.map((reason) => ({
          ...reason,
          consumer: TRANSPORT_TARIFF,
          secret: null,
          otherCardId: null,
        })),
      );
    });
  };
}

/**
 * Has a transport card told of the tariff when it is linked: the rights of its card do not change by
 * that. Such errands count downwards by the card's version, those of rights upwards by theirs.
 */
export function createFollowLinks(write: WriteTariffErrands, clock: Clock): StandingFollower {
  return async ({ cardId }, { version, type }) => {
    if (type !== 'account.linked') return;
    await write([{ cardId, version: -version, type, at: clock.now() }]);
  };
}

function idOf({ cardId, version }: TariffReason): string {
  return `${cardId}:${version}:${TRANSPORT_TARIFF}`;
}
