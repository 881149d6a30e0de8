import type { ClientSession, Connection, Model } from 'mongoose';
import {
  errandsModel,
  sealSecret,
  toErrand,
  toErrandRow,
  toOpenErrand,
  type ErrandRow,
} from './errand-rows.ts';
import type { Seal } from './seal.ts';
import { inSession } from './transaction.ts';

/*
 * An errand is something that one consumer, a system outside the hub, has to be told because a card
 * changed. It is written in the transaction of the change and is open until the consumer has been told;
 * then it is done. It is never given up.
 *
 * An open errand is due at an instant: at once when it is written; some time after it was queued, in
 * case its job dies; some time after a try that failed. An errand is held back while an earlier one of
 * the same card and consumer has neither been tried nor done; one that was tried holds nothing back,
 * since its consumer may stay away for long or refuse it for good.
 */

/** What a change asks of one consumer. */
export type NewErrand = {
  readonly cardId: string;
  /** The card's version after the change. */
  readonly version: number;
  /** Past tense, dotted: `card.blocked`. */
  readonly type: string;
  readonly consumer: string;
  readonly at: Date;
  /** What only the consumer may read, such as an account; sealed at rest until the errand is done. */
  readonly secret: string | null;
  /** Another card that the errand touches. */
  readonly otherCardId: string | null;
};

/** A try that failed: the code of the failure, nothing of its text. */
export type FailedTry = { readonly code: string; readonly at: Date };

/** How far an errand is; its secret stays sealed. */
export type Errand = Omit<NewErrand, 'secret'> & {
  readonly id: string;
  /** Tries that failed. */
  readonly tries: number;
  readonly lastFailure: FailedTry | null;
  readonly dueAt: Date;
  /** Null while it is open. */
  readonly doneAt: Date | null;
  /** False when there turned out to be nothing to do; null while it is open. */
  readonly hadEffect: boolean | null;
};

/** An errand with what only its consumer may read. */
export type OpenErrand = Errand & Pick<NewErrand, 'secret'>;

export type Errands = {
  /** Inside the caller's transaction: the errand exists exactly when the change does. */
  append(session: ClientSession, errands: readonly NewErrand[]): Promise<void>;
  /** Open errands that are due and not held back, those due longest first, at most `limit`. */
  findDue(
    consumer: string,
    ask: { readonly now: Date; readonly limit: number },
  ): Promise<readonly Errand[]>;
  /** @throws {Error} Its secret was sealed with another key. */
  find(id: string): Promise<OpenErrand | null>;
  /** Errands of these cards, in no order. */
  findByCards(cardIds: readonly string[], session?: ClientSession): Promise<readonly Errand[]>;
  /** Whether an open errand touches this card as the other one. */
  isAwaited(consumer: string, otherCardId: string): Promise<boolean>;
  /** Whether an earlier open errand of the same card and consumer has no secret, neither given nor noted. */
  hasUnnoted(errand: Pick<Errand, 'cardId' | 'consumer' | 'version'>): Promise<boolean>;
  /**
   * They were queued: those that are still due at `now` are due again at `until`, should their jobs die.
   * One that was tried meanwhile keeps the instant that its try has set.
   */
  markQueued(
    ids: readonly string[],
    when: { readonly now: Date; readonly until: Date },
  ): Promise<void>;
  /** Puts an errand off without counting a try. */
  putOff(id: string, until: Date): Promise<void>;
  /** Keeps a secret with the errand that was found out on the way; the next try has it. */
  noteSecret(id: string, secret: string): Promise<void>;
  /** Counts a try that failed. A try that was counted meanwhile is not counted twice. */
  markFailed(
    errand: Pick<Errand, 'id' | 'tries'>,
    failure: FailedTry & { readonly dueAt: Date },
  ): Promise<void>;
  /** Ends an errand and forgets its secret. One that is done stays as it is. */
  markDone(id: string, done: { readonly at: Date; readonly hadEffect: boolean }): Promise<void>;
  /** Open errands that have failed at least once, and since when the oldest is open. */
  countFailing(consumer: string): Promise<{ readonly count: number; readonly since: Date | null }>;
};

/**
 * The collection `errands`. Its rows are kept for good: two small ones for a change that stops a card,
 * nothing personal in them once they are done.
 */
export function createErrands({ connection, seal }: ErrandsOptions): Errands {
  const rows = errandsModel(connection);
  return { ...createBook(rows, seal), ...createLine(rows), ...createProgress(rows, seal) };
}

export type ErrandsOptions = { readonly connection: Connection; readonly seal: Seal };

type Rows = Model<ErrandRow>;

function createBook(rows: Rows, seal: Seal): Pick<Errands, 'append' | 'find' | 'findByCards'> {
  return {
    async append(session, errands) {
      if (errands.length === 0) return;
      await rows.insertMany(
        errands.map((errand) => toErrandRow(errand, seal)),
        { session },
      );
    },
    async find(id) {
      const row = await rows.findOne({ _id: id }).lean<ErrandRow>();
      return row === null ? null : toOpenErrand(row, seal);
    },
    async findByCards(cardIds, session) {
      const found = await rows
        .find({ cardId: { $in: [...cardIds] } }, null, inSession(session))
        .lean<ErrandRow[]>();
      return found.map(toErrand);
    },
  };
}

function createLine(
  rows: Rows,
): Pick<Errands, 'findDue' | 'isAwaited' | 'hasUnnoted' | 'countFailing'> {
  return {
    async findDue(consumer, { now, limit }) {
      const due = await rows
        .find({ consumer, state: 'open', dueAt: { $lte: now } })
        .sort({ dueAt: 1 })
        .limit(limit)
        .lean<ErrandRow[]>();
      if (due.length === 0) return [];
      const cardIds = due.map(({ cardId }) => cardId);
      const untried = await rows
        .find({ cardId: { $in: cardIds }, consumer, state: 'open', tries: 0 })
        .lean<ErrandRow[]>();
      return due.filter((row) => !isHeldBack(row, untried)).map(toErrand);
    },
    async isAwaited(consumer, otherCardId) {
      const row = await rows.findOne({ otherCardId, consumer, state: 'open' }, { _id: 1 }).lean();
      return row !== null;
    },
    async hasUnnoted({ cardId, consumer, version }) {
      const earlier = { cardId, consumer, version: { $lt: version } };
      const row = await rows
        .findOne({ ...earlier, state: 'open', sealedSecret: null }, { _id: 1 })
        .lean();
      return row !== null;
    },
    async countFailing(consumer) {
      const failing = { consumer, state: 'open' as const, tries: { $gt: 0 } };
      const count = await rows.countDocuments(failing);
      if (count === 0) return { count, since: null };
      const oldest = await rows.findOne(failing).sort({ at: 1 }).lean<ErrandRow>();
      return { count, since: oldest?.at ?? null };
    },
  };
}

function createProgress(
  rows: Rows,
  seal: Seal,
): Pick<Errands, 'markQueued' | 'putOff' | 'noteSecret' | 'markFailed' | 'markDone'> {
  return {
    async markQueued(ids, { now, until }) {
      await rows.updateMany(
        { _id: { $in: [...ids] }, state: 'open', dueAt: { $lte: now } },
        { $set: { dueAt: until } },
      );
    },
    async putOff(id, until) {
      await rows.updateOne({ _id: id, state: 'open' }, { $set: { dueAt: until } });
    },
    async noteSecret(id, secret) {
      const sealedSecret = sealSecret(seal, id, secret);
      await rows.updateOne({ _id: id, state: 'open' }, { $set: { sealedSecret } });
    },
    async markFailed({ id, tries }, { code, at, dueAt }) {
      await rows.updateOne(
        { _id: id, state: 'open', tries },
        { $set: { tries: tries + 1, failureCode: code, failedAt: at, dueAt } },
      );
    },
    async markDone(id, { at, hadEffect }) {
      await rows.updateOne(
        { _id: id, state: 'open' },
        { $set: { state: 'done', doneAt: at, hadEffect, sealedSecret: null } },
      );
    },
  };
}

function isHeldBack(row: ErrandRow, untried: readonly ErrandRow[]): boolean {
  return untried.some(({ cardId, version }) => cardId === row.cardId && version < row.version);
}
