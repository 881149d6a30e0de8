import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Viewer } from '../../domain/viewer.ts';
import { belongs, born } from '../support/tariff-holders.ts';
import {
  citizen,
  key,
  KIOSK,
  MERCHANT,
  NOBODY,
  NUMBERS,
  READER,
  STAFF,
  startEntitlements,
  type Entitlements,
} from './entitlements-harness.ts';

let hub: Entitlements;

beforeAll(async () => {
  hub = await startEntitlements('2025-08-01', 5);
  await hub.add('ana', [born('1985-05-05'), belongs('employment', 'unemployed')]);
  await hub.add('leo', [born('2014-03-02')]);
  await hub.add('rosa', [born('1950-01-01')]);
  const rosa = hub.cards.get(NUMBERS.rosa);
  if (rosa !== undefined) hub.cards.set(NUMBERS.rosa, { ...rosa, isUsable: false });
  const register = `mutation ($input: RegisterMerchantInput!) {
    registerMerchant(input: $input) { __typename } }`;
  const input = { idempotencyKey: key(1), merchant: 'museum-1', service: 'private-museums' };
  await hub.ask(register, { input }, STAFF);
});
afterAll(async () => hub[Symbol.asyncDispose]());

const QUOTE = `query ($card: CardNumber, $service: ID!, $on: DateTime) {
  quote(card: $card, service: $service, on: $on) {
    __typename ... on Quote { id priceCents code } ... on QuoteRefused { reason message } } }`;

function quoteBy(viewer: Viewer, card: string | null, service: string, on?: string) {
  return hub.ask(QUOTE, { card, service, on: on ?? null }, viewer);
}

it.each<[string, Viewer, string, string | undefined, string]>([
  ['a reader for another service', READER, 'swimming-pools', undefined, 'FORBIDDEN'],
  ['a reader for another day', READER, 'urban-bus', '2025-08-02T10:00:00Z', 'FORBIDDEN'],
  ['a merchant for another service', MERCHANT, 'urban-bus', undefined, 'FORBIDDEN'],
  ['a merchant for another day', MERCHANT, 'private-museums', '2026-01-01T10:00:00Z', 'FORBIDDEN'],
  [
    'a merchant nobody registered',
    { kind: 'merchant', id: 'm' },
    'urban-bus',
    undefined,
    'FORBIDDEN',
  ],
  ['a kiosk for another day', KIOSK, 'urban-bus', '2025-08-02T10:00:00Z', 'FORBIDDEN'],
  ['nobody with a card', NOBODY, 'urban-bus', undefined, 'UNAUTHENTICATED'],
])('refuses %s, whichever card it is', async (_what, viewer, service, on, code) => {
  const known = await quoteBy(viewer, NUMBERS.ana, service, on);
  const unknown = await quoteBy(viewer, NUMBERS.absent, service, on);
  expect(known.errors).toEqual([`quote ${code}`]);
  expect(unknown).toEqual(known);
});

it('answers readers and merchants for their own service, now', async () => {
  const bus = await quoteBy(READER, NUMBERS.ana, 'urban-bus');
  const museum = await quoteBy(MERCHANT, NUMBERS.ana, 'private-museums');
  expect([bus.data.quote.priceCents, museum.data.quote.priceCents]).toEqual([0, 800]);
});

it('gives one and the same answer for unknown, blocked and foreign cards', async () => {
  const bytes = async (viewer: Viewer, card: string) =>
    JSON.stringify(await quoteBy(viewer, card, 'urban-bus'));
  const answers = new Set([
    await bytes(READER, NUMBERS.absent),
    await bytes(READER, NUMBERS.rosa),
    await bytes(citizen('leo'), NUMBERS.ana),
    await bytes(citizen('leo'), NUMBERS.absent),
    await bytes(citizen('rosa'), NUMBERS.rosa),
  ]);
  expect([...answers]).toEqual([expect.stringContaining('CARD_NOT_ACCEPTED')]);
});

it('does as much for a card that is not accepted: it reads, and keeps an answer', async () => {
  const count = () => hub.connection.collection('quotes').countDocuments();
  const before = await count();
  await quoteBy(KIOSK, NUMBERS.absent, 'urban-bus');
  await quoteBy(KIOSK, NUMBERS.ana, 'urban-bus');
  expect(await count()).toBe(before + 2);
});

it('tells only so many prices an hour with one card, known or not', async () => {
  const reasons = async (card: string) => {
    const found: string[] = [];
    for (let count = 0; count < 6; count += 1) {
      const { data } = await quoteBy({ kind: 'staff', id: `c-${count}` }, card, 'urban-bus');
      found.push(data.quote.reason ?? data.quote.__typename);
    }
    return found;
  };
  const none = 'CARD_NOT_ACCEPTED';
  const last = 'TOO_MANY_QUOTES';
  expect(await reasons(NUMBERS.absent)).toEqual([none, none, none, none, none, last]);
  expect((await reasons(NUMBERS.leo)).at(-1)).toBe(last);
  const keys = await hub.redis.keys('quotes:*');
  expect(keys.some((name) => name.includes(NUMBERS.leo))).toBe(false);
});

it('gives equal codes for equal outcomes, whatever led to them, and others elsewhere', async () => {
  const code = async (viewer: Viewer, card: string, service: string) =>
    (await quoteBy(viewer, card, service)).data.quote.code;
  const jobless = await code(citizen('ana'), NUMBERS.ana, 'urban-bus');
  const child = await code(citizen('leo'), NUMBERS.leo, 'urban-bus');
  expect(child).toBe(jobless);
  expect(await code(citizen('leo'), NUMBERS.leo, 'public-toilets')).not.toBe(child);
});

it('keeps nothing readable of a quote', async () => {
  await quoteBy(citizen('ana'), NUMBERS.ana, 'urban-bus');
  const rows = await hub.connection.collection('quotes').find().toArray();
  expect(JSON.stringify(rows)).not.toMatch(/ana|bus|unemployed|1985/);
  expect(rows.length).toBeGreaterThan(0);
});
