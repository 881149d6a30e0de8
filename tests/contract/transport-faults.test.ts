import { expect, it } from '@jest/globals';
import type { FaultKind } from '../../simulators/simulator.ts';
import { openSockets, until } from '../support/regional-library.ts';
import { ANA, createClientOf, fault, startTransport } from './support/transport-city.ts';

const SHORT = { guard: { timeoutMs: 400, retries: 1 } };

const TOP_UP = {
  account: ANA,
  amountCents: 1_000,
  operationId: '3b0d9a52-6f0e-4f0a-9f3c-0d7f5f1c2a11',
};

it.each([
  ['refuse', 'UPSTREAM_UNAVAILABLE'],
  ['hang', 'UPSTREAM_UNAVAILABLE'],
  ['slow', 'UPSTREAM_UNAVAILABLE'],
  ['error', 'UPSTREAM_UNAVAILABLE'],
  ['close', 'UPSTREAM_UNAVAILABLE'],
  ['malformed', 'UPSTREAM_MALFORMED'],
] as const)('answers within the deadline at the fault %s, with %s', async (kind, code) => {
  await using transport = await startTransport();
  await using client = createClientOf(transport, SHORT);
  // Over a connection that is open already, too.
  await client.fetchCards([ANA]);
  await transport.putFault(fault(kind));
  const startedAt = performance.now();
  expect(await client.fetchCards([ANA])).toMatchObject([{ error: { code } }]);
  expect(performance.now() - startedAt).toBeLessThan(1_500);
});

it('opens the breaker of the operation alone, and closes it when the fault is over', async () => {
  await using transport = await startTransport();
  await using client = createClientOf(transport, { guard: { retries: 0 } });
  await transport.putFault({ ...fault('error'), operation: 'ConsultarTarjeta' });
  for (let time = 0; time < 3; time += 1) await client.fetchCards([ANA]);
  expect(client.breakers()).toMatchObject({ ConsultarTarjeta: 'open', RecargarTarjeta: 'closed' });
  expect(await client.postTopUp(TOP_UP)).toEqual({ kind: 'pendingActivation' });
  await transport.putFault(fault('none'));
  await until(async () => 'value' in ((await client.fetchCards([ANA]))[0] ?? {}));
  expect(client.breakers().ConsultarTarjeta).toBe('closed');
});

it('asks a second time for a card whose answer was lost', async () => {
  await using transport = await startTransport();
  await using client = createClientOf(transport);
  await transport.putFault(fault('close', 1));
  expect(await client.fetchCards([ANA])).toMatchObject([{ value: { account: ANA } }]);
  expect(transport.calls()).toEqual({ ConsultarTarjeta: 2 });
});

/** At these the back office tops the card up, and the answer is lost. */
const LOST: readonly FaultKind[] = ['close', 'hang', 'slow'];

it.each([...LOST, 'error', 'malformed'] as const)(
  'does not know what became of a top-up at the fault %s, and sends it once',
  async (kind) => {
    await using transport = await startTransport();
    await using client = createClientOf(transport, { guard: { timeoutMs: 400, retries: 3 } });
    await transport.putFault(fault(kind, 1));
    expect(await client.postTopUp(TOP_UP)).toEqual({ kind: 'unknown' });
    expect(transport.calls()).toEqual({ RecargarTarjeta: 1 });
    expect(transport.ledger.topUps()).toHaveLength(LOST.includes(kind) ? 1 : 0);
  },
);

it('finds out with the same operation id, 200 times, and has one effect each time', async () => {
  await using transport = await startTransport();
  // Half of the calls fail here, which would open the breaker.
  await using client = createClientOf(transport, { guard: { breakerMinimumCalls: 1_000 } });
  const outcomes = { lost: 0, found: 0 };
  for (let turn = 0; turn < 200; turn += 1) {
    await transport.putFault(fault('close', 1));
    const topUp = { ...TOP_UP, operationId: `turn-${turn}` };
    if ((await client.postTopUp(topUp)).kind === 'unknown') outcomes.lost += 1;
    if ((await client.postTopUp(topUp)).kind === 'pendingActivation') outcomes.found += 1;
  }
  const ids = transport.ledger.topUps().map(({ operationId }) => operationId);
  expect(outcomes).toEqual({ lost: 200, found: 200 });
  expect(ids).toEqual(Array.from({ length: 200 }, (_, turn) => `turn-${turn}`));
});

it('throws where the back office cannot be reached, since nothing was sent', async () => {
  await using transport = await startTransport();
  await using client = createClientOf(transport);
  await transport.putFault(fault('refuse'));
  await expect(client.postTopUp(TOP_UP)).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
});

it('ends calls under way when it is disposed, and leaves no socket', async () => {
  const before = openSockets();
  {
    await using transport = await startTransport();
    const client = createClientOf(transport, { guard: { timeoutMs: 20_000 } });
    await transport.putFault(fault('hang'));
    const asked = client.fetchCards([ANA]);
    await until(() => transport.calls()['ConsultarTarjeta'] === 1);
    await client[Symbol.asyncDispose]();
    expect(await asked).toMatchObject([{ error: { code: 'UPSTREAM_UNAVAILABLE' } }]);
  }
  await until(() => openSockets() <= before);
});
