import { parseRulebooks } from '../../../domain/tariff/parse-rulebook.ts';
import january from '../../../domain/tariff/rulebook-2025-01.json' with { type: 'json' };
import july from '../../../domain/tariff/rulebook-2025-07.json' with { type: 'json' };
import type { ServiceCatalogue } from '../../../domain/tariff/service.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { RulebookStore } from './rulebook-store.ts';

/** The data of the rulebooks that a city begins with; `domain/tariff/rulebooks-of-gijon.ts` tells of their sources. */
const FIRST = [january, july];

/**
 * Publishes the rulebooks that a city begins with, once: a store that has any is left as it is. Safe to
 * repeat, and for two processes at once.
 *
 * @throws {InvalidInputError} They do not fit the catalogue of services.
 */
export async function addFirstRulebooks(
  store: Pick<RulebookStore, 'addFirst'>,
  { catalogue, clock }: { readonly catalogue: ServiceCatalogue; readonly clock: Clock },
): Promise<void> {
  const startByVersion = new Map(
    parseRulebooks(FIRST, { catalogue }).map(({ version, startsOn }) => [version, startsOn]),
  );
  const publishedAt = clock.now();
  await store.addFirst(
    FIRST.flatMap((data) => {
      const startsOn = startByVersion.get(data.version);
      if (startsOn === undefined) return [];
      const { version } = data;
      const nobody = { publishedBy: null, cancelledBy: null, cancelledAt: null };
      return {
        ...{ version, startsOn, json: JSON.stringify(data), publishedAt },
        ...{ state: 'published' as const, ...nobody },
      };
    }),
  );
}
