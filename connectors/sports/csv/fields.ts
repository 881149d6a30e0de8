import { parseCityDay, type CityDay } from '../../../domain/city-day.ts';
import { InvalidInputError } from '../../../domain/errors.ts';
import { parseLinkedAccount, type LinkedAccount } from '../../../domain/linked-account.ts';
import { BadFieldError } from './bad-rows.ts';
import type { LocalTime } from './local-time.ts';

/*
 * Fields of the nightly files. Each throws {BadFieldError} with the column and what it has to be,
 * never with what it is: that may be somebody's.
 */

export function readMember(text: string): LinkedAccount {
  try {
    return parseLinkedAccount(text);
  } catch (error) {
    if (error instanceof InvalidInputError) throw new BadFieldError('num_tarjeta is no number');
    throw error;
  }
}

export function readText(column: string, text: string): string {
  if (text === '') throw new BadFieldError(`${column} is empty`);
  return text;
}

/** `dd/mm/yyyy`. */
export function readDay(column: string, text: string): CityDay {
  const match = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text);
  try {
    if (match !== null) return parseCityDay(`${match[3]}-${match[2]}-${match[1]}`);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
  }
  throw new BadFieldError(`${column} is no day dd/mm/yyyy`);
}

/** `dd/mm/yyyy hh:mm`, seconds allowed and dropped. */
export function readTime(column: string, text: string): LocalTime {
  const match = /^(\S+) (([01]\d|2[0-3]):[0-5]\d)(:[0-5]\d)?$/.exec(text);
  if (match === null) throw new BadFieldError(`${column} is no time dd/mm/yyyy hh:mm`);
  return { day: readDay(column, match[1] ?? ''), time: match[2] ?? '' };
}

/** Digits, with a decimal comma and noughts after it or without. @param least 0 or 1. */
export function readCount(column: string, text: string, least: number): number {
  const digits = /^(\d{1,6})(?:,0+)?$/.exec(text)?.[1];
  const count = Number(digits ?? Number.NaN);
  if (count >= least) return count;
  throw new BadFieldError(`${column} is no whole number from ${least} on`);
}

/** One of the words the column knows; capitals do not matter. */
export function readWord<Meaning>(
  column: string,
  text: string,
  words: ReadonlyMap<string, Meaning>,
): Meaning {
  const meaning = words.get(text.toUpperCase());
  if (meaning !== undefined) return meaning;
  throw new BadFieldError(`${column} is none of ${[...words.keys()].join(', ')}`);
}
