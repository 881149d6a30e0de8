import type { Connection } from 'mongoose';
import type { Seal } from '../../platform/stores/seal.ts';
import { runInTransaction } from '../../platform/stores/transaction.ts';
import { createHolderStore } from './holder-store.mongo.ts';
import { createMerchantStore } from './merchant-store.mongo.ts';
import { createQuoteStore } from './quote-store.mongo.ts';
import { createCardRightStore } from './right-store.mongo.ts';
import type { EntitlementsStore } from './store.ts';

/** The collections `tariffHolders`, `cardRights`, `quotes` and `merchants`. */
export function createEntitlementsStore(connection: Connection, seal: Seal): EntitlementsStore {
  return {
    holders: createHolderStore(connection, seal),
    rights: createCardRightStore(connection),
    quotes: createQuoteStore(connection, seal),
    merchants: createMerchantStore(connection),
    transact: (work) => runInTransaction(connection, work),
  };
}
