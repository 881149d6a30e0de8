import type { AnswerDeps } from './answers.ts';
import { fieldsOf, type Request } from './frame.ts';
import type { LoanRecord } from './borrower.ts';
import type { ItemRecord } from './library-state.ts';
import type { ServerRules } from './rules.ts';

const OTHER_FEE = '01';
const NO_SECURITY = '00';

/** Message 18; an unknown item has no title. */
export function itemAnswer({ rules, state, time }: AnswerDeps, request: Request): string {
  const barcode = request.field('AB') ?? '';
  const item = state.findItem(barcode);
  return `18${circulationOf(item)}${NO_SECURITY}${OTHER_FEE}${time.timestamp()}${fieldsOf([
    ['AB', barcode],
    ['AJ', item?.title ?? ''],
    ['AH', item?.loan === null || item === null ? null : dueText(item.loan, rules)],
    ['AQ', item === null ? null : rules.institutionId],
    ['BG', item === null ? null : rules.institutionId],
    ['AF', item === null ? 'Invalid Item' : null],
  ])}`;
}

/** Message 12 to a checkout, 30 to a renewal. */
export function lentAnswer(deps: AnswerDeps, request: Request): string {
  const { rules, state, time } = deps;
  const account = request.field('AA') ?? '';
  const barcode = request.field('AB') ?? '';
  const isRenewal = request.id === '29';
  const loan = isRenewal ? state.renew(account, barcode) : state.checkOut(account, barcode);
  const flags = loan === null ? '0NUN' : `1${isRenewal ? 'Y' : 'N'}UY`;
  return `${isRenewal ? '30' : '12'}${flags}${time.timestamp()}${fieldsOf([
    ['AO', rules.institutionId],
    ['AA', account],
    ['AB', barcode],
    ['AJ', loan?.title ?? state.findItem(barcode)?.title ?? ''],
    ['AH', loan === null ? '' : dueText(loan, rules)],
    ['AF', loan === null ? 'Item cannot be issued' : null],
  ])}`;
}

/** Message 66: each loan of the borrower, renewed or not. */
export function renewAllAnswer({ rules, state, time }: AnswerDeps, request: Request): string {
  const account = request.field('AA') ?? '';
  const borrower = state.findBorrower(account);
  const verdicts = [...(borrower?.loans.keys() ?? [])].map(
    (barcode) => [state.renew(account, barcode) === null ? 'BN' : 'BM', barcode] as const,
  );
  const count = (code: string): string =>
    String(verdicts.filter(([verdict]) => verdict === code).length).padStart(4, '0');
  return `66${borrower === null ? '0' : '1'}${count('BM')}${count('BN')}${time.timestamp()}${fieldsOf(
    [
      ['AO', rules.institutionId],
      ['AA', account],
      ...verdicts,
      ['AF', borrower === null ? 'Invalid cardnumber' : null],
    ],
  )}`;
}

function circulationOf(item: ItemRecord | null): string {
  if (item === null) return '01';
  if (item.loan !== null) return '04';
  // A reserved item that is not ready is with somebody else.
  if (item.isHoldReady === null) return '03';
  return item.isHoldReady ? '08' : '04';
}

/** Koha keeps days, and gives them the last minute but one as their time. */
function dueText({ dueOn }: LoanRecord, { formatsDueDates }: ServerRules): string {
  if (!formatsDueDates) return `${dueOn.replaceAll('-', '')}    235900`;
  return dueOn.split('-').toReversed().join('/');
}
