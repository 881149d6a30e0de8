import { randomBytes, randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import type { CardId } from '../../domain/card-id.ts';
import type { CardholderId } from '../../domain/card/cardholder.ts';
import { createSeal } from '../../platform/stores/seal.ts';
import { createCollections } from '../../platform/stores/mongo.ts';
import { loadHolders } from '../../subgraphs/entitlements/load.ts';
import { createHolderBatches } from '../../subgraphs/entitlements/rulebooks/holder-batches.mongo.ts';
import { rightModel } from '../../subgraphs/entitlements/right-store.mongo.ts';
import { belongs, born } from '../support/tariff-holders.ts';
import { NOON, useCities, ZONE, type City } from './rulebooks-harness.ts';

const startCity = useCities();
const SEAL = createSeal(randomBytes(32));
const HOLDERS = 2_500;

async function load({ connection }: City, ids: readonly string[]): Promise<void> {
  createHolderBatches(connection, SEAL);
  await createCollections(connection);
  const facts = [born('1980-01-01'), belongs('income', 'low')];
  const life = { validFrom: new Date('2024-01-01T00:00:00Z'), validUntil: null };
  const rows = ids.map((holderId) => ({
    ...{ holderId, kind: 'person' as const, facts, cardId: `card-${holderId}` },
    ...life,
  }));
  await loadHolders(rows, { connection, seal: SEAL, zone: ZONE, now: NOON, draw: () => 0 });
}

async function sizesOf(city: City, after: string | null): Promise<readonly number[]> {
  const sizes: number[] = [];
  for await (const { holders } of createHolderBatches(city.connection, SEAL).all(after)) {
    sizes.push(holders.length);
  }
  return sizes;
}

it('goes through every holder once, with facts, and goes on behind any batch', async () => {
  await using city = await startCity();
  const ids = Array.from({ length: HOLDERS }, () => randomUUID()).toSorted();
  await load(city, ids);
  expect(await sizesOf(city, null)).toEqual([1_000, 1_000, 500]);
  expect(await sizesOf(city, ids[1_999] ?? '')).toEqual([500]);
  const batches = createHolderBatches(city.connection, SEAL);
  expect(await batches.count()).toBe(HOLDERS);
  for await (const { holders, last } of batches.all(null)) {
    expect(holders[0]?.facts.map(({ claim }) => claim.kind)).toEqual(['birth-date', 'income']);
    expect(ids).toContain(last);
    break;
  }
});

it('counts a holder with two cards once, nobody whose card is denied, and one without facts', async () => {
  await using city = await startCity();
  await load(city, ['ana', 'leo']);
  const rights = rightModel(city.connection);
  const row = await rights.findOne({ _id: 'card-ana' as CardId }).lean();
  if (row === null) throw new Error('there is no card');
  await rights.insertMany([
    { ...row, _id: 'card-ana-2' as CardId },
    {
      ...row,
      _id: 'card-gym' as CardId,
      holderId: 'gym' as CardholderId,
      holderKind: 'organisation',
    },
    { ...row, _id: 'card-rosa' as CardId, holderId: 'rosa' as CardholderId, standing: 'denied' },
  ]);
  const found: string[] = [];
  for await (const { holders } of createHolderBatches(city.connection, SEAL).all(null)) {
    found.push(...holders.map(({ kind, facts }) => `${kind} ${facts.length}`));
  }
  expect(found).toEqual(['person 2', 'organisation 0', 'person 2']);
});
