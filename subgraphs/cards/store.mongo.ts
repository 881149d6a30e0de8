import type { Connection } from 'mongoose';
import { runInTransaction } from '../../platform/stores/transaction.ts';
import type { RowSecrets } from './card-rows.mongo.ts';
import { createCardStore } from './card-store.mongo.ts';
import { createHolderStore } from './holder-store.mongo.ts';
import { createLinkTries } from './link-tries.mongo.ts';
import { createProposalStore } from './proposal-store.mongo.ts';
import type { CardsStore } from './store.ts';

/** The collections `cards`, `chipClaims`, `cardholders`, `linkTries` and `linkProposals`. */
export function createCardsStore(connection: Connection, secrets: RowSecrets): CardsStore {
  return {
    cards: createCardStore(connection, secrets),
    holders: createHolderStore(connection, secrets),
    tries: createLinkTries(connection),
    proposals: createProposalStore(connection, secrets),
    transact: (work) => runInTransaction(connection, work),
  };
}
