import { Schema, type Connection, type Model } from 'mongoose';
import type { OrderState } from '../../connectors/sports/port.ts';
import type { LinkedAccount } from '../../domain/linked-account.ts';
import type { KeyedHash } from '../../platform/stores/seal.ts';
import { isDuplicateKey } from '../../platform/stores/transaction.ts';
import { memberKeys, type MemberKeys } from './member-key.ts';
import { modelOn } from '../../platform/stores/model-on.ts';
import type { BookingStore, HubBooking } from './store.ts';

type BookingRow = Omit<HubBooking, 'orderId'> & {
  readonly _id: string;
  /** Keyed hash of the member number. */
  readonly memberKey: string;
};

/** How long a booking is kept after it is over. */
const KEEP_MS = 30 * 24 * 60 * 60 * 1_000;

/** From which states each one may be reached. */
const BEFORE: Readonly<Record<OrderState['state'], readonly HubBooking['state'][]>> = {
  confirmed: ['sent'],
  cancelledByCustomer: ['sent', 'confirmed'],
  cancelledBySeller: ['sent', 'confirmed'],
};

type Rows = Model<BookingRow>;

export function createBookingStore(connection: Connection, hash: KeyedHash): BookingStore {
  const rows = modelOn<BookingRow>(connection, 'SportsBooking', bookingSchema);
  const keys = memberKeys(hash);
  return { ...readsOf(rows, keys), ...writesOf(rows, keys) };
}

type Reads = Pick<BookingStore, 'findUnknown' | 'findOf' | 'findByMembers' | 'findUnsettled'>;

function writesOf(rows: Rows, keys: MemberKeys): Omit<BookingStore, keyof Reads> {
  async function put({ orderId, ...booking }: HubBooking, member: LinkedAccount): Promise<void> {
    const $set = { ...booking, memberKey: keys.keyOf(member) };
    try {
      await rows.updateOne({ _id: orderId, state: 'sent' }, { $set }, { upsert: true });
    } catch (error) {
      // It is there in a later state.
      if (!isDuplicateKey(error)) throw error;
    }
  }

  return {
    async addSent(booking, member) {
      await put({ ...booking, state: 'sent' }, member);
    },
    async confirm(booking, member) {
      const confirmed = { ...booking, state: 'confirmed' } as const;
      await put(confirmed, member);
      const row = await rows.findOne({ _id: booking.orderId }).lean<BookingRow>();
      return row === null ? confirmed : toBooking(row);
    },
    async applyStates(states, at) {
      if (states.length === 0) return;
      await rows.bulkWrite(
        states.map(({ orderId, state }) => ({
          updateOne: {
            filter: { _id: orderId, state: { $in: [...BEFORE[state]] } },
            update: { $set: { state, statedAt: at } },
          },
        })),
      );
    },
    async dropSent({ orderId, statedAt }) {
      await rows.deleteOne({ _id: orderId, state: 'sent', statedAt });
    },
    async prune(now) {
      await rows.deleteMany({ endsAt: { $lt: new Date(now.getTime() - KEEP_MS) } });
    },
  };
}

function readsOf(rows: Rows, keys: MemberKeys): Reads {
  return {
    async findUnknown(orderIds) {
      const found = await rows
        .find({ _id: { $in: orderIds } }, { _id: 1 })
        .lean<Pick<BookingRow, '_id'>[]>();
      const known = new Set(found.map(({ _id }) => _id));
      return orderIds.filter((id) => !known.has(id));
    },
    async findOf(orderId, member) {
      const filter = { _id: orderId, memberKey: keys.keyOf(member) };
      const row = await rows.findOne(filter).lean<BookingRow>();
      return row === null ? null : toBooking(row);
    },
    async findByMembers(members, now) {
      const found = await rows
        .find({
          memberKey: { $in: members.map(keys.keyOf) },
          endsAt: { $gt: now },
          state: { $ne: 'sent' },
        })
        .lean<BookingRow[]>();
      return keys.byMember(members, found, toBooking);
    },
    async findUnsettled(sentBefore, limit) {
      const found = await rows
        .find({ state: 'sent', statedAt: { $lt: sentBefore } })
        .sort({ statedAt: 1 })
        .limit(limit)
        .lean<BookingRow[]>();
      return found.map(toBooking);
    },
  };
}

function toBooking({ _id, memberKey: _memberKey, ...booking }: BookingRow): HubBooking {
  return { orderId: _id, ...booking };
}

function bookingSchema() {
  const schema = new Schema<BookingRow>(
    {
      _id: { type: String, required: true },
      memberKey: { type: String, required: true },
      facility: { type: String, required: true },
      startsAt: { type: Date, required: true },
      endsAt: { type: Date, required: true },
      places: { type: Number, required: true },
      state: { type: String, required: true },
      statedAt: { type: Date, required: true },
    },
    { collection: 'sportsBookings', versionKey: false, autoIndex: false, autoCreate: false },
  );
  schema.index({ memberKey: 1, endsAt: 1 });
  schema.index({ state: 1, statedAt: 1 });
  schema.index({ endsAt: 1 });
  return schema;
}
