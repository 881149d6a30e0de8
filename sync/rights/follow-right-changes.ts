import { Schema, type Connection } from 'mongoose';
import type { Logger } from 'pino';
import { parseCardId } from '../../domain/card-id.ts';
import type { Clock } from '../../platform/clock.ts';
import { modelOn } from '../../platform/stores/model-on.ts';
import { startRounds } from '../rounds.ts';
import type { TariffReason, WriteTariffErrands } from './tariff-errands.ts';

/*
 * A follower reads changes of rights in the order of their instants and keeps how far it came. The
 * instant of a change is that of its transaction's work, not of its end, so that one may appear behind
 * another that is later. A follower therefore always reads the last minute again: no transaction of the
 * document store lives longer. What it has done it knows for that minute, and doing it twice has no
 * second effect.
 */
const LATE_MS = 60_000;

/** Changes for which errands are written in one transaction. */
const BATCH = 200;

export type FollowRightChangesOptions = {
  readonly connection: Connection;
  /** Who follows, for the collection `followers`. */
  readonly name: string;
  /** Of whose changes it wants to know; `*` among a change's services is all. */
  readonly service: string;
  readonly write: WriteTariffErrands;
  readonly clock: Clock;
  /** Pause between two looks. */
  readonly intervalMs: number;
  readonly log: Logger;
};

/** Follows changes of rights that concern one service; safe to run in several processes at once. */
export function startFollowingRightChanges(options: FollowRightChangesOptions): AsyncDisposable {
  const { name, intervalMs, log } = options;
  const follow = createFollowing(options);
  return startRounds({ name: `follower ${name}`, round: follow, intervalMs, log });
}

type FollowerRow = { readonly _id: string; readonly at: Date };
type ChangeRow = {
  readonly _id: string;
  readonly cardId: string;
  readonly version: number;
  readonly at: Date;
};

/** One round; from one to the next it remembers what it has done of the last minute. */
export function createFollowing({
  connection,
  name,
  service,
  write,
  clock,
}: Omit<FollowRightChangesOptions, 'intervalMs' | 'log'>): () => Promise<void> {
  const followers = modelOn<FollowerRow>(connection, 'Follower', followerSchema);
  const changes = connection.collection<ChangeRow>('rightChanges');
  const done = new Map<string, Date>();
  let savedAt: Date | null = null;

  async function cameTo(): Promise<Date> {
    // Who begins has nothing to catch up with.
    const first = { $setOnInsert: { at: clock.now() } };
    await followers.updateOne({ _id: name }, first, { upsert: true });
    return (await followers.findOne({ _id: name }).lean<FollowerRow>())?.at ?? clock.now();
  }

  return async () => {
    savedAt ??= await cameTo();
    let at = savedAt;
    const since = new Date(at.getTime() - LATE_MS);
    const found = changes
      .find({ at: { $gte: since }, services: { $in: [service, '*'] } })
      .project<ChangeRow>({ cardId: 1, version: 1, at: 1 })
      .sort({ at: 1 })
      .batchSize(1_000);
    let batch: ChangeRow[] = [];
    const flush = async (): Promise<void> => {
      await write(batch.map(toReason));
      for (const row of batch) done.set(row._id, row.at);
      batch = [];
    };
    for await (const row of found) {
      if (done.has(row._id)) continue;
      batch.push(row);
      if (row.at > at) at = row.at;
      if (batch.length === BATCH) await flush();
    }
    await flush();
    if (at > savedAt) {
      await followers.updateOne({ _id: name }, { $max: { at } });
      savedAt = at;
    }
    const oldest = savedAt.getTime() - LATE_MS;
    for (const [id, when] of done) if (when.getTime() < oldest) done.delete(id);
  };
}

function toReason({ cardId, version, at }: ChangeRow): TariffReason {
  return { cardId: parseCardId(cardId), version, type: 'rights.changed', at };
}

function followerSchema() {
  return new Schema<FollowerRow>(
    { _id: { type: String, required: true }, at: { type: Date, required: true } },
    { collection: 'followers', versionKey: false, autoIndex: false, autoCreate: false },
  );
}
