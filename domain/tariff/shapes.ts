import { z } from 'zod';
import { parseCityDay, type CityDay } from '../city-day.ts';
import { InvalidInputError } from '../errors.ts';

/** Days far from any life are slips of the pen; what has no end has a last day of null. */
const [EARLIEST, LATEST] = ['1850-01-01', '2999-12-31'];

/** A day as text, `YYYY-MM-DD`, that is in the calendar and near enough to be meant. */
export const daySchema = z.string().transform((text, context): CityDay => {
  try {
    const day = parseCityDay(text);
    if (day < EARLIEST || day > LATEST) {
      throw new InvalidInputError(`A day lies between ${EARLIEST} and ${LATEST}.`);
    }
    return day;
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    context.issues.push({ code: 'custom', message: error.publicMessage, input: text });
    return z.NEVER;
  }
});

/** Names a service, rule or fact: kebab-case, so that it may stand in a path, a key or a topic. */
export const nameSchema = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'A name has lower-case letters, digits and single hyphens.')
  .max(64);

/** Where a figure or a word comes from: an ordinance, a page of the press, or that it is illustrative. */
export const sourceSchema = z.string().min(3).max(300);

/** Ten thousand euros: beyond every price of a city service, and well within exact numbers. */
const MOST_CENTS = 1_000_000;

/** Money in whole cents; a price below zero is refused. */
export const centsSchema = z
  .int('A price is a whole number of cents.')
  .min(0, 'A price is never below zero.')
  .max(MOST_CENTS);
