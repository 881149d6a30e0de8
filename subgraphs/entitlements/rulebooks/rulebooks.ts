import { cityDayAt, type CityDay } from '../../../domain/city-day.ts';
import { InvalidInputError } from '../../../domain/errors.ts';
import { parseRulebook } from '../../../domain/tariff/parse-rulebook.ts';
import type { Rulebook } from '../../../domain/tariff/rulebook.ts';
import type { ServiceCatalogue } from '../../../domain/tariff/service.ts';
import type { RulebookHead, RulebookStore } from './rulebook-store.ts';

/** The rulebooks as the tariff engine reads them. Each is parsed once in a process: its data never changes. */
export type Rulebooks = {
  /**
   * The one in force at the instant, and those published that start later; the earliest first. Reads the
   * store each time, so that what was published or cancelled a moment ago counts.
   *
   * @throws {InvalidInputError} None is in force yet.
   */
  live(at: Date): Promise<readonly Rulebook[]>;
  /** All that were published and not cancelled, those that are over included; the earliest start first. */
  published(): Promise<readonly Rulebook[]>;
  /** One version whatever its state, to tell a past quote again; null when there is none. */
  find(version: number): Promise<Rulebook | null>;
};

export type RulebooksDeps = {
  readonly store: Pick<RulebookStore, 'findHeads' | 'findJson'>;
  readonly catalogue: ServiceCatalogue;
  /** The city's, an IANA name. */
  readonly zone: string;
};

export function createRulebooks({ store, catalogue, zone }: RulebooksDeps): Rulebooks {
  const parsed = new Map<number, Rulebook>();

  async function parse(versions: readonly number[]): Promise<readonly Rulebook[]> {
    const absent = versions.filter((version) => !parsed.has(version));
    for (const [version, json] of await store.findJson(absent)) {
      parsed.set(version, parseRulebook(JSON.parse(json), { catalogue }));
    }
    return versions.flatMap((version) => parsed.get(version) ?? []);
  }

  return {
    async live(at) {
      return parse(liveVersions(await store.findHeads(), cityDayAt(at, zone)));
    },
    async published() {
      return parse(standingOf(await store.findHeads()).map(({ version }) => version));
    },
    async find(version) {
      const [found] = await parse([version]);
      return found ?? null;
    },
  };
}

function liveVersions(heads: readonly RulebookHead[], today: CityDay): readonly number[] {
  const standing = standingOf(heads);
  const inForce = standing.findLast(({ startsOn }) => startsOn <= today);
  if (inForce === undefined) {
    throw new InvalidInputError(`No rulebook is in force on ${today}.`);
  }
  return standing
    .filter(({ startsOn }) => startsOn >= inForce.startsOn)
    .map((head) => head.version);
}

function standingOf(heads: readonly RulebookHead[]): readonly RulebookHead[] {
  return heads.filter(({ state }) => state === 'published');
}
