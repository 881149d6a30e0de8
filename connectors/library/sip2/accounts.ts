import { UpstreamMalformedError } from '../../../domain/errors.ts';
import type { LibraryAccount } from '../../../domain/library-account.ts';
import { isFailed, settle, type Outcome } from '../../../domain/outcome.ts';
import type { AccountAnswer, AccountAsk, Charge, Hold, Loan } from '../port.ts';
import type { Calls } from './calls.ts';
import { toCharges, type ChargeRules } from './charges.ts';
import type { LibraryDates } from './dates.ts';
import { SYSTEM } from './guard.ts';
import { createItemReader, titleOf, toLoan } from './items.ts';
import { createLimiter } from './limiter.ts';
import { mayBorrow } from './patron-status.ts';
import type { SummaryList } from './requests.ts';
import type { WireItem, WirePatron, WirePatronInformation } from './wire.ts';

export type FetchAccountsDeps = {
  readonly calls: Calls;
  readonly dates: LibraryDates;
  readonly chargeRules: ChargeRules;
  /** Messages that one question has under way at once. */
  readonly atOnce: number;
};

/** What the lists below need; each message is asked for once and bounded. */
type Reads = FetchAccountsDeps & {
  list(account: LibraryAccount, list: SummaryList): Promise<Outcome<WirePatronInformation>>;
  status(account: LibraryAccount): Promise<Outcome<WirePatron>>;
  item(barcode: string): Promise<Outcome<WireItem>>;
};

/** A list, and the borrower's status that came with it. */
type Listed<Item> = {
  readonly patron: Outcome<WirePatron>;
  readonly items: Outcome<readonly Outcome<Item>[]>;
};

/** One message 63 for each list asked for, and one 17 for each distinct item, as soon as its list is there. */
export function fetchAccounts(
  deps: FetchAccountsDeps,
  asks: readonly AccountAsk[],
  signal: AbortSignal,
): Promise<readonly AccountAnswer[]> {
  const { calls } = deps;
  const limit = createLimiter(deps.atOnce);
  const reads: Reads = {
    ...deps,
    list: (account, list) => settle(limit(() => calls.readList(account, list, signal))),
    status: (account) => settle(limit(() => calls.readStatus(account, signal))),
    item: createItemReader((barcode) => limit(() => calls.readItem(barcode, signal))),
  };
  return Promise.all(asks.map((ask) => answer(reads, ask)));
}

async function answer(reads: Reads, { account, lists }: AccountAsk): Promise<AccountAnswer> {
  const [loans, holds, charges] = await Promise.all([
    lists.has('loans') ? listLoans(reads, account) : null,
    lists.has('holds') ? listHolds(reads, account) : null,
    lists.has('charges') ? listCharges(reads, account) : null,
  ]);
  const told = [loans, holds, charges].flatMap((listed) => listed?.patron ?? []);
  const status =
    told.find((patron) => !isFailed(patron)) ?? told[0] ?? (await reads.status(account));
  return {
    account,
    mayBorrow: isFailed(status) ? status : { value: mayBorrow(status.value.patronStatus) },
    loans: loans?.items ?? null,
    holds: holds?.items ?? null,
    charges: charges?.items ?? null,
  };
}

async function listLoans(reads: Reads, account: LibraryAccount): Promise<Listed<Loan>> {
  const patron = await reads.list(account, 'charged');
  if (isFailed(patron)) return { patron, items: patron };
  const { lists, counts } = patron.value;
  const loans = await Promise.all(
    lists.charged.map(async (barcode) =>
      convert(await reads.item(barcode), (item) => toLoan(item, reads.dates)),
    ),
  );
  return { patron, items: { value: [...loans, ...missing(loans.length, counts.charged)] } };
}

/**
 * Servers differ in whether the list of holds contains those that are not ready yet; the list of
 * unavailable ones always does. A hold is ready when it is in the first and not in the second.
 */
async function listHolds(reads: Reads, account: LibraryAccount): Promise<Listed<Hold>> {
  const patron = await reads.list(account, 'hold');
  if (isFailed(patron)) return { patron, items: patron };
  const { lists, counts } = patron.value;
  const hasUnavailable = counts.unavailable !== 0;
  const second = hasUnavailable ? await reads.list(account, 'unavailable') : null;
  if (second !== null && isFailed(second)) return { patron, items: second };
  const unavailable = new Set(second?.value.lists.unavailable ?? []);
  const barcodes = [...new Set([...lists.hold, ...unavailable])];
  const holds = await Promise.all(
    barcodes.map(async (barcode) =>
      convert(await reads.item(barcode), (item) => ({
        id: barcode,
        title: titleOf(item),
        isReady: !unavailable.has(barcode),
      })),
    ),
  );
  const announced = Math.max(counts.hold ?? 0, counts.unavailable ?? 0);
  return { patron, items: { value: [...holds, ...missing(holds.length, announced)] } };
}

async function listCharges(reads: Reads, account: LibraryAccount): Promise<Listed<Charge>> {
  const patron = await reads.list(account, 'fine');
  const charges = convert(patron, (wire) =>
    toCharges(wire, reads.chargeRules).map((value) => ({ value })),
  );
  return { patron, items: charges };
}

/** A list shorter than the server says it is ends in failed items: half of it must not look whole. */
function missing(
  length: number,
  announced: number | null,
): readonly { error: UpstreamMalformedError }[] {
  return Array.from({ length: Math.max(0, (announced ?? 0) - length) }, () => ({
    error: new UpstreamMalformedError(SYSTEM, 'announced an item and did not name it'),
  }));
}

function convert<From, To>(outcome: Outcome<From>, to: (value: From) => To): Outcome<To> {
  if (isFailed(outcome)) return outcome;
  try {
    return { value: to(outcome.value) };
  } catch (error) {
    if (error instanceof UpstreamMalformedError) return { error };
    throw error;
  }
}
