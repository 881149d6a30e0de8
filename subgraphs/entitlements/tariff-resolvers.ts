import { entitlementsOf } from './entitlements.ts';
import { explainQuote } from './explain-quote.ts';
import { factsOf } from './facts.ts';
import { grantPass, withdrawPass } from './grant-pass.ts';
import { readInstant } from './inputs.ts';
import { assertMay } from './policy.ts';
import { quotePrice } from './quote.ts';
import { recordFact, withdrawFact } from './record-fact.ts';
import { registerMerchant } from './register-merchant.ts';
import type { MutationResolvers, QueryResolvers, Resolvers } from './schema.generated.ts';
import { servicesAt } from './services.ts';

export const tariffQueries = {
  services(_root, _args, context) {
    assertMay('Query.services', context.viewer);
    return servicesAt(context.clock.now(), context);
  },
  quote: (_root, args, context) => quotePrice(args, context),
  explainQuote: (_root, args, context) => explainQuote(args, context),
  facts: (_root, args, context) => factsOf(args, context),
} satisfies QueryResolvers;

export const tariffMutations = {
  recordFact: (_root, { input }, context) => recordFact(input, context),
  withdrawFact: (_root, { input }, context) => withdrawFact(input, context),
  grantPass: (_root, { input }, context) => grantPass(input, context),
  withdrawPass: (_root, { input }, context) => withdrawPass(input, context),
  registerMerchant: (_root, { input }, context) => registerMerchant(input, context),
} satisfies MutationResolvers;

export const tariffTypes = {
  Card: {
    entitlements: (card, { on }, context) => entitlementsOf(card, readInstant(on), context),
  },
} satisfies Resolvers;
