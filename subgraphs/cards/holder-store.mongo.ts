import type { Connection } from 'mongoose';
import {
  displayName,
  parseCardholderId,
  searchWords,
  type Cardholder,
} from '../../domain/card/cardholder.ts';
import { inSession } from '../../platform/stores/transaction.ts';
import type { RowSecrets } from './card-rows.mongo.ts';
import {
  civilIdKey,
  holderSchema,
  openIdentity,
  searchKey,
  toHolder,
  toHolderRow,
  type HolderRow,
} from './holder-rows.mongo.ts';
import { modelOn } from '../../platform/stores/model-on.ts';
import type { HolderStore } from './store.ts';

/** Rows opened at a time while a page of a search is filled. */
const SEARCH_BATCH = 200;

export function holderModel(connection: Connection) {
  return modelOn<HolderRow>(connection, 'Cardholder', holderSchema);
}

export function createHolderStore(connection: Connection, secrets: RowSecrets): HolderStore {
  const rows = holderModel(connection);
  return {
    async find(ids, session) {
      const found = await rows
        .find({ _id: { $in: ids } }, null, inSession(session))
        .lean<HolderRow[]>();
      return found.map((row) => toHolder(row, secrets));
    },
    async findIdByCivilId(civilId, session) {
      const row = await rows
        .findOne({ civilIdKeys: civilIdKey(secrets.hash, civilId) }, { _id: 1 }, inSession(session))
        .lean<Pick<HolderRow, '_id'>>();
      return row === null ? null : parseCardholderId(row._id);
    },
    async hasIdentity(id, civilId, birthDay) {
      const row = await rows.findOne({ _id: id }).lean<HolderRow>();
      if (row === null) return false;
      const known = openIdentity(row, secrets);
      const hasCivilId = known.civilIds.some(
        ({ kind, canonical }) => kind === civilId.kind && canonical === civilId.canonical,
      );
      return hasCivilId && known.birthDay === birthDay;
    },
    async add(session, holder, identity) {
      await rows.insertMany([toHolderRow(holder, identity, secrets)], { session });
    },
    async search(words, { first, after }) {
      const keys = words.map((word) => ({ nameKeys: searchKey(secrets.hash, word) }));
      const found: Cardholder[] = [];
      let last = after ?? '';
      for (;;) {
        const batch = await rows
          .find({ $and: [...keys, { _id: { $gt: last } }] })
          .sort({ _id: 1 })
          .limit(SEARCH_BATCH)
          .lean<HolderRow[]>();
        const holders = batch.map((row) => toHolder(row, secrets));
        found.push(...holders.filter((holder) => isNamed(holder, words)));
        last = batch.at(-1)?._id ?? last;
        if (batch.length < SEARCH_BATCH || found.length >= first) return found.slice(0, first);
      }
    },
  };
}

function isNamed(holder: Cardholder, words: readonly string[]): boolean {
  const own = searchWords(displayName(holder));
  return words.every((word) => own.some((one) => one.startsWith(word)));
}
