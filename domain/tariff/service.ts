import { z } from 'zod';
import type { CityDay } from '../city-day.ts';
import { assertNoMistakes, checkShape, valueOf, type Mistake } from './mistakes.ts';
import { daySchema, nameSchema, sourceSchema } from './shapes.ts';

/** Names a service of the card in rulebooks, reader groups and uses, such as `urban-bus`. */
export type ServiceId = string & { readonly __brand: 'ServiceId' };

/** How a service is priced in general; what it costs whom is the rulebook's to say. */
const PRICE_KINDS = [
  'free',
  'free-with-card',
  'mostly-free',
  'per-use',
  'per-use-by-situation',
  'per-time',
  'per-course-by-situation',
  'holder-discount',
  'permission',
  'bill',
] as const;

const OWNERSHIPS = ['public', 'semi-public', 'private'] as const;

/** One service that the card opens. */
export type Service = {
  readonly id: ServiceId;
  readonly nameEs: string;
  readonly ownership: (typeof OWNERSHIPS)[number];
  readonly priceKind: (typeof PRICE_KINDS)[number];
  /**
   * First day on which the card opens it; null for always. Rulebooks that begin earlier need not
   * know the service, so that a further one leaves what was published as it is.
   */
  readonly firstOn: CityDay | null;
};

/** Every service of the card by its id, in the order of the data. */
export type ServiceCatalogue = ReadonlyMap<ServiceId, Service>;

const CATALOGUE = 'The catalogue of services';

const serviceSchema = z.strictObject({
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked just before
  id: nameSchema.transform((id) => id as ServiceId),
  nameEs: z.string().min(1).max(100),
  ownership: z.enum(OWNERSHIPS),
  priceKind: z.enum(PRICE_KINDS),
  firstOn: daySchema.nullable().default(null),
});

const catalogueSchema = z.strictObject({
  source: sourceSchema,
  services: z.array(serviceSchema).min(1).max(1000),
});

/**
 * Reads a catalogue such as `services.json` beside this file.
 *
 * @throws {InvalidInputError} Every mistake with its path (`services[4].ownership`), all together.
 */
export function parseServiceCatalogue(data: unknown): ServiceCatalogue {
  const { services } = valueOf(CATALOGUE, checkShape(catalogueSchema, data));
  assertNoMistakes(CATALOGUE, findTwins(services));
  return new Map(services.map((service) => [service.id, service]));
}

function findTwins(services: readonly Service[]): readonly Mistake[] {
  return services.flatMap(({ id }, index) => {
    const first = services.findIndex((service) => service.id === id);
    if (first === index) return [];
    return [{ path: `services[${index}].id`, sentence: `services[${first}] is called ${id} too.` }];
  });
}
