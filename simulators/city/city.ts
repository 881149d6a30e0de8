import type { Cardholder, CityOptions } from './model.ts';
import { createRandom } from './random.ts';
import { createCardholder } from './cardholder.ts';

/** Names the synthetic city: the same seed and size give the same people everywhere. */
export const CITY_SEED = 'gijon';

/** A made-up city, the same for the same options. Every person in it is synthetic. */
export type City = { readonly options: CityOptions; readonly cardholders: readonly Cardholder[] };

/**
 * The city that simulators, seed and tests share. The first cardholder is an adult resident with
 * data in every system there is.
 */
export function createCity(options: CityOptions): City {
  const cardholders = Array.from({ length: options.people }, (_, index) =>
    createCardholder(index, createRandom(`${options.seed}:${index}`), options),
  );
  return { options, cardholders };
}
