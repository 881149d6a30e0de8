import { addDays, type CityDay } from '../../domain/city-day.ts';
import { leavesOf } from '../../domain/tariff/condition.ts';
import type { Fact } from '../../domain/tariff/fact.ts';
import type { ClassKey, FactKind } from '../../domain/tariff/fact-kinds.ts';
import { birthdayOn } from '../../domain/tariff/next-change.ts';
import { priceFor } from '../../domain/tariff/price.ts';
import type { Rulebook } from '../../domain/tariff/rulebook.ts';
import type { ServiceId } from '../../domain/tariff/service.ts';
import type { Situation } from '../../domain/tariff/situation.ts';

/** Whole cents of each service, by its place in `TariffTable.services`; null where it is closed. */
export type Prices = readonly (number | null)[];

/**
 * One rulebook, asked about many holders. All that its rules can tell apart of a situation is its
 * signature (kind of holder, band of ages, classes that a rule names), so that each signature is priced
 * once: a city has some hundreds of them.
 */
export type TariffTable = {
  readonly rulebook: Rulebook;
  readonly placeOf: ReadonlyMap<ServiceId, number>;
  /**
   * The same array for situations that the rulebook cannot tell apart.
   *
   * @param creditsLeft Null while nothing was taken from credits; else it is priced each time.
   */
  pricesIn(situation: Situation, creditsLeft: ReadonlyMap<string, number> | null): Prices;
  /** Days on which a fact begins or ends, or makes its holder older in a way that a rule asks for. */
  daysOf(fact: Fact): readonly CityDay[];
};

/** Birth dates of a hundred years. */
const MOST_REMEMBERED = 40_000;

const tables = new WeakMap<Rulebook, TariffTable>();

/** One for each rulebook: what it has priced is remembered as long as the rulebook itself. */
export function tariffTableOf(rulebook: Rulebook): TariffTable {
  const known = tables.get(rulebook);
  if (known !== undefined) return known;
  const table = createTariffTable(rulebook);
  tables.set(rulebook, table);
  return table;
}

function createTariffTable(rulebook: Rulebook): TariffTable {
  const services = [...rulebook.terms.keys()];
  const { ages, classes, kinds } = readBy(rulebook);
  const known = new Map<string, Prices>();
  const birthdays = new Map<CityDay, readonly CityDay[]>();
  return {
    rulebook,
    placeOf: new Map(services.map((service, place) => [service, place])),
    pricesIn(situation, creditsLeft) {
      if (creditsLeft !== null) {
        const ask = { rulebook, situation, creditsLeft };
        return services.map((service) => priceFor({ ...ask, service }).cents);
      }
      const signature = signatureOf(situation, ages, classes);
      const found = known.get(signature);
      if (found !== undefined) return found;
      const prices = services.map((service) => priceFor({ rulebook, service, situation }).cents);
      known.set(signature, prices);
      return prices;
    },
    daysOf(fact) {
      const { claim, firstOn, lastOn } = fact;
      if (!kinds.has(claim.kind)) return [];
      const ends = lastOn === null ? [firstOn] : [firstOn, dayAfter(lastOn)];
      if (claim.kind !== 'birth-date') return ends;
      let found = birthdays.get(claim.bornOn);
      if (found === undefined) {
        if (birthdays.size >= MOST_REMEMBERED) birthdays.clear();
        found = ages.map((age) => birthdayOn(claim.bornOn, age));
        birthdays.set(claim.bornOn, found);
      }
      return [...found, ...ends];
    },
  };
}

type Read = {
  /** In rising order. */
  readonly ages: readonly number[];
  readonly classes: ReadonlySet<ClassKey>;
  readonly kinds: ReadonlySet<FactKind>;
};

/** All that the rules of a rulebook ask for. */
function readBy({ rules }: Rulebook): Read {
  const ages = new Set<number>();
  const classes = new Set<ClassKey>();
  const kinds = new Set<FactKind>();
  for (const leaf of rules.flatMap(({ when }) => (when === null ? [] : leavesOf(when)))) {
    if (leaf.kind === 'age') {
      ages.add(leaf.from).add(leaf.under);
      kinds.add('birth-date');
    } else if (leaf.kind === 'class') {
      for (const key of leaf.keys) classes.add(key);
      kinds.add(leaf.fact);
    }
  }
  const bounds = [...ages].filter((age) => Number.isFinite(age) && age > 0 && age <= 150);
  return { ages: bounds.toSorted((a, b) => a - b), classes, kinds };
}

function signatureOf(
  { kind, age, classes }: Situation,
  ages: readonly number[],
  read: ReadonlySet<ClassKey>,
): string {
  if (kind === 'organisation') return kind;
  let band = 0;
  if (age !== null) for (const bound of ages) if (age >= bound) band += 1;
  const start = age === null ? '-' : String(band);
  if (classes.size === 0) return start;
  const told = [...classes].filter((key) => read.has(key));
  return told.length === 0 ? start : `${start} ${told.toSorted().join(' ')}`;
}

const nextDays = new Map<CityDay, CityDay>();

/** As `addDays(day, 1)`; remembers, since a city's facts end on few days. */
export function dayAfter(day: CityDay): CityDay {
  return remembered(nextDays, day, 1);
}

const lastDays = new Map<CityDay, CityDay>();

/** As `addDays(day, -1)`; remembers. */
export function dayBefore(day: CityDay): CityDay {
  return remembered(lastDays, day, -1);
}

function remembered(known: Map<CityDay, CityDay>, day: CityDay, step: number): CityDay {
  const found = known.get(day);
  if (found !== undefined) return found;
  if (known.size >= MOST_REMEMBERED) known.clear();
  const made = addDays(day, step);
  known.set(day, made);
  return made;
}
