import { registerReader, replayReader, retireReader } from './change-reader.ts';
import { assertMay } from './policy.ts';
import { groupLag, groupLists, readersPage } from './reader-rows.ts';
import { rotateGroupKeys } from './rotate-keys.ts';
import type { Resolvers } from './schema.generated.ts';
import { syncState } from './sync-state.ts';
import { cardUses, useByClass, useCounts } from './uses.ts';

export const resolvers: Resolvers = {
  Card: {
    uses(card, args, context) {
      assertMay('Card.uses', context.viewer);
      return cardUses(card, args, context);
    },
  },
  Query: {
    readers(_root, args, context) {
      assertMay('Query.readers', context.viewer);
      return readersPage(args, context);
    },
    readerGroups(_root, _args, { viewer, groups }) {
      assertMay('Query.readerGroups', viewer);
      return groups;
    },
    readerGroup(_root, { id }, { viewer, groups }) {
      assertMay('Query.readerGroup', viewer);
      return groups.find((group) => group.id === id) ?? null;
    },
    useCounts(_root, args, context) {
      assertMay('Query.useCounts', context.viewer);
      return useCounts(args, context);
    },
    useByClass(_root, args, context) {
      assertMay('Query.useByClass', context.viewer);
      return useByClass(args, context);
    },
    syncState(_root, _args, context) {
      assertMay('Query.syncState', context.viewer);
      return syncState(context);
    },
  },
  ReaderGroup: {
    lag: (group, _args, context) => groupLag(group, context),
    lists: (group, _args, context) => groupLists(group, context),
  },
  Mutation: {
    registerReader(_root, { input }, context) {
      assertMay('Mutation.registerReader', context.viewer);
      return registerReader(input, context);
    },
    retireReader(_root, { input }, context) {
      assertMay('Mutation.retireReader', context.viewer);
      return retireReader(input, context);
    },
    replayReader(_root, { input }, context) {
      assertMay('Mutation.replayReader', context.viewer);
      return replayReader(input, context);
    },
    rotateGroupKeys(_root, { input }, context) {
      assertMay('Mutation.rotateGroupKeys', context.viewer);
      return rotateGroupKeys(input, context);
    },
  },
};
