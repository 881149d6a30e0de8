import type { AnswerDeps } from './answers.ts';
import { owedCents, type Borrower } from './borrower.ts';
import { fieldsOf, type Request } from './frame.ts';
import type { ServerRules } from './rules.ts';

const SPANISH = '008';
const FEE_LIMIT = '10';
const NOTHING_DENIED = ' '.repeat(14);
const MOST_DENIED = `YYYY${' '.repeat(10)}`;
/** Field of each position of the summary; the second half of it Koha ignores. */
const SUMMARY_FIELDS = ['AS', 'AT', 'AU', 'AV', 'BU', 'CD'] as const;

type Pairs = readonly (readonly [string, string | null])[];

/** Message 64: counts of all lists, and the one list that was asked for. */
export function patronInformation(deps: AnswerDeps, request: Request): string {
  const { rules, time } = deps;
  const borrower = deps.state.findBorrower(request.field('AA') ?? '');
  const lists = borrower === null ? [] : listsOf(borrower, deps);
  const counts = SUMMARY_FIELDS.map((_, place) =>
    String(lists[place]?.length ?? 0).padStart(4, '0'),
  ).join('');
  const asked = request.fixed.slice(21, 27).indexOf('Y');
  const field = SUMMARY_FIELDS[asked];
  // BP and BQ count from one.
  const from = Number(request.field('BP') || 1) - 1;
  const to = Number(request.field('BQ') || Number.POSITIVE_INFINITY);
  const items = (lists[asked] ?? []).slice(from, to);
  const pairs: Pairs = [
    ...identity(deps, request, borrower),
    ['CC', borrower === null ? null : FEE_LIMIT],
    ...items.map((item) => [field ?? '', item] as const),
    ...(borrower === null ? [] : personal(borrower)),
    ['AF', screenMessage(deps, request, borrower)],
  ];
  const shown = pairs.filter(([code]) => !rules.hiddenFields.includes(code));
  return `64${statusOf(borrower)}${SPANISH}${time.timestamp()}${counts}${fieldsOf(shown)}`;
}

/** Message 24. */
export function patronStatus(deps: AnswerDeps, request: Request): string {
  const borrower = deps.state.findBorrower(request.field('AA') ?? '');
  const pairs: Pairs = [
    ...identity(deps, request, borrower),
    ['AF', screenMessage(deps, request, borrower)],
  ];
  return `24${statusOf(borrower)}${SPANISH}${deps.time.timestamp()}${fieldsOf(pairs)}`;
}

/** Cents as this site writes them. */
export function formatAmount(cents: number, { decimalMark }: ServerRules): string {
  return `${Math.trunc(cents / 100)}${decimalMark}${String(cents % 100).padStart(2, '0')}`;
}

function statusOf(borrower: Borrower | null): string {
  return borrower === null || borrower.isBlocked ? MOST_DENIED : NOTHING_DENIED;
}

function identity(deps: AnswerDeps, request: Request, borrower: Borrower | null): Pairs {
  const { rules } = deps;
  const owed = borrower === null ? 0 : owedCents(borrower);
  return [
    ['AO', rules.institutionId],
    ['AA', request.field('AA') ?? ''],
    ['AE', borrower?.name ?? ''],
    ['BL', borrower === null ? 'N' : 'Y'],
    ['CQ', passwordVerdict(deps, request, borrower)],
    ['BH', borrower === null ? null : 'EUR'],
    ['BV', owed === 0 ? null : formatAmount(owed, rules)],
  ];
}

/** Null when no password was sent. */
function passwordVerdict(
  { rules }: AnswerDeps,
  request: Request,
  borrower: Borrower | null,
): 'Y' | 'N' | null {
  const password = request.field('AD');
  if (password === undefined) return null;
  if (borrower === null) return 'N';
  if (password === '') return rules.allowsEmptyPasswords ? 'Y' : 'N';
  return password === borrower.pin ? 'Y' : 'N';
}

function screenMessage(
  deps: AnswerDeps,
  request: Request,
  borrower: Borrower | null,
): string | null {
  if (borrower === null) return 'Invalid cardnumber';
  return passwordVerdict(deps, request, borrower) === 'N' ? 'Invalid password' : null;
}

/** By position of the summary: barcodes, and for charges the text of the site's template. */
function listsOf(borrower: Borrower, { rules, time }: AnswerDeps): readonly (readonly string[])[] {
  const loans = [...borrower.loans.values()];
  const holds = [...borrower.holds.values()];
  const barcodes = (items: readonly { readonly barcode: string }[]): readonly string[] =>
    items.map(({ barcode }) => barcode);
  return [
    barcodes(holds),
    barcodes(loans.filter(({ dueOn }) => dueOn < time.today())),
    barcodes(loans),
    borrower.charges
      .filter(({ outstandingCents }) => outstandingCents > 0)
      .map(({ id, concept, outstandingCents }) =>
        rules.chargeTemplate
          .replace('{id}', id)
          .replace('{concept}', concept)
          .replace('{amount}', formatAmount(outstandingCents, rules)),
      ),
    [],
    barcodes(holds.filter(({ isReady }) => !isReady)),
  ];
}

/** What Koha sends unasked, extensions of makers included. */
function personal({ account, birthDate }: Borrower): Pairs {
  return [
    ['BD', 'Calle Corrida 1, Xixón'],
    ['BE', `${account}@example.org`],
    ['BF', '000000000'],
    ['PB', birthDate.replaceAll('-', '')],
    ['PC', 'ADULTO'],
    ['PI', ''],
  ];
}
