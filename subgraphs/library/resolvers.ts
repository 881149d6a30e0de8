import type { Outcome } from '../../domain/outcome.ts';
import { encodeItemId } from './item-id.ts';
import { loadLibrary } from './load-library.ts';
import { toRows } from '../../platform/subgraph/rows.ts';
import { assertMayRead } from './policy.ts';
import { payLibraryCharge } from './pay-charge.ts';
import { renewAllLoans } from './renew-all-loans.ts';
import { renewLoan } from './renew-loan.ts';
import type { Resolvers } from './schema.generated.ts';
import { wantedParts } from './wanted-lists.ts';

export const resolvers: Resolvers = {
  Card: {
    library(card, _args, context, info) {
      assertMayRead(context.viewer);
      return loadLibrary(card, wantedParts(info, card.isUsable), context);
    },
  },
  Library: {
    mayBorrow: ({ mayBorrow }) => valueOf(mayBorrow),
    loans: ({ loans }) => toRows(loans),
    holds: ({ holds }) => toRows(holds),
    charges: ({ charges }) => toRows(charges),
  },
  Loan: { id: encodeItemId },
  Hold: { id: encodeItemId },
  Charge: { id: encodeItemId },
  Mutation: {
    renewLoan: (_root, { input }, context) => renewLoan(input, context),
    renewAllLoans: (_root, { input }, context) => renewAllLoans(input, context),
    payLibraryCharge: (_root, { input }, context) => payLibraryCharge(input, context),
  },
};

function valueOf<T>(outcome: Outcome<T>): T {
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
}
