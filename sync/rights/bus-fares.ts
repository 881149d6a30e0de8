import { cityDayAt } from '../../domain/city-day.ts';
import { parseGroupId, type ReaderGroup } from '../../domain/reader-list/group.ts';
import type { ServiceCatalogue } from '../../domain/tariff/service.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Rights } from '../readers/rights-port.ts';
import type { TransportTariffDeps } from '../workers/transport-tariff.ts';

/** The service whose fare public transport is told of. */
export const BUS = 'urban-bus';

export type BusFaresDeps = {
  readonly rights: Pick<Rights, 'find'>;
  /** The rulebooks that are in force or about to be, the one in force first. */
  readonly live: (at: Date) => Promise<readonly { readonly version: number }[]>;
  readonly bus: ReaderGroup;
  readonly clock: Clock;
  /** The city's. */
  readonly zone: string;
};

/** The bus, and no line in particular: a pass for one says nothing of the fare. @throws {Error} The catalogue knows no bus. */
export function anyBus(catalogue: ServiceCatalogue): ReaderGroup {
  const service = [...catalogue.keys()].find((id) => id === BUS);
  if (service === undefined) throw new Error(`the catalogue of services has no ${BUS}`);
  return { id: parseGroupId('any-bus'), service, places: [] };
}

/** What a card pays on the bus today, by the rulebook in force. */
export function createBusFares(deps: BusFaresDeps): TransportTariffDeps['fareOf'] {
  const { rights, live, bus, clock, zone } = deps;
  return async (cardId) => {
    const now = clock.now();
    const [rulebook] = await live(now);
    if (rulebook === undefined) return null;
    const { version } = rulebook;
    const ask = { groups: [bus], rulebooks: [version], day: cityDayAt(now, zone) };
    const [right] = await rights.find([cardId], ask);
    const priceCents = right?.outcome(version, bus)?.priceCents ?? null;
    return priceCents === null ? null : { rulebook: version, priceCents };
  };
}
