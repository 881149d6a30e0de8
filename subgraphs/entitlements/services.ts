import { cityDayAt } from '../../domain/city-day.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import { rulebookOn } from '../../domain/tariff/rulebook.ts';
import type { Service, ServiceCatalogue, ServiceId } from '../../domain/tariff/service.ts';
import type { Context } from './context.ts';
import type { Access, Ownership, PriceKind } from './schema.generated.ts';

/** A service as the schema shows it. */
export type ServiceRow = {
  readonly id: ServiceId;
  readonly name: string;
  readonly ownership: Ownership;
  readonly priceKind: PriceKind;
  readonly access: Access | null;
  readonly priceCents: number | null;
  readonly hasListPrices: boolean;
};

const OWNERSHIPS: Readonly<Record<Service['ownership'], Ownership>> = {
  public: 'PUBLIC',
  'semi-public': 'SEMI_PUBLIC',
  private: 'PRIVATE',
};

const PRICE_KINDS: Readonly<Record<Service['priceKind'], PriceKind>> = {
  free: 'FREE',
  'free-with-card': 'FREE_WITH_CARD',
  'mostly-free': 'MOSTLY_FREE',
  'per-use': 'PER_USE',
  'per-use-by-situation': 'PER_USE_BY_SITUATION',
  'per-time': 'PER_TIME',
  'per-course-by-situation': 'PER_COURSE_BY_SITUATION',
  'holder-discount': 'HOLDER_DISCOUNT',
  permission: 'PERMISSION',
  bill: 'BILL',
};

/** Every service with what a stranger gets at an instant. */
export async function servicesAt(
  at: Date,
  { rulebooks, catalogue, zone }: Pick<Context, 'rulebooks' | 'catalogue' | 'zone'>,
): Promise<readonly ServiceRow[]> {
  const { terms } = rulebookOn(await rulebooks.published(), cityDayAt(at, zone));
  return [...catalogue.values()].map(({ id, nameEs, ownership, priceKind }) => {
    const own = terms.get(id);
    const { access, cents } = { cents: null, ...(own?.withoutCard ?? { access: null }) };
    return {
      id,
      name: nameEs,
      ownership: OWNERSHIPS[ownership],
      priceKind: PRICE_KINDS[priceKind],
      access: access === null ? null : ACCESSES[access],
      priceCents: cents,
      hasListPrices: own?.hasListPrices === true,
    };
  });
}

export const ACCESSES: Readonly<Record<'allow' | 'deny', Access>> = {
  allow: 'ALLOW',
  deny: 'DENY',
};

/** @throws {InvalidInputError} There is no such service. */
export function readService(text: string, catalogue: ServiceCatalogue): ServiceId {
  const found = findService(text, catalogue);
  if (found === null)
    throw new InvalidInputError('There is no such service. Query.services names them.');
  return found;
}

export function findService(text: string, catalogue: ServiceCatalogue): ServiceId | null {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- looked up just here
  return catalogue.get(text as ServiceId)?.id ?? null;
}
