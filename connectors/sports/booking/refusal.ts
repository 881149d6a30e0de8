import {
  UpstreamMalformedError,
  UpstreamRejectedError,
  UpstreamUnavailableError,
  type HubError,
} from '../../../domain/errors.ts';
import {
  toRejection,
  wasNotExecuted,
  type LegacyAnswer,
} from '../../../platform/http/legacy-http.ts';
import { SYSTEM } from '../guard.ts';
import { wireError } from './wire.ts';

/*
 * Source: Open Booking API 1.0 CR3, "Error Model". The error's own name counts, not the status beside
 * it: some systems send their errors with status 200 (README, bad habit 2).
 */

const FULL = new Set([
  'OpportunityIsFullError',
  'OpportunityHasInsufficientCapacityError',
  'OpportunityCapacityIsReservedByLeaseError',
]);

/** The wrong key, the wrong address, the wrong method: somebody has to look after it. */
const MISCONFIGURED = new Set([
  'UnauthenticatedError',
  'NoAPITokenError',
  'InvalidAPITokenError',
  'InvalidAuthorizationDetailsError',
  'UnknownOrIncorrectEndpointError',
  'MethodNotAllowedError',
  'IncompleteBrokerDetailsError',
  'SellerNotFoundError',
  'UnexpectedOrderTypeError',
]);

const PASSING = /^Temporarily|^TooManyRequestsError$/;

/** Of status 500, and yet a clear no: nothing was booked or cancelled. */
const REFUSED_BY_500 = new Set([
  'OrderAlreadyExistsError',
  'OrderProposalVersionOutdatedError',
  'OrderCreationFailedError',
  'UnexpectedOrderTypeError',
  'SellerNotFoundError',
  'SellerMismatchError',
  'OrderItemNotWithinOrderError',
  'OrderItemIdInvalidError',
]);

/** The error's name in an answer's body; null when the body is no error. */
export function errorNameOf(body: unknown): string | null {
  return wireError.safeParse(body).data?.['@type'] ?? null;
}

/** Whether a body of status 500 says what was not done. */
export function isRefusal(body: unknown): boolean {
  return REFUSED_BY_500.has(errorNameOf(body) ?? '');
}

/** Whether these errors say nothing but that there is no room. */
export function areFull(names: readonly string[]): boolean {
  return names.length > 0 && names.every((name) => FULL.has(name));
}

/**
 * The failure that an answer which is no outcome means, or null when it is a refusal of this very
 * booking: whoever books is told no, and nobody has to look after anything.
 */
export function failureOf(answer: LegacyAnswer): HubError | null {
  const name = errorNameOf(answer.body);
  if (name === null) {
    return answer.status >= 400
      ? toRejection(SYSTEM, answer, 'no reason given')
      : new UpstreamMalformedError(SYSTEM, 'an answer that is neither an order nor an error');
  }
  if (PASSING.test(name)) {
    return new UpstreamUnavailableError(SYSTEM, name, { cause: { status: 503 } });
  }
  if (MISCONFIGURED.has(name)) return toRejection(SYSTEM, answer, name);
  // An inner failure may come after the deed.
  return name.startsWith('Internal') ? new UpstreamUnavailableError(SYSTEM, name) : null;
}

/**
 * What the answer to a write means when it is not the success: a no to this very request, or nothing
 * that would tell whether it was done.
 *
 * @throws {HubError} Nothing was done, and not because of this request.
 */
export function verdictOf(answer: LegacyAnswer): 'refused' | 'unknown' {
  const failure = failureOf(answer);
  if (failure === null) return 'refused';
  if (failure instanceof UpstreamRejectedError || wasNotExecuted(failure)) throw failure;
  return 'unknown';
}
