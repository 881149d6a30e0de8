import { pino } from 'pino';
import {
  createSportsClient,
  type SportsClient,
  type SportsOptions,
} from '../../../connectors/sports/client.ts';
import type {
  Feed,
  FeedItem,
  FeedValue,
  Slot,
  SportsPort,
} from '../../../connectors/sports/port.ts';
import { createCity, type City } from '../../../simulators/city/city.ts';
import type { Simulator } from '../../../simulators/simulator.ts';
import {
  startSportsSystem,
  type SportsSystem,
  type SportsSystemOptions,
} from '../../../simulators/sports/start-sports.ts';

export const MADE_ON = '2026-11-21';
export const ZONE = 'Europe/Madrid';
export const API_KEY = 'synthetic-sports-key';

/** Noon of the day on which the city was made. */
export const NOON = { now: () => new Date(`${MADE_ON}T12:00:00Z`) };

export const CITY: City = createCity({ people: 120, madeOn: MADE_ON, seed: 'contract' });

export function startSports(options: Partial<SportsSystemOptions> = {}): Promise<SportsSystem> {
  return startSportsSystem({
    city: CITY,
    port: 0,
    host: '127.0.0.1',
    journalPath: null,
    zone: ZONE,
    apiKey: API_KEY,
    filesDir: null,
    clock: NOON,
    ...options,
  });
}

/** A client with short times and a breaker that opens after three failures of four. */
export function createClientOf(
  { address }: Pick<Simulator, 'address'>,
  options: Partial<SportsOptions> = {},
): SportsClient {
  return createSportsClient({
    baseUrl: address,
    apiKey: API_KEY,
    filesDir: null,
    timeZone: ZONE,
    log: pino({ level: 'silent' }),
    ...options,
    guard: {
      timeoutMs: 500,
      breakerWindow: 4,
      breakerMinimumCalls: 3,
      breakerOpenMs: 200,
      ...options.guard,
    },
  });
}

/** A feed from a page on to its end, and where to go on later. */
export async function walk<F extends Feed>(port: SportsPort, feed: F, from: string | null = null) {
  const items: FeedItem<FeedValue<F>>[] = [];
  let next = from;
  for (let pages = 0; ; pages += 1) {
    const page = await port.fetchPage(feed, next);
    items.push(...page.items);
    next = page.next;
    if (page.isLast) return { items, next, pages };
  }
}

/** What a feed says now, faults left out. */
export async function valuesOf<F extends Feed>(port: SportsPort, feed: F) {
  const { items } = await walk(port, feed);
  return items.flatMap(({ value }) => (value !== null && 'value' in value ? [value.value] : []));
}

/** A slot that suits, a day ahead at least so that it can be cancelled too. */
export async function findSlot(
  port: SportsPort,
  suits: (slot: Slot) => boolean = ({ freePlaces, offerId }) => freePlaces > 0 && offerId !== null,
): Promise<Slot> {
  const slots = await valuesOf(port, 'slots');
  const tomorrow = new Date(NOON.now().getTime() + 86_400_000);
  const found = slots.find((slot) => slot.startsAt > tomorrow && suits(slot));
  if (found === undefined) throw new Error('the city has no slot that suits');
  return found;
}
