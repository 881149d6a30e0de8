import { UpstreamRejectedError } from '../../domain/errors.ts';
import { bodyOf, parseAs } from './api.ts';
import { malformed } from './failure.ts';
import { SYSTEM } from './guard.ts';
import type { ParkingQuote, StayAsk } from './port.ts';
import { toInstant } from './rights.ts';
import { placeOfStay, type StayDeps, type StayPlace } from './stays.ts';
import { toVersioned } from './versioned.ts';
import { wirePage, wireQuote, type WireOption, type WireQuote } from './wire.ts';

/** Asks for time and place alone: no plate, and nothing of who would park. */
export async function fetchQuote(
  deps: StayDeps,
  stay: StayAsk,
  signal: AbortSignal,
): Promise<ParkingQuote> {
  const at = placeOfStay(await deps.catalogues.current(signal), stay.zoneId);
  if (at === null || stay.until <= stay.from) throw noQuote('no stays are sold for this');
  const json = toRequest(stay, at, deps.now());
  const call = { operation: 'quote', path: '/quotes' } as const;
  const reply = await deps.api.send({ ...call, method: 'POST', json }, signal);
  if (reply.kind === 'ok') return toQuote(quoteFor(stay, reply.body), at, deps.timeZone);
  if (reply.status !== 409) throw noQuote(`HTTP ${reply.status}`);
  // Quoted before under this id, when the answer was lost.
  const path = `/quotes/${encodeURIComponent(stay.id)}`;
  const query = { type: 'QuoteRightResponse', expand: 'options' };
  const again = await deps.api.send({ ...call, method: 'GET', path, query }, signal);
  return toQuote(parseAs(wireQuote, bodyOf(again), 'quote'), at, deps.timeZone);
}

/** `QuoteRightRequest` without `eligibility`: a price by a group of people is not ours to ask for. */
function toRequest(stay: StayAsk, { place, specification }: StayPlace, now: Date): object {
  return {
    id: stay.id,
    version: 1,
    requestTime: now.toISOString(),
    periodStart: stay.from.toISOString(),
    periodEnd: stay.until.toISOString(),
    referencedRightSpecifications: [
      {
        rightSpecificationId: toVersioned(specification, 'RightSpecification'),
        elementId: toVersioned(place, 'HierarchyElement'),
      },
    ],
  };
}

function quoteFor(stay: StayAsk, body: unknown): WireQuote {
  const { data } = parseAs(wirePage, body, 'quote');
  const quotes = data.flatMap((row) => wireQuote.safeParse(row).data ?? []);
  const found = quotes.find(({ quoteRequestId }) => quoteRequestId.id === stay.id);
  if (found === undefined) throw malformed('quote: no answer to what was asked');
  return found;
}

function toQuote(wire: WireQuote, at: StayPlace, timeZone: string): ParkingQuote {
  const options = (wire.options ?? []).filter((option) => isFor(option, at));
  if (options.length === 0) {
    const isReason = REASONS.has(wire.reason ?? '');
    throw noQuote(isReason ? `no quote: ${wire.reason}` : 'no quote');
  }
  const from = toInstant(wire.start, timeZone, 'start');
  const until = toInstant(wire.end, timeZone, 'end');
  if (from === null || until === null) throw malformed('quote: unexpected start or end');
  const amountCents = Math.min(...options.map(toCents));
  return { id: wire.quoteRequestId.id, amountCents, from, until };
}

/** Source: APDS v4, `ResponseReasonEnum`; any other text is not repeated. */
const REASONS = new Set([
  'eligibilityRequirementNotMet',
  'noAvailability',
  'noMatchingSpecification',
  'other',
  'rightSpecificationNotAvailableAtRequestedTimes',
]);

/** One that covers the whole time, for this place and this kind of right where it says so. */
function isFor(option: WireOption, { place, specification }: StayPlace): boolean {
  const isHere = (option.elementId ?? place).id === place.id;
  const rights = option.identifiers ?? [];
  const isRight =
    rights.length === 0 ||
    rights.some(({ rightSpecificationId: { id } }) => id === specification.id);
  return isHere && isRight && option.boolean !== false;
}

/**
 * Euros to cents by the decimal text: 1.005 is 101 cents, although the nearest binary number is
 * below it.
 */
function toCents({ financialQuote: { taxIncluded, value } }: WireOption): number {
  if (value.currencyType !== 'EUR') throw malformed('quote: not in euros');
  if (!taxIncluded) throw malformed('quote: a price without its tax');
  const match = /^(\d{1,6})\.(\d{2})(\d)/.exec(value.currencyValue.toFixed(6));
  if (match === null) throw malformed('quote: an amount below nothing or beyond a million');
  const [, euros, cents, next] = match;
  return Number(euros) * 100 + Number(cents) + (Number(next) >= 5 ? 1 : 0);
}

function noQuote(reason: string): UpstreamRejectedError {
  return new UpstreamRejectedError(SYSTEM, reason);
}
