import type {
  Arrival,
  Line,
  NetworkPort,
  Purse,
  Stop,
  TopUpToSend,
  TransportCard,
  TransportPort,
} from '../../connectors/transport/port.ts';
import { parseCardId } from '../../domain/card-id.ts';
import { parseCityDay } from '../../domain/city-day.ts';
import { UpstreamUnavailableError } from '../../domain/errors.ts';
import type { LinkedAccount } from '../../domain/linked-account.ts';
import type { Outcome } from '../../domain/outcome.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { CardRef, TransportCardHolder } from '../../subgraphs/transport/card-ref.ts';
import type { TransportDeps } from '../../subgraphs/transport/context.ts';
import { createTransportSubgraph } from '../../subgraphs/transport/subgraph.ts';
import { startPart } from './ask-part.ts';
import {
  ANA_NUMBER,
  inMemoryLastKnown,
  inMemoryOnce,
  NOON,
  silent,
  STAFF,
} from './library-harness.ts';

export {
  ANA_NUMBER,
  ANA_VIEWER,
  inMemoryLastKnown,
  NOON,
  silent,
  STAFF,
} from './library-harness.ts';

export const KIOSK: Viewer = { kind: 'kiosk', id: 'kiosk-1' };

export const ana: CardRef = {
  id: parseCardId('card-ana'),
  version: 3,
  isUsable: true,
  holderId: 'ana',
  transportCardNumber: 'T-ana',
};

export function outage(): { readonly error: UpstreamUnavailableError } {
  return { error: new UpstreamUnavailableError('transport', 'down in this test') };
}

export function purse(name: string, amount: number, unit: Purse['unit'] = 'cents'): Outcome<Purse> {
  return { value: { name, unit, amount, balanceAt: new Date('2026-11-20T18:30:00.000Z') } };
}

export function transportCard(
  account: LinkedAccount,
  purses: readonly Outcome<Purse>[] = [purse('Monedero', 1_230), purse('Bono', 7, 'trips')],
): TransportCard {
  return { account, state: 'active', expiresOn: parseCityDay('2029-06-30'), purses };
}

export type FakeTransport = TransportPort & {
  /** Accounts of each call of `fetchCards`. */
  readonly asked: (readonly string[])[];
  /** `account from until page` of each call of `fetchMovements`. */
  readonly pages: string[];
  readonly topUps: TopUpToSend[];
};

type Tellings = {
  readonly card?: (account: LinkedAccount) => Outcome<TransportCard>;
} & Partial<Pick<TransportPort, 'fetchCards' | 'fetchMovements' | 'postTopUp'>>;

/** A back office that knows every card and takes every top-up, but for what is given. */
export function fakeTransport({ card, ...own }: Tellings = {}): FakeTransport {
  const asked: FakeTransport['asked'] = [];
  const pages: string[] = [];
  const topUps: TopUpToSend[] = [];
  const unused = () => Promise.reject(new Error('not used here'));
  const tell = card ?? ((account) => ({ value: transportCard(account) }));
  return {
    asked,
    pages,
    topUps,
    fetchCards(accounts, options) {
      asked.push(accounts);
      return own.fetchCards?.(accounts, options) ?? Promise.resolve(accounts.map(tell));
    },
    fetchMovements(ask, options) {
      pages.push(`${ask.account} ${ask.from} ${ask.until} ${ask.page}`);
      const none = { movements: [], nextPage: null };
      return own.fetchMovements?.(ask, options) ?? Promise.resolve(none);
    },
    postTopUp(topUp, options) {
      topUps.push(topUp);
      return own.postTopUp?.(topUp, options) ?? Promise.resolve({ kind: 'pendingActivation' });
    },
    blockCard: unused,
    putTariffCode: unused,
  };
}

export function downTransport(): FakeTransport {
  return fakeTransport({ card: outage, fetchMovements: () => Promise.reject(outage().error) });
}

const LINES: readonly Line[] = [
  { id: 'L10', shortName: '10', longName: 'Hospital - Pumarín', colour: null },
  { id: 'L2', shortName: '2', longName: 'Roces - Cerillero', colour: '00AA55' },
];
const STOPS: readonly Stop[] = [
  { id: 's1', name: 'Plaza del Humedal', code: '12', latitude: 43.5392, longitude: -5.6657 },
  { id: 's2', name: 'Begoña', code: null, latitude: 43.5378, longitude: -5.6611 },
  { id: 's3', name: 'Hospital de Cabueñes', code: '90', latitude: 43.5254, longitude: -5.6072 },
];

/** A network of three stops and two lines, read at noon, with what is given. */
export function fakeNetwork(own: Partial<NetworkPort> = {}): NetworkPort {
  return {
    timetableAt: () => new Date('2026-11-01T03:00:00.000Z'),
    liveAt: () => new Date('2026-11-21T11:59:40.000Z'),
    timetableReadAt: () => NOON,
    liveReadAt: () => NOON,
    stops: () => STOPS,
    lines: () => LINES,
    arrivals: () => [],
    refresh: () => Promise.resolve(),
    ...own,
  };
}

export function arrival(plannedAt: string, expectedAt: string | null): Arrival {
  const [, line] = LINES;
  if (line === undefined) throw new Error('there is a second line');
  const expected = expectedAt === null ? null : new Date(expectedAt);
  return {
    tripId: 't',
    line,
    headsign: 'Roces',
    plannedAt: new Date(plannedAt),
    expectedAt: expected,
  };
}

export type Hub = Partial<TransportDeps>;

export function transportSubgraph(hub: Hub = {}) {
  let operations = 0;
  return createTransportSubgraph({
    transport: fakeTransport(),
    network: fakeNetwork(),
    harvest: { timetableMs: 3_600_000, liveMs: 30_000, maxAgeMs: 72 * 3_600_000 },
    cardOf: (number) => Promise.resolve(number === ANA_NUMBER ? ana : null),
    lastKnown: inMemoryLastKnown(),
    once: inMemoryOnce(),
    clock: { now: () => NOON },
    zone: 'Europe/Madrid',
    topUpLimits: { minCents: 500, maxCents: 10_000 },
    newOperationId: () => `operation-${(operations += 1)}`,
    deadlineMs: 1_700,
    log: silent,
    ...hub,
  });
}

/** One transport subgraph; each call is a client request of its own, answered as a client receives it. */
export function startTransportPart(hub: Hub = {}) {
  return startPart(transportSubgraph(hub));
}

export type AskOptions = {
  readonly cards?: readonly TransportCardHolder[];
  readonly viewer?: Viewer;
};

/** Asks for fields of `transport` as the gateway does, through `_entities`. */
export async function askTransport(
  hub: Hub,
  fields: string,
  { cards = [ana], viewer = STAFF }: AskOptions = {},
) {
  const source = `query ($cards: [_Any!]!) { _entities(representations: $cards) { ... on Card { transport { ${fields} } } } }`;
  const { data, errors } = await startTransportPart(hub)(
    source,
    { cards: cards.map(toRepresentation) },
    viewer,
  );
  return {
    transport: data?._entities?.[0]?.transport ?? null,
    errors: errors.map((error) => error.replace('_entities.0.transport.', '')).toSorted(),
  };
}

export function toRepresentation({
  id,
  version,
  isUsable,
  transportCardNumber,
}: TransportCardHolder) {
  return { __typename: 'Card', id, version, isUsable, transportCardNumber };
}
