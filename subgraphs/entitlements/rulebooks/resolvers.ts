import type { MutationResolvers, QueryResolvers, Resolvers } from '../schema.generated.ts';
import { cancelRulebook } from './cancel-rulebook.ts';
import { previewRulebook } from './preview-rulebook.ts';
import { publishRulebook } from './publish-rulebook.ts';
import { findDistribution, findRulebooks } from './rulebook-row.ts';

export const rulebookQueries = {
  rulebooks: (_root, _args, context) => findRulebooks(context),
  previewRulebook: (_root, args, context) => previewRulebook(args, context),
} satisfies QueryResolvers;

export const rulebookMutations = {
  publishRulebook: (_root, { input }, context) => publishRulebook(input, context),
  cancelRulebook: (_root, { input }, context) => cancelRulebook(input, context),
} satisfies MutationResolvers;

export const rulebookTypes = {
  Rulebook: {
    distribution: (rulebook, _args, context) => findDistribution(rulebook, context),
  },
} satisfies Resolvers;
