import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { until } from '../support/until.ts';

const STATE = `query($n: CardNumber!) { card(number: $n) {
  status
  transport { state }
  parking { plates { number isAttested } rights { id plate { number } } }
  revocations { system state tries lastFailure }
} }`;

type Card = {
  readonly status: string;
  readonly transport: { readonly state: string };
  readonly parking: {
    readonly rights: readonly { readonly plate: { readonly number: string } }[];
  };
  readonly revocations: readonly {
    readonly system: string;
    readonly state: string;
    readonly tries: number;
    readonly lastFailure: string | null;
  }[];
};

let hub: HubProcess;
let staff: string;

beforeAll(async () => {
  hub = await startHubProcess({
    people: 120,
    environment: { HUB_TRANSPORT_BREAKER_OPEN_MS: '1000' },
  });
  staff = await hub.token('staff', 'staff-1');
}, 90_000);
afterAll(async () => {
  await hub[Symbol.asyncDispose]();
});

/** Holders with an active transport card and rights in force, each test its own. */
const holders = (() => {
  let next = 0;
  return () => {
    const known = hub.city.cardholders.filter(
      ({ transport, parking }) =>
        transport?.state === 'ACTIVA' &&
        parking?.permits.some(({ untilDay }) => untilDay === null || untilDay > 0),
    );
    const holder = known[next];
    next += 1;
    if (holder === undefined) throw new Error('the city has too few such holders');
    return holder;
  };
})();

async function stateOf(number: string): Promise<Card> {
  const { data } = await hub.ask(STATE, { n: number }, staff);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the query above asks
  return data?.['card'] as Card;
}

async function change(mutation: string, input: object, fields = '__typename', token = staff) {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const { data, errors } = await hub.ask(
    `mutation($input: ${type}!) { ${mutation}(input: $input) { ${fields} } }`,
    { input: { ...input, idempotencyKey: `${mutation}-${JSON.stringify(input)}`.slice(0, 128) } },
    token,
  );
  expect(errors).toBeUndefined();
  return data?.[mutation];
}

it('reaches transport and parking when a card is blocked, and unblocking says what it cannot undo', async () => {
  const { number } = holders().card;
  const before = await stateOf(number);
  expect(before.transport.state).toBe('ACTIVE');
  expect(before.parking.rights.length).toBeGreaterThan(0);
  await change('blockCard', { number, reason: 'SUSPECTED_MISUSE' });
  await until(async () => {
    const { revocations } = await stateOf(number);
    return revocations.length === 2 && revocations.every(({ state }) => state === 'DONE');
  });
  const after = await stateOf(number);
  expect([after.status, after.transport.state, after.parking.rights]).toEqual([
    'BLOCKED',
    'BLOCKED',
    [],
  ]);
  const unblocked = await change(
    'unblockCard',
    { number },
    '... on CardUnblocked { message lasting { system state } }',
  );
  expect(unblocked).toMatchObject({
    message: expect.stringMatching(/\w/),
    lasting: expect.arrayContaining([expect.objectContaining({ state: 'DONE' })]),
  });
  const unchanged = await stateOf(number);
  expect([unchanged.status, unchanged.transport.state]).toEqual(['ACTIVE', 'BLOCKED']);
});

it('tries until a system is well again, and shows staff why it waits', async () => {
  const { number } = holders().card;
  await stateOf(number);
  await hub.putFault('transport', 'error');
  await change('blockCard', { number, reason: 'DAMAGED' });
  const transportOf = async () =>
    (await stateOf(number)).revocations.find(({ system }) => system === 'TRANSPORT');
  await until(async () => ((await transportOf())?.tries ?? 0) > 0);
  expect(await transportOf()).toMatchObject({
    state: 'WAITING',
    lastFailure: 'UPSTREAM_UNAVAILABLE',
  });
  await hub.putFault('transport', 'none');
  await until(async () => (await transportOf())?.state === 'DONE', { patienceMs: 30_000 });
  await until(async () => (await stateOf(number)).transport.state === 'BLOCKED', {
    patienceMs: 30_000,
  });
}, 90_000);

it("leaves the rights of a neighbour's plate alone that the holder had added", async () => {
  const [holder, neighbour] = [holders(), holders()];
  const [plate = ''] = neighbour.parking?.plates ?? [];
  const token = await hub.token('citizen', holder.id);
  await change('addPlate', { card: holder.card.number, number: plate }, '__typename', token);
  const { length } = (await stateOf(neighbour.card.number)).parking.rights;
  await change('reportLost', { number: holder.card.number });
  await until(async () => {
    const { revocations } = await stateOf(holder.card.number);
    return revocations.length > 0 && revocations.every(({ state }) => state === 'DONE');
  });
  expect((await stateOf(neighbour.card.number)).parking.rights).toHaveLength(length);
});
