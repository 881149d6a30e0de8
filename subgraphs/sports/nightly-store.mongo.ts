import type { Connection } from 'mongoose';
import type { LinkedAccount } from '../../domain/linked-account.ts';
import type { KeyedHash } from '../../platform/stores/seal.ts';
import { memberKeys } from './member-key.ts';
import { nightlyModels, type NightlyRow } from './nightly-rows.mongo.ts';
import { createSnapshots } from './snapshots.mongo.ts';
import type { KeptCounterBooking, KeptPass, NightlyStore, Snapshot } from './store.ts';

export function createNightlyStore(connection: Connection, hash: KeyedHash): NightlyStore {
  const models = nightlyModels(connection);
  const keys = memberKeys(hash);
  const ofMembers = (snapshot: Snapshot, members: readonly LinkedAccount[]) => ({
    snapshot: snapshot.id,
    memberKey: { $in: members.map(keys.keyOf) },
  });
  return {
    ...createSnapshots({ connection, models, keys }),
    async findPasses(snapshot, members) {
      const found = await models.passes
        .find(ofMembers(snapshot, members))
        .lean<NightlyRow<KeptPass>[]>();
      return keys.byMember(members, found, toKept);
    },
    async findCounterBookings(snapshot, members, now) {
      const found = await models.bookings
        .find({ ...ofMembers(snapshot, members), endsAt: { $gt: now } })
        .lean<NightlyRow<KeptCounterBooking>[]>();
      return keys.byMember(members, found, toKept);
    },
  };
}

function toKept<Kept extends object>(row: NightlyRow<Kept>): Kept {
  const { _id, snapshot: _snapshot, memberKey: _memberKey, ...kept } = row;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all but the row's own fields
  return kept as unknown as Kept;
}
