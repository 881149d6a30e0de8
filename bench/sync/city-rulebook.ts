import type { Connection } from 'mongoose';
import { parseRulebook } from '../../domain/tariff/parse-rulebook.ts';
import january from '../../domain/tariff/rulebook-2025-01.json' with { type: 'json' };
import july from '../../domain/tariff/rulebook-2025-07.json' with { type: 'json' };
import { servicesOfGijon as catalogue } from '../../domain/tariff/services-of-gijon.ts';
import { createRulebookStore } from '../../subgraphs/entitlements/rulebooks/rulebook-store.mongo.ts';

export type RulebookData = typeof july;

/**
 * The rulebooks of the city, but that residents need a pass to drive into the old town: so one group has
 * few cards, as the weaker door controllers take them.
 */
const withPasses: RulebookData = {
  ...july,
  rules: july.rules.filter(({ id }) => id !== 'restricted-traffic-residents'),
};

/** The last version that is there from the beginning. */
export const FIRST_VERSION = withPasses.version;

/** Writes them before the hub starts, which then takes them for its own. */
export async function addRulebooks(connection: Connection): Promise<void> {
  await createRulebookStore(connection).addFirst(
    [january, withPasses].map((data) => ({
      version: data.version,
      startsOn: parseRulebook(data, { catalogue }).startsOn,
      json: JSON.stringify(data),
      publishedAt: new Date(),
      state: 'published' as const,
      ...{ publishedBy: null, cancelledBy: null, cancelledAt: null },
    })),
  );
}

/** Holders of one age, about one in a hundred, pay a cent less than others. */
export function rulebookForFew(version: number, startsOn: string): RulebookData {
  const birthdays = {
    id: 'bench-one-age',
    source: 'Bench: about one card in a hundred',
    services: ['urban-bus', 'swimming-pools', 'parking'],
    when: { age: { from: 40, under: 41 } },
    percentOff: 3,
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a rule as the schema takes it
  const rules = [...withPasses.rules, birthdays] as RulebookData['rules'];
  return { ...withPasses, version, startsOn, source: 'Bench', rules };
}

/** Every service costs a cent more, with a card and without: nobody pays what was paid before. */
export function rulebookForAll(version: number, startsOn: string): RulebookData {
  const services = Object.entries(withPasses.services).map(([id, service]) => [
    id,
    {
      ...service,
      withCard: dearer(service.withCard),
      withoutCard: dearer(service.withoutCard),
    },
  ]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same services
  const all = Object.fromEntries(services) as RulebookData['services'];
  return { ...withPasses, version, startsOn, source: 'Bench', services: all };
}

function dearer(access: { readonly access: string; readonly cents?: number }) {
  return access.cents === undefined ? access : { ...access, cents: access.cents + 1 };
}
