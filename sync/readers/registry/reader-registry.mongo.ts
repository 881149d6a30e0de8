import type { Connection, Model } from 'mongoose';
import { ConflictError, InvalidInputError } from '../../../domain/errors.ts';
import { parseGroupId, type ReaderGroup } from '../../../domain/reader-list/group.ts';
import { modelOn } from '../../../platform/stores/model-on.ts';
import { isDuplicateKey, runInTransaction } from '../../../platform/stores/transaction.ts';
import { assertReader } from './check-reader.ts';
import {
  readerSchema,
  standingSchema,
  toReader,
  toStanding,
  type ReaderRow,
  type StandingRow,
} from './reader-rows.ts';
import type { GroupStanding, ReaderRegistry } from './reader-registry.ts';

export type ReaderRegistryOptions = {
  readonly connection: Connection;
  readonly groups: readonly ReaderGroup[];
};

type Readers = Model<ReaderRow>;
type Standings = Model<StandingRow>;

/** The collections `readers` and `readerReports`. A retired reader keeps its row, so that its id is not used twice. */
export function createReaderRegistry({
  connection,
  groups,
}: ReaderRegistryOptions): ReaderRegistry {
  const readers = modelOn<ReaderRow>(connection, 'Reader', readerSchema);
  const standings = modelOn<StandingRow>(connection, 'ReaderReport', standingSchema);
  return {
    ...membership({ connection, readers, standings, groups }),
    ...lookups(readers),
    ...knowledge(standings),
    ...overviews(readers, standings),
  };
}

type Membership = {
  readonly connection: Connection;
  readonly readers: Readers;
  readonly standings: Standings;
  readonly groups: readonly ReaderGroup[];
};

function membership({
  connection,
  readers,
  standings,
  groups,
}: Membership): Pick<ReaderRegistry, 'add' | 'move' | 'retire'> {
  return {
    async add(added, at) {
      for (const reader of added) assertReader(reader, groups);
      const rows = added.map(({ id, ...rest }) => ({
        _id: id,
        ...rest,
        addedAt: at,
        retiredAt: null,
        replayAskedAt: null,
      }));
      const taken = await readers
        .find({ _id: { $in: rows.map(({ _id }) => _id) } }, { _id: 1 })
        .lean<ReaderRow[]>();
      if (taken.length > 0) throw takenError(taken.map(({ _id }) => _id));
      await runInTransaction(connection, (session) => readers.insertMany(rows, { session })).catch(
        (cause: unknown) => {
          if (!isDuplicateKey(cause)) throw cause;
          throw new ConflictError('Another reader has taken one of these ids meanwhile.', {
            cause,
          });
        },
      );
    },
    async move(id, to) {
      const row = await readers.findOne({ _id: id, retiredAt: null }).lean<ReaderRow>();
      if (row === null) throw new InvalidInputError(`There is no reader ${id} in service.`);
      const moved = { ...toReader(row), ...to };
      assertReader(moved, groups);
      await readers.updateOne({ _id: id }, { $set: { group: to.group, place: to.place } });
      return moved;
    },
    async retire(id, at) {
      const { modifiedCount } = await readers.updateOne(
        { _id: id, retiredAt: null },
        { $set: { retiredAt: at } },
      );
      await standings.deleteOne({ _id: id });
      return modifiedCount > 0;
    },
  };
}

function takenError(ids: readonly string[]): ConflictError {
  return new ConflictError(
    `There is or was a reader ${ids.slice(0, 3).join(', ')}: an id is never used twice.`,
  );
}

function lookups(
  readers: Readers,
): Pick<ReaderRegistry, 'find' | 'findByGroup' | 'all' | 'askReplay'> {
  return {
    async find(id) {
      const row = await readers.findOne({ _id: id, retiredAt: null }).lean<ReaderRow>();
      return row === null ? null : toReader(row);
    },
    async findByGroup(group) {
      const rows = await readers
        .find({ group, retiredAt: null })
        .sort({ _id: 1 })
        .lean<ReaderRow[]>();
      return rows.map(toReader);
    },
    async all() {
      const rows = await readers.find({ retiredAt: null }).lean<ReaderRow[]>();
      return rows.map((row) => ({ reader: toReader(row), replayAskedAt: row.replayAskedAt }));
    },
    async askReplay(ids, at) {
      const { matchedCount } = await readers.updateMany(
        { retiredAt: null, ...(ids !== null && { _id: { $in: [...ids] } }) },
        { $set: { replayAskedAt: at } },
      );
      return matchedCount;
    },
  };
}

function knowledge(standings: Standings): Pick<ReaderRegistry, 'saveStandings' | 'findStandings'> {
  return {
    async saveStandings(saved) {
      if (saved.length === 0) return;
      // By the driver itself: mongoose would make a document of each, hundreds of times a second.
      await standings.collection.bulkWrite(
        saved.map(({ readerId, held, ...rest }) => ({
          replaceOne: {
            filter: { _id: readerId },
            replacement: { _id: readerId, held: [...held], ...rest },
            upsert: true,
          },
        })),
        { ordered: false },
      );
    },
    async findStandings() {
      return (await standings.find().lean<StandingRow[]>()).map(toStanding);
    },
  };
}

function overviews(
  readers: Readers,
  standings: Standings,
): Pick<ReaderRegistry, 'page' | 'countByGroup'> {
  return {
    async page({ group, after, first }) {
      const rows = await readers
        .find({
          retiredAt: null,
          ...(group !== null && { group }),
          ...(after !== null && { _id: { $gt: after } }),
        })
        .sort({ _id: 1 })
        .limit(first + 1)
        .lean<ReaderRow[]>();
      const shown = rows.slice(0, first).map(toReader);
      const known = await standings
        .find({ _id: { $in: shown.map(({ id }) => id) } })
        .lean<StandingRow[]>();
      const byId = new Map(known.map((row) => [row._id, toStanding(row)]));
      return {
        readers: shown.map((reader) => ({ reader, standing: byId.get(reader.id) ?? null })),
        hasMore: rows.length > first,
      };
    },
    async countByGroup() {
      const rows = await readers.find({ retiredAt: null }).lean<ReaderRow[]>();
      const known = await standings
        .find({}, { deadSince: 1, behindSince: 1 })
        .lean<StandingRow[]>();
      const byId = new Map(known.map((row) => [row._id, row]));
      const byGroup = Map.groupBy(rows, ({ group }) => group);
      return [...byGroup].map(([group, members]) =>
        toGroupStanding(
          group,
          members.map(({ _id }) => byId.get(_id)),
        ),
      );
    },
  };
}

function toGroupStanding(
  group: string,
  members: readonly (StandingRow | undefined)[],
): GroupStanding {
  const since = members.flatMap((row) => row?.behindSince ?? []);
  return {
    group: parseGroupId(group),
    readers: members.length,
    behind: since.length,
    dead: members.filter((row) => (row?.deadSince ?? null) !== null).length,
    behindSince: since.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null,
  };
}
