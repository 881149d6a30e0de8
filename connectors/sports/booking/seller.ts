import { UpstreamMalformedError, UpstreamRejectedError } from '../../../domain/errors.ts';
import { toRejection } from '../../../platform/http/legacy-http.ts';
import type { SportsApi } from '../api.ts';
import { SYSTEM } from '../guard.ts';
import { idOf, wireFacilityUse, wireItem, wirePage } from '../rpde/wire.ts';

export type SellerSource = {
  /** `@id` of the organisation from which everything is booked. */
  sellerId(signal: AbortSignal): Promise<string>;
};

export type SellerOptions = {
  readonly api: SportsApi;
  /** First page of the feed of facilities, which name who provides them. */
  readonly facilityFeed: URL;
  /** Spares the question; null: the feed is asked once. */
  readonly known: string | null;
};

/**
 * The seller goes with every order but with no slot, so it is read from the facilities once and kept.
 *
 * @throws {UpstreamRejectedError} The facilities belong to several: which one has to be set.
 */
export function createSellerSource({ api, facilityFeed, known }: SellerOptions): SellerSource {
  let sellerId = known;
  return {
    async sellerId(signal) {
      sellerId ??= await fetchSeller(api, facilityFeed, signal);
      return sellerId;
    },
  };
}

async function fetchSeller(api: SportsApi, url: URL, signal: AbortSignal): Promise<string> {
  const answer = await api.send({ operation: 'facilityFeed', method: 'GET', url }, signal);
  if (answer.status >= 400) throw toRejection(SYSTEM, answer, 'the feed of facilities');
  const sellers = sellersOf(answer.body);
  const [seller] = [...sellers];
  if (seller === undefined) {
    throw new UpstreamMalformedError(SYSTEM, 'no facility tells who provides it');
  }
  if (sellers.size === 1) return seller;
  throw new UpstreamRejectedError(SYSTEM, 'several sellers: HUB_SPORTS_SELLER_ID must name one');
}

function sellersOf(body: unknown): ReadonlySet<string> {
  const items = wirePage.safeParse(body).data?.items ?? [];
  const facilities = items.flatMap((item) => {
    const data = wireItem.safeParse(item).data?.data;
    return wireFacilityUse.safeParse(data).data ?? [];
  });
  return new Set(
    facilities.flatMap(({ provider }) => (provider === undefined ? [] : [idOf(provider)])),
  );
}
