import { itemAnswer, lentAnswer, renewAllAnswer } from './circulation-answers.ts';
import { fieldsOf, type Request } from './frame.ts';
import type { LibraryState } from './library-state.ts';
import { patronInformation, patronStatus } from './patron-answers.ts';
import type { ServerRules } from './rules.ts';
import type { LibraryTime } from './time.ts';

export type AnswerDeps = {
  readonly rules: ServerRules;
  readonly state: LibraryState;
  readonly time: LibraryTime;
};

/** Tenths of a second, as Koha tells them. */
const TIMEOUT_PERIOD = '100';
const PROTOCOL = '2.00';

/** Ask again, without a checksum: what Koha says to what it cannot make sense of. */
export const NOT_UNDERSTOOD = '96';

/** Whether this login is one that Koha would let in. Encrypted ones it cannot read. */
export function isLogin({ rules }: AnswerDeps, request: Request): boolean {
  const isPlain = request.fixed === '00';
  const isKnown = request.field('CN') === rules.user && request.field('CO') === rules.password;
  return isPlain && isKnown && rules.mayCirculate && !rules.isStaffExpired;
}

/** The answer to a request of somebody who has logged in, without sequence and checksum. */
export function answerRequest(deps: AnswerDeps, request: Request): string {
  const { rules, state, time } = deps;
  switch (request.id) {
    case '93':
      return isLogin(deps, request) ? '941' : '940';
    case '99':
      return `98YYYYNN${TIMEOUT_PERIOD}${rules.retriesAllowed}${time.timestamp()}${PROTOCOL}${fieldsOf(
        [
          ['AO', rules.institutionId],
          ['BX', rules.supported],
        ],
      )}`;
    case '63':
      return patronInformation(deps, request);
    case '01':
    case '23':
    case '25':
      return patronStatus(deps, request);
    case '17':
      return itemAnswer(deps, request);
    case '11':
    case '29':
      return lentAnswer(deps, request);
    case '65':
      return renewAllAnswer(deps, request);
    case '37':
      return paymentAnswer(deps, request);
    case '09': {
      const barcode = request.field('AB') ?? '';
      const isDone = state.checkIn(barcode);
      return `10${isDone ? '1' : '0'}YUN${time.timestamp()}${fieldsOf([
        ['AO', rules.institutionId],
        ['AB', barcode],
        ['AQ', rules.institutionId],
      ])}`;
    }
    case '15':
      return `160N${time.timestamp()}${fieldsOf([['AO', rules.institutionId]])}`;
    case '35':
      return `36Y${time.timestamp()}${fieldsOf([
        ['AO', rules.institutionId],
        ['AA', request.field('AA') ?? ''],
      ])}`;
    default:
      return NOT_UNDERSTOOD;
  }
}

function paymentAnswer({ rules, state, time }: AnswerDeps, request: Request): string {
  const account = request.field('AA') ?? '';
  const receipt = request.field('BK') ?? '';
  const isAccepted = state.pay({
    account,
    amountCents: readCents(request.field('BV') ?? ''),
    feeId: request.field('CG') || null,
    receipt,
  });
  return `38${isAccepted ? 'Y' : 'N'}${time.timestamp()}${fieldsOf([
    ['AO', rules.institutionId],
    ['AA', account],
    ['BK', receipt],
    ['AF', isAccepted ? null : 'Payment not accepted'],
  ])}`;
}

/** 0 for what is no amount. */
function readCents(text: string): number {
  const match = /^(\d+)(?:[.,](\d{1,2}))?$/.exec(text.trim());
  return match === null ? 0 : Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}
