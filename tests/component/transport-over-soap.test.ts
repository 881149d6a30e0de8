import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createTransportClient, type TransportClient } from '../../connectors/transport/client.ts';
import { createCity } from '../../simulators/city/city.ts';
import type { FaultKind } from '../../simulators/simulator.ts';
import {
  startTransportSystem,
  type TransportSystem,
} from '../../simulators/transport/start-transport.ts';
import { until } from '../support/until.ts';
import {
  ana,
  ANA_NUMBER,
  askTransport,
  inMemoryLastKnown,
  NOON,
  silent,
  startTransportPart,
} from './transport-harness.ts';

const CITY = createCity({ people: 100, madeOn: '2026-11-21', seed: 'component' });
const ACCOUNTS = CITY.cardholders.flatMap(({ transport }) =>
  transport?.state === 'ACTIVA' ? [transport.account] : [],
);
const login = { user: 'hub', password: 'hub' };
const clock = { now: () => NOON };
const FIELDS = 'state expiresOn purses { name amount unit balanceAt } source { freshness }';
const TOP_UP = 'mutation ($input: TopUpInput!) { topUp(input: $input) { __typename } }';

let stack: AsyncDisposableStack;
let office: TransportSystem;
let transport: TransportClient;

beforeEach(async () => {
  stack = new AsyncDisposableStack();
  const where = { host: '127.0.0.1', port: 0, journalPath: null, zone: 'Europe/Madrid', clock };
  office = stack.use(await startTransportSystem({ city: CITY, ...where, ...login }));
  transport = stack.use(
    createTransportClient({
      url: new URL(`${office.address}/soap`),
      credentials: login,
      timeZone: 'Europe/Madrid',
      // Breakers have tests of their own; here each call has to reach the back office.
      guard: { timeoutMs: 700, breakerMinimumCalls: 1_000, breakerWindow: 1_000 },
      log: silent,
    }),
  );
});
afterEach(() => stack.disposeAsync());

function put(kind: FaultKind, operation: string | null = null, times: number | null = null) {
  return office.putFault({ kind, ms: 5_000, times, operation });
}

function cardOf(account: string | undefined) {
  return { ...ana, transportCardNumber: account ?? null };
}

it.each<[FaultKind, number]>([
  ['close', 30],
  ['hang', 4],
])('has one effect for a top-up whose answer is lost: %s', async (kind, rounds) => {
  for (const [round, account] of ACCOUNTS.slice(0, rounds).entries()) {
    const newOperationId = () => `operation-${kind}-${round}`;
    const hub = { transport, newOperationId, cardOf: () => Promise.resolve(cardOf(account)) };
    const ask = startTransportPart(hub);
    const wish = { card: ANA_NUMBER, amountCents: 1_500, receipt: 'K7' };
    const input = { ...wish, idempotencyKey: `round-${round}` };
    await put(kind, 'RecargarTarjeta', 1);
    const told = [];
    for (let at = 0; at < 3; at += 1) told.push((await ask(TOP_UP, { input })).data.topUp);
    const pending = { __typename: 'TopUpPending' };
    expect(told).toEqual([{ __typename: 'OutcomeUnknown' }, pending, pending]);
    const made = office.ledger.topUps().filter((topUp) => topUp.account === account);
    expect(made.map(({ amount }) => amount)).toEqual([1_500]);
  }
});

it('asks the back office once for each of twenty cards', async () => {
  const cards = ACCOUNTS.slice(0, 20).map(cardOf);
  const { errors } = await askTransport({ transport }, FIELDS, { cards });
  expect([errors, office.calls()]).toEqual([[], { ConsultarTarjeta: 20 }]);
});

it('tells movements page by page, each once', async () => {
  const cards = [cardOf(ACCOUNTS[0])];
  const seen: string[] = [];
  for (let page: number | null = 1; page !== null;) {
    const fields = `movements(from: "2025-11-25", page: ${page}) { items { id } nextPage }`;
    const answer = await askTransport({ transport, clock }, fields, { cards });
    const { items, nextPage } = answer.transport.movements;
    seen.push(...items.map((item: { readonly id: string }) => item.id));
    page = nextPage;
  }
  expect(seen.length).toBeGreaterThan(20);
  expect(new Set(seen).size).toBe(seen.length);
});

it.each<FaultKind>(['refuse', 'hang', 'slow', 'error', 'malformed', 'close'])(
  'tells what was said last during the fault %s, and live values after it',
  async (kind) => {
    const hub = { transport, lastKnown: inMemoryLastKnown() };
    const cards = [cardOf(ACCOUNTS[0])];
    const live = await askTransport(hub, FIELDS, { cards });
    await put(kind);
    const startedAt = performance.now();
    const during = await askTransport(hub, FIELDS, { cards });
    expect(performance.now() - startedAt).toBeLessThan(1_700);
    await put('none');
    const source = { freshness: 'LAST_KNOWN' };
    expect(during).toEqual({ ...live, transport: { ...live.transport, source } });
    const ask = () => askTransport(hub, FIELDS, { cards });
    await until(async () => (await ask()).transport.source.freshness === 'LIVE');
    expect(await ask()).toEqual(live);
  },
);
