import type { CardNumber } from '../../domain/card-number.ts';
import { ForbiddenError, UnauthenticatedError } from '../../domain/errors.ts';
import type { ServiceId } from '../../domain/tariff/service.ts';
import type { Viewer, ViewerKind } from '../../domain/viewer.ts';

/** How often prices may be asked with one card, and what readers and merchants may ask at all. */
export type QuoteLimits = {
  /**
   * Counts a question.
   *
   * @returns False when so many were asked with this card by this kind of viewer within the hour.
   * @throws {UpstreamUnavailableError} It cannot be counted, so it is not answered.
   */
  take(kind: ViewerKind, number: CardNumber): Promise<boolean>;
  /** The one service of a reader or merchant; null for one that is not known. */
  serviceOf(viewer: Viewer): Promise<ServiceId | null>;
};

/** A question for a price with a card. */
export type QuoteWish = { readonly service: ServiceId; readonly on: Date | null };

/** Whose questions are never about another instant than now. */
const NOW_ONLY: ReadonlySet<ViewerKind> = new Set(['reader', 'merchant', 'kiosk']);
const ONE_SERVICE: ReadonlySet<ViewerKind> = new Set(['reader', 'merchant']);

/**
 * What a viewer may ask with a card, whichever card it is: without one every price is public.
 *
 * @throws {HubError} Nobody is signed in, or a reader, merchant or kiosk asks for another day, or a reader
 *   or merchant for another's service.
 */
export async function assertMayQuote(
  { service, on }: QuoteWish,
  viewer: Viewer,
  { serviceOf }: Pick<QuoteLimits, 'serviceOf'>,
): Promise<void> {
  if (viewer.kind === 'nobody') throw new UnauthenticatedError();
  if (NOW_ONLY.has(viewer.kind) && on !== null) {
    throw new ForbiddenError(`${viewer.kind} asks for another instant than now`);
  }
  if (ONE_SERVICE.has(viewer.kind) && (await serviceOf(viewer)) !== service) {
    throw new ForbiddenError(`${viewer.kind} asks for a service that is not its own`);
  }
}
