import { UpstreamRejectedError } from '../../../domain/errors.ts';
import { SYSTEM } from './guard.ts';

/** Place of each request in field BX of message 98. Source: SIP2 2.00, "supported messages". */
const PLACES = {
  '23': 0,
  '11': 1,
  '99': 4,
  '97': 5,
  '93': 6,
  '63': 7,
  '35': 8,
  '37': 9,
  '17': 10,
  '29': 14,
  '65': 15,
} as const;

/** What the server at the other end offers. */
export type Features = {
  offers(id: string): boolean;
  /** @throws {UpstreamRejectedError} The server says that it has no such function. */
  assertOffered(id: string): void;
};

/** @param supported Field BX; null, and what lies beyond its end, counts as offered. */
export function createFeatures(supported: string | null): Features {
  const places: ReadonlyMap<string, number> = new Map(Object.entries(PLACES));
  const offers = (id: string): boolean => {
    const place = places.get(id);
    return place === undefined || supported?.[place] !== 'N';
  };
  return {
    offers,
    assertOffered(id) {
      if (!offers(id)) throw new UpstreamRejectedError(SYSTEM, `does not offer message ${id}`);
    },
  };
}
