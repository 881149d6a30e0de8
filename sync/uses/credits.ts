import type { Connection, Model } from 'mongoose';
import { parseCardId, type CardId } from '../../domain/card-id.ts';
import type { CityDay } from '../../domain/city-day.ts';
import {
  applyUses,
  balanceOf,
  type CreditAccount,
  type CreditBalance,
} from '../../domain/tariff/credit-account.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/process/log.ts';
import { isDuplicateKey } from '../../platform/stores/transaction.ts';
import { accountModel, type AccountRow, type AccountUse } from './credits.mongo.ts';
import type { CardUse, JudgeAgain, Take, UseRules } from './ports.ts';
import { firstDayNotForgotten } from './use-day.ts';

/** One account as it stands. */
export type CardCredit = {
  readonly rule: string;
  readonly period: string;
  readonly balance: CreditBalance;
};

/** What is left of credits: consumed by uses that have happened, each exactly once, however late it is told. */
export type Credits = {
  /** Safe to repeat, in any portions. A card that took from a credit is judged anew once that is durable. */
  apply(uses: readonly CardUse[]): Promise<void>;
  /** Accounts of cards; one from which nothing was taken is missing. @param cards At most 1,000. */
  find(cards: readonly CardId[]): Promise<ReadonlyMap<CardId, readonly CardCredit[]>>;
  /** Judges anew the cards of accounts whose period was over on this day. @returns How many, at most `limit`. */
  renew(day: CityDay, limit: number): Promise<number>;
  /** Folds uses of days before this one into a sum, and drops accounts that are over. @returns How many were changed. */
  fold(before: CityDay, limit: number): Promise<number>;
};

export type CreditsOptions = {
  readonly connection: Connection;
  readonly rules: UseRules;
  readonly judgeAgain: JudgeAgain;
  readonly clock: Clock;
  readonly zone: string;
  readonly keepDays: number;
  readonly log: Logger;
};

/** Stands for folded uses in an account; no reader is called so. */
const FOLDED = 'folded';

/** Another process changes the same account at the same time hardly ever twice. */
const MOST_TRIES = 10;

export function createCredits(options: CreditsOptions): Credits {
  const { rules, judgeAgain } = options;
  const accounts = accountModel(options.connection);
  return {
    async apply(uses) {
      const takes = await rules.takesOf(uses);
      const wanted = toAccounts(uses, takes);
      for (const account of wanted.values()) await applyToAccount(accounts, account, options);
      const touched = new Set([...wanted.values()].map(({ cardId }) => cardId));
      for (const cardId of touched) await judgeAgain(cardId);
    },
    async find(cards) {
      const rows = await accounts.find({ cardId: { $in: [...cards] } }).lean<AccountRow[]>();
      const byCard = new Map<CardId, CardCredit[]>();
      for (const row of rows) {
        const cardId = parseCardId(row.cardId);
        const { rule, period } = row;
        const credit = { rule, period, balance: balanceOf(toCreditAccount(row)) };
        byCard.set(cardId, [...(byCard.get(cardId) ?? []), credit]);
      }
      return byCard;
    },
    async renew(day, limit) {
      const due = await accounts
        .find({ isRenewed: false, renewsOn: { $lte: day } }, { cardId: 1 })
        .limit(limit)
        .lean<AccountRow[]>();
      for (const cardId of new Set(due.map((row) => row.cardId))) {
        await judgeAgain(parseCardId(cardId));
      }
      const ids = due.map(({ _id }) => _id);
      if (ids.length > 0) {
        await accounts.updateMany({ _id: { $in: ids } }, { $set: { isRenewed: true } });
      }
      return due.length;
    },
    async fold(before, limit) {
      const old = await accounts
        .find({ oldestDay: { $lt: before } })
        .limit(limit)
        .lean<AccountRow[]>();
      for (const row of old) await write(accounts, row, folded(row, before));
      await accounts.deleteMany({ oldestDay: null, isRenewed: true, renewsOn: { $lt: before } });
      return old.length;
    },
  };
}

type WantedAccount = Omit<Take, 'amount'> & {
  readonly id: string;
  readonly cardId: CardId;
  readonly uses: AccountUse[];
};

function toAccounts(
  uses: readonly CardUse[],
  takes: ReadonlyMap<string, Take>,
): ReadonlyMap<string, WantedAccount> {
  const wanted = new Map<string, WantedAccount>();
  for (const { useId, cardId, day } of uses) {
    const take = takes.get(useId);
    if (take === undefined) continue;
    const { amount, ...credit } = take;
    const id = `${cardId}|${take.rule}|${take.period}`;
    const account = wanted.get(id) ?? { ...credit, id, cardId, uses: [] };
    account.uses.push({ id: useId, day, amount });
    wanted.set(id, account);
  }
  return wanted;
}

async function applyToAccount(
  accounts: Model<AccountRow>,
  wanted: WantedAccount,
  options: CreditsOptions,
): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const kept = await accounts.findById(wanted.id).lean<AccountRow>();
    // Looked up anew each time: what is folded already must not be counted beside its sum.
    const firstDay = firstDayNotForgotten(options.clock.now(), options);
    const fresh = wanted.uses.filter(
      ({ id, day }) => day >= firstDay && !kept?.uses.some((use) => use.id === id),
    );
    if (fresh.length === 0) return;
    const before = kept ?? openRow(wanted);
    const account = { ...toCreditAccount(before), granted: wanted.granted };
    const applied = applyUses(
      account,
      fresh.map(({ id, amount }) => ({ useId: id, amount })),
    );
    const uses = [...before.uses, ...fresh];
    const changed = {
      ...{ granted: wanted.granted, uses, oldestDay: oldestOf(uses) },
      overused: balanceOf(applied.account).overused,
    };
    if (!(await write(accounts, before, changed))) continue;
    if (applied.newlyOverused > 0) {
      const { rule, period } = wanted;
      options.log.warn({ rule, period, overused: applied.newlyOverused }, 'a credit was overused');
    }
    return;
  }
  throw new Error('A credit account kept changing while uses were applied to it.');
}

function openRow({ id, cardId, rule, period, granted, renewsOn }: WantedAccount): AccountRow {
  return {
    ...{ _id: id, cardId, rule, period, granted, renewsOn },
    ...{ uses: [], folded: 0, overused: 0, oldestDay: null, isRenewed: false, version: 0 },
  };
}

/** @returns Whether the account was as it was read. */
async function write(
  accounts: Model<AccountRow>,
  before: AccountRow,
  change: Partial<AccountRow>,
): Promise<boolean> {
  if (before.version === 0) {
    try {
      await accounts.create([{ ...before, ...change, version: 1 }]);
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
  const written = await accounts.updateOne(
    { _id: before._id, version: before.version },
    { $set: { ...change, version: before.version + 1 } },
  );
  return written.matchedCount === 1;
}

function folded({ uses, folded: sum }: AccountRow, before: CityDay): Partial<AccountRow> {
  const left = uses.filter(({ day }) => day >= before);
  const gone = uses.filter(({ day }) => day < before);
  return {
    uses: left,
    folded: gone.reduce((total, { amount }) => total + amount, sum),
    oldestDay: oldestOf(left),
  };
}

function toCreditAccount({ granted, uses, folded: sum }: AccountRow): CreditAccount {
  const known = uses.map(({ id, amount }) => [id, amount] as const);
  return { granted, uses: new Map(sum > 0 ? [[FOLDED, sum], ...known] : known) };
}

function oldestOf(uses: readonly AccountUse[]): string | null {
  return uses.reduce<string | null>(
    (oldest, { day }) => (oldest === null || day < oldest ? day : oldest),
    null,
  );
}
