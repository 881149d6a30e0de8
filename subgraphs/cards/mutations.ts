import { decideLinkProposal } from './decide-link.ts';
import { BLOCK_REASONS } from './inputs.ts';
import { issueCard } from './issue-card.ts';
import { linkAccount } from './link-account.ts';
import { moveCard } from './move-card.ts';
import { replaceCard } from './replace-card.ts';
import type { MutationResolvers } from './schema.generated.ts';
import { unlinkAccount } from './unlink-account.ts';

export const mutations: MutationResolvers = {
  issueCard: (_root, { input }, context) => issueCard(context, input),
  activateCard: (_root, { input }, context) =>
    moveCard(context, input, {
      operation: 'Mutation.activateCard',
      move: { kind: 'activate' },
      done: 'CardActivated',
      event: 'card.activated',
      wish: 'activated',
    }),
  blockCard: (_root, { input }, context) =>
    moveCard(context, input, {
      operation: 'Mutation.blockCard',
      move: { kind: 'block', reason: BLOCK_REASONS[input.reason] },
      done: 'CardBlocked',
      event: 'card.blocked',
      wish: 'blocked',
    }),
  unblockCard: (_root, { input }, context) =>
    moveCard(context, input, {
      operation: 'Mutation.unblockCard',
      move: { kind: 'unblock' },
      done: 'CardUnblocked',
      event: 'card.unblocked',
      wish: 'unblocked',
    }),
  reportLost: (_root, { input }, context) =>
    moveCard(context, input, {
      operation: 'Mutation.reportLost',
      move: { kind: 'reportLost' },
      done: 'CardReportedLost',
      event: 'card.lost',
      wish: 'reported lost',
    }),
  replaceCard: (_root, { input }, context) => replaceCard(context, input),
  cancelCard: (_root, { input }, context) =>
    moveCard(context, input, {
      operation: 'Mutation.cancelCard',
      move: { kind: 'cancel' },
      done: 'CardCancelled',
      event: 'card.cancelled',
      wish: 'cancelled',
    }),
  linkAccount: (_root, { input }, context) => linkAccount(context, input),
  decideLinkProposal: (_root, { input }, context) => decideLinkProposal(context, input),
  unlinkAccount: (_root, { input }, context) => unlinkAccount(context, input),
};
