import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect, it } from '@jest/globals';
import type { TransportPort } from '../../connectors/transport/port.ts';
import { parseCityDay } from '../../domain/city-day.ts';
import { parseLinkedAccount } from '../../domain/linked-account.ts';
import { PROFILES } from '../../simulators/city/transport-record.ts';
import {
  ANA,
  cardsOf,
  CITY,
  createClientOf,
  CREDENTIALS,
  MADE_ON,
  NOON,
  startTransport,
} from './support/transport-city.ts';

const EVER = { from: parseCityDay('2026-01-01'), until: parseCityDay(MADE_ON) };

async function movementsOf(client: TransportPort) {
  const rows = [];
  for (let page: number | null = 1; page !== null;) {
    const answer = await client.fetchMovements({ account: ANA, ...EVER, page });
    rows.push(...answer.movements.flatMap((row) => ('value' in row ? [row.value] : [])));
    page = answer.nextPage;
  }
  return rows;
}

it('reads every card of the city, one call each, in the order asked', async () => {
  await using transport = await startTransport();
  await using client = createClientOf(transport, { guard: { timeoutMs: 20_000 } });
  const cards = cardsOf(CITY).slice(0, 100);
  const answers = await client.fetchCards(cards.map(({ account }) => account));
  const states = {
    ACTIVA: 'active',
    BLOQUEADA: 'blocked',
    CADUCADA: 'expired',
    EXTRAVIADA: 'lost',
  };
  expect(answers).toMatchObject(
    cards.map(({ account, record }) => ({
      value: {
        account,
        state: states[record.state],
        purses: record.purses.map(({ name, amount }) => ({ value: { name, amount } })),
      },
    })),
  );
  expect(transport.calls()).toEqual({ ConsultarTarjeta: cards.length });
});

it('tells unit, amount and date of each purse', async () => {
  await using transport = await startTransport();
  await using client = createClientOf(transport);
  const [money, trips] = transport.ledger.card(ANA)?.purses ?? [];
  const at = (minutesAgo = 0) => new Date(Date.parse(`${MADE_ON}T00:00:00Z`) - minutesAgo * 60_000);
  expect(await client.fetchCards([ANA])).toMatchObject([
    {
      value: {
        state: 'active',
        purses: [
          { value: { unit: 'cents', amount: 1_730, balanceAt: at(money?.minutesAgo) } },
          { value: { unit: 'trips', amount: trips?.amount, balanceAt: at(trips?.minutesAgo) } },
        ],
      },
    },
  ]);
});

it('puts the refusal of an unknown card in its place', async () => {
  await using transport = await startTransport();
  await using client = createClientOf(transport);
  const answers = await client.fetchCards([parseLinkedAccount('7999999999999'), ANA]);
  expect(answers).toMatchObject([
    { error: { code: 'UPSTREAM_REJECTED', message: 'transport: TARJETA_DESCONOCIDA' } },
    { value: { account: ANA } },
  ]);
});

it('reads movements page by page, latest first, none twice', async () => {
  await using transport = await startTransport();
  await using client = createClientOf(transport);
  const rows = await movementsOf(client);
  const times = rows.map(({ at }) => at.getTime());
  expect(rows).toHaveLength(45);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(45);
  expect(times).toEqual(times.toSorted((one, other) => other - one));
  expect(transport.calls()).toEqual({ ConsultarMovimientos: 3 });
});

it('asks for movements of days of the city', async () => {
  await using transport = await startTransport();
  await using client = createClientOf(transport);
  const [latest] = await movementsOf(client);
  const day = parseCityDay(latest?.at.toISOString().slice(0, 10) ?? '');
  const { movements } = await client.fetchMovements({
    account: ANA,
    from: day,
    until: day,
    page: 1,
  });
  expect(movements[0]).toEqual({ value: latest });
});

it('adds money once for one operation id, pending until a validator gives it to the card', async () => {
  let now = NOON.now();
  await using transport = await startTransport({ clock: { now: () => now } });
  await using client = createClientOf(transport);
  const topUp = { account: ANA, amountCents: 1_000, operationId: 'op-1' };
  const balance = async () => {
    const [card] = await client.fetchCards([ANA]);
    const [purse] = card !== undefined && 'value' in card ? card.value.purses : [];
    return purse !== undefined && 'value' in purse ? purse.value.amount : null;
  };
  const outcomes = [await client.postTopUp(topUp), await client.postTopUp(topUp)];
  expect(outcomes).toEqual([{ kind: 'pendingActivation' }, { kind: 'pendingActivation' }]);
  expect(await balance()).toBe(1_730);
  now = new Date(now.getTime() + 45 * 60_000);
  expect(await balance()).toBe(2_730);
  expect(transport.ledger.topUps()).toHaveLength(1);
});

it('refuses what cannot be topped up, and tells an operation id that was used for another', async () => {
  await using transport = await startTransport();
  await using client = createClientOf(transport);
  const post = (amountCents: number, operationId = 'op-1') =>
    client.postTopUp({ account: ANA, amountCents, operationId });
  expect([await post(0), await post(1.5), await post(50_001)]).toEqual([
    { kind: 'refused' },
    { kind: 'refused' },
    { kind: 'refused' },
  ]);
  await post(500);
  await expect(post(600)).rejects.toMatchObject({
    code: 'UPSTREAM_REJECTED',
    message: 'transport: OPERACION_YA_USADA',
  });
});

it('blocks a card for good, as often as asked, and tops it up no more', async () => {
  await using transport = await startTransport();
  await using client = createClientOf(transport);
  await client.blockCard(ANA);
  await client.blockCard(ANA);
  expect(await client.fetchCards([ANA])).toMatchObject([{ value: { state: 'blocked' } }]);
  const topUp = { account: ANA, amountCents: 500, operationId: 'op-1' };
  expect(await client.postTopUp(topUp)).toEqual({ kind: 'refused' });
});

it('gives a card a tariff code, and hears of one that is not known', async () => {
  await using transport = await startTransport();
  await using client = createClientOf(transport);
  const put = (code: string, operationId: string) =>
    client.putTariffCode({ account: ANA, code, operationId });
  await put('T07', 'op-1');
  await put('T07', 'op-1');
  await expect(put('no code', 'op-2')).rejects.toMatchObject({
    message: 'transport: PERFIL_NO_VALIDO',
  });
});

it('remembers top-ups and blocked cards when it is started anew', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'emt-'));
  const journalPath = join(folder, 'transport.jsonl');
  const topUp = { account: ANA, amountCents: 700, operationId: 'op-1' };
  try {
    await using first = await startTransport({ journalPath });
    await using client = createClientOf(first);
    await client.postTopUp(topUp);
    await client.blockCard(ANA);
    await using second = await startTransport({ journalPath });
    await using another = createClientOf(second);
    expect(await another.postTopUp(topUp)).toEqual({ kind: 'pendingActivation' });
    expect(second.ledger.topUps()).toMatchObject([{ operationId: 'op-1', amount: 700 }]);
    expect(await another.fetchCards([ANA])).toMatchObject([{ value: { state: 'blocked' } }]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('is refused with a wrong password, which nothing tells', async () => {
  await using transport = await startTransport();
  await using client = createClientOf(transport, {
    credentials: { ...CREDENTIALS, password: 'a-wrong-one' },
  });
  const answers = await client.fetchCards([ANA]);
  expect(answers).toMatchObject([{ error: { code: 'UPSTREAM_REJECTED' } }]);
  expect(inspect(answers, { depth: null, showHidden: true })).not.toMatch(/a-wrong-one/);
});

it('lets no profile of anybody into results or errors', async () => {
  await using transport = await startTransport();
  await using client = createClientOf(transport, { guard: { timeoutMs: 20_000 } });
  const accounts = cardsOf(CITY).map(({ account }) => account);
  const told = [
    await client.fetchCards(accounts.slice(0, 100)),
    await movementsOf(client),
    await client.postTopUp({ account: ANA, amountCents: 500, operationId: 'op-1' }),
    await client.putTariffCode({ account: ANA, code: 'T07', operationId: 'op-2' }),
    await client.blockCard(ANA),
    await client.putTariffCode({ account: ANA, code: '?', operationId: 'op-3' }).catch(String),
  ];
  const planted = new Set(cardsOf(CITY).map(({ record }) => record.profile));
  expect([...planted].toSorted()).toEqual(PROFILES.toSorted());
  const text = inspect(told, { depth: null, maxArrayLength: null });
  expect(PROFILES.filter((profile) => text.includes(profile))).toEqual([]);
  expect(text).not.toMatch(/error: /);
});
