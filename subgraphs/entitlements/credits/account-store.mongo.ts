import { Schema, type Connection } from 'mongoose';
import type { CityDay } from '../../../domain/city-day.ts';
import { modelOn } from '../../../platform/stores/model-on.ts';
import type { Seal } from '../../../platform/stores/seal.ts';
import type { AccountName, AccountStore, KeptAccount } from './account-store.ts';
import type { Account } from './credit-account.ts';

type Row = {
  readonly _id: AccountName;
  /** Sealed JSON of the account. */
  readonly sealed: string;
  readonly renewsOn: CityDay | null;
  readonly oldestOn: CityDay | null;
};

/** In steps, so that the length does not tell how often somebody was where. */
const PAD_TO = 1_024;

export function createAccountStore(connection: Connection, seal: Seal): AccountStore {
  const rows = modelOn<Row>(connection, 'CreditAccount', accountSchema);
  return {
    async find(session, names) {
      if (names.length === 0) return new Map();
      const found = await rows.find({ _id: { $in: names } }, null, { session }).lean<Row[]>();
      return new Map(found.map((row) => [row._id, toKept(row, seal)]));
    },
    async save(session, accounts) {
      if (accounts.length === 0) return;
      await rows.bulkWrite(
        accounts.map((kept) => {
          const { _id, ...rest } = toRow(kept, seal);
          return { updateOne: { filter: { _id }, update: { $set: rest }, upsert: true } };
        }),
        { session },
      );
    },
    async findOlder(before, limit) {
      const found = await rows
        .find({ oldestOn: { $lt: before, $type: 'string' } }, { _id: 1 })
        .limit(limit)
        .lean<Pick<Row, '_id'>[]>();
      return found.map(({ _id }) => _id);
    },
    async dropOver(day) {
      await rows.deleteMany({ oldestOn: null, renewsOn: { $lte: day, $type: 'string' } });
    },
  };
}

function toRow({ name, account, renewsOn, oldestOn }: KeptAccount, seal: Seal): Row {
  const text = JSON.stringify(account);
  const padded = text.padEnd(Math.ceil(text.length / PAD_TO) * PAD_TO);
  return { _id: name, sealed: seal.seal(padded, sealContext(name)), renewsOn, oldestOn };
}

/** @throws {Error} The row was sealed with another key, or for another account. */
function toKept({ _id, sealed, renewsOn, oldestOn }: Row, seal: Seal): KeptAccount {
  const account: Account = JSON.parse(seal.open(sealed, sealContext(_id)));
  return { name: _id, account, renewsOn, oldestOn };
}

function sealContext(name: AccountName): string {
  return `credit-account:${name}`;
}

function accountSchema() {
  const schema = new Schema<Row>(
    {
      _id: { type: String, required: true },
      sealed: { type: String, required: true },
      renewsOn: { type: String, default: null },
      oldestOn: { type: String, default: null },
    },
    { collection: 'creditAccounts', versionKey: false, autoIndex: false, autoCreate: false },
  );
  schema.index({ oldestOn: 1, renewsOn: 1 });
  return schema;
}
