import { parseCardId } from '../../domain/card-id.ts';
import { parseCardholderId } from '../../domain/card/cardholder.ts';
import { ForbiddenError } from '../../domain/errors.ts';
import { toCardPowers, type CardPowers, type HolderView } from './card-view.ts';
import type { Context } from './context.ts';
import { mutations } from './mutations.ts';
import { assertSeen, permitted } from './policy.ts';
import { card, cardByChip, cards, linkProposals, me, searchCardholders } from './queries.ts';
import { lastingOf, toLastingMessage } from './revocation-view.ts';
import type { CardShown } from './results.ts';
import type { Resolvers } from './schema.generated.ts';

export const resolvers: Resolvers = {
  Query: {
    card: (_root, { number }, context) => card(context, number),
    cardByChip: (_root, args, context) => cardByChip(context, args),
    me: (_root, _args, context) => me(context),
    cards: (_root, { numbers }, context) => cards(context, numbers),
    searchCardholders: (_root, args, context) => searchCardholders(context, args),
    linkProposals: (_root, args, context) => linkProposals(context, args),
  },
  Mutation: mutations,
  Card: {
    async __resolveReference({ id }, { loaders, viewer, live }) {
      const permission = permitted('Entity.Card', viewer);
      const found = await loaders.cardById.load(parseCardId(id));
      assertSeen(permission, viewer, found);
      return found === null ? null : live.card(found);
    },
    version: async ({ id }, _args, context) => (await powersOf(id, context)).version,
    isUsable: async ({ id }, _args, context) => (await powersOf(id, context)).isUsable,
    municipalLibraryNumber: async ({ id }, _args, context) =>
      (await powersOf(id, context)).municipalLibraryNumber,
    regionalLibraryNumber: async ({ id }, _args, context) =>
      (await powersOf(id, context)).regionalLibraryNumber,
    sportsMemberNumber: async ({ id }, _args, context) =>
      (await powersOf(id, context)).sportsMemberNumber,
    transportCardNumber: async ({ id }, _args, context) =>
      (await powersOf(id, context)).transportCardNumber,
    taxContributorNumber: async ({ id }, _args, context) =>
      (await powersOf(id, context)).taxContributorNumber,
    holder: ({ holderId, around }) => around.holder(holderId),
    replacedBy: ({ replacedById, around }) =>
      replacedById === null ? null : around.card(replacedById),
    revocations({ id, around }, _args, { viewer }) {
      permitted('Card.revocations', viewer);
      return around.revocationsOf(id);
    },
  },
  CardUnblocked: {
    lasting: lastingAfter,
    message: async (unblocked) => toLastingMessage(await lastingAfter(unblocked)),
  },
  Person: {
    __resolveReference: ({ id }, context) => holderOf(id, context),
    cards: ({ id, around }) => around.cardsOf(id),
  },
  Organisation: {
    __resolveReference: ({ id }, context) => holderOf(id, context),
    cards: ({ id, around }) => around.cardsOf(id),
  },
};

async function lastingAfter({ card: { id, around } }: CardShown) {
  return lastingOf(await around.revocationsOf(id));
}

/** As the card stands now, whatever moment the view shows. */
async function powersOf(id: string, { loaders, now }: Context): Promise<CardPowers> {
  const found = await loaders.cardById.load(parseCardId(id));
  if (found === null) throw new Error(`card ${id} is missing`);
  return toCardPowers(found, now);
}

async function holderOf(
  id: string,
  { loaders, viewer, live }: Context,
): Promise<HolderView | null> {
  const permission = permitted('Entity.Cardholder', viewer);
  if (permission === 'own' && !('id' in viewer && viewer.id === id)) throw new ForbiddenError();
  const holder = await loaders.holderById.load(parseCardholderId(id));
  return holder === null ? null : live.holder(holder);
}
