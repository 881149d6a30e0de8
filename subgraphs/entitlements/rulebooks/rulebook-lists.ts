import { startOfCityDay } from '../../../domain/city-day.ts';
import type { ReaderGroup } from '../../../domain/reader-list/group.ts';
import type { Rulebook, Terms } from '../../../domain/tariff/rulebook.ts';
import type { Rulebooks } from './rulebooks.ts';

/** What reader lists need to know of a rulebook, as `sync/readers/rights-port.ts` asks for it. */
export type RulebookForGroups = {
  readonly version: number;
  /** First instant of its first day in the city. */
  readonly startsAt: Date;
  terms(group: ReaderGroup): {
    readonly unlisted: { readonly priceCents: number } | null;
    readonly whenStale: Terms['whenStale'];
  } | null;
};

export type RulebookLists = { live(at: Date): Promise<readonly RulebookForGroups[]> };

/** The rulebooks that readers have lists of, with what those lists say of who is not in them. */
export function createRulebookLists(
  { live }: Pick<Rulebooks, 'live'>,
  zone: string,
): RulebookLists {
  return {
    async live(at) {
      return (await live(at)).map((rulebook) => toLists(rulebook, zone));
    },
  };
}

/** Who is not in a list is treated as somebody without a card. */
function toLists({ version, startsOn, terms }: Rulebook, zone: string): RulebookForGroups {
  return {
    version,
    startsAt: startOfCityDay(startsOn, zone),
    terms({ service }) {
      const own = terms.get(service);
      if (own === undefined) return null;
      const { withoutCard, whenStale } = own;
      const unlisted = withoutCard.access === 'allow' ? { priceCents: withoutCard.cents } : null;
      return { unlisted, whenStale };
    },
  };
}
