import type { Bill } from '../../connectors/tax/port.ts';
import { toRows } from '../../platform/subgraph/rows.ts';
import { accessOf } from './access.ts';
import { loadTax, wantedLists } from './load-tax.ts';
import { payBill } from './pay-bill.ts';
import { assertMay } from './policy.ts';
import type { BillState, Resolvers } from './schema.generated.ts';
import { taxAccesses } from './tax-accesses.ts';

const STATES: Readonly<Record<Bill['state'], BillState>> = {
  pending: 'PENDING',
  paid: 'PAID',
  overdue: 'OVERDUE',
};

export const resolvers: Resolvers = {
  Query: {
    taxAccesses: (_root, args, context) => taxAccesses(args, context),
  },
  Card: {
    tax(card, args, context, info) {
      assertMay('Card.tax', context.viewer);
      const access = accessOf(context.viewer, args.access);
      return loadTax(card, { access, wanted: wantedLists(info) }, context);
    },
  },
  Tax: {
    bills: ({ bills }) => toRows(bills),
    subsidies: ({ subsidies }) => toRows(subsidies),
  },
  Bill: {
    state: ({ state }) => STATES[state],
    paymentDocument({ id: billId, state, contributor, access }, _args, { loaders }) {
      if (state === 'paid') return null;
      return loaders.documentByBill.load({ contributor, billId, access });
    },
  },
  Mutation: {
    payBill: (_root, { input }, context) => payBill(input, context),
  },
};
