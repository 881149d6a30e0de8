import { UpstreamRejectedError } from '../../domain/errors.ts';
import { inTime } from '../../platform/subgraph/in-time.ts';
import { toSource } from '../../platform/subgraph/source.ts';
import { assertTimeLeft } from '../../platform/subgraph/legacy-write.ts';
import { cardToUse, platesOf } from './card-to-use.ts';
import { parkingRefused, type ParkingRefusal, type QuoteTold } from './change-results.ts';
import type { Context } from './context.ts';
import { tooLate } from './fetch-in-time.ts';
import { assertStayEnd, readInstant, toWholeSecond } from './inputs.ts';
import { liveSource } from './parking-rows.ts';
import { regulatedZone } from './regulated-zone.ts';
import type { QueryParkingQuoteArgs } from './schema.generated.ts';

/** What a stay from now on would cost; asks and changes nothing. */
export async function parkingQuote(
  { card: number, plateId, zoneId, until: untilText }: QueryParkingQuoteArgs,
  context: Context,
): Promise<QuoteTold | ParkingRefusal> {
  const card = await cardToUse('Query.parkingQuote', number, context);
  const now = context.clock.now();
  const until = readInstant(untilText, 'The end of a stay');
  if (card === null) return parkingRefused('CARD_UNKNOWN');
  if (!card.isUsable) return parkingRefused('CARD_NOT_USABLE');
  assertStayEnd(until, { from: now, now });
  const mine = (await platesOf(card, context)).find(({ id }) => id === plateId);
  if (mine === undefined) return parkingRefused('PLATE_NOT_FOUND');
  const found = await regulatedZone(zoneId, context);
  if (found === null) return parkingRefused('ZONE_NOT_FOUND');
  const stay = { id: context.newId(), plate: mine.plate, zoneId, from: toWholeSecond(now), until };
  const quote = await fetchQuote(stay, context);
  if (quote === null) return parkingRefused('PARKING_REFUSED');
  return {
    __typename: 'ParkingQuote',
    amountCents: quote.amountCents,
    from: quote.from.toISOString(),
    until: quote.until.toISOString(),
    zone: { ...found.zone, source: toSource('parking', found.known) },
    source: liveSource(context.clock.now()),
  };
}

/** Null when the system refuses to price it. */
async function fetchQuote(
  stay: Parameters<Context['parking']['fetchQuote']>[0],
  { parking, signal }: Context,
) {
  assertTimeLeft('parking', signal);
  try {
    return await inTime(parking.fetchQuote(stay, { signal }), signal, () => {
      throw tooLate();
    });
  } catch (error) {
    if (error instanceof UpstreamRejectedError) return null;
    throw error;
  }
}
