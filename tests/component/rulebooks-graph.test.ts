import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { graphql } from 'graphql';
import { schema } from '../../subgraphs/entitlements/subgraph.ts';
import { nextKey, rulebookText, useCities, type City } from './rulebooks-harness.ts';

const startCity = useCities();

/** An operation of the examples, through the schema, as the gateway asks. */
async function example({ context }: City, name: string, variables: object = {}) {
  const source = readFileSync(`examples/${name}.graphql`, 'utf8');
  const request = { schema, source, variableValues: { ...variables }, contextValue: context };
  const { data, errors } = await graphql(request);
  if (errors !== undefined) throw new Error(errors[0]?.message);
  return JSON.parse(JSON.stringify(data));
}

it('does what the examples say, from the preview to the cancellation', async () => {
  await using city = await startCity();
  const rulebook = rulebookText();
  const { previewRulebook } = await example(city, 'preview-rulebook', { rulebook });
  expect(previewRulebook).toEqual({ isDone: true, done: 0, total: 0, rows: [] });
  const input = { rulebook, idempotencyKey: nextKey() };
  const { publishRulebook } = await example(city, 'publish-rulebook', { input });
  const startsAt = '2026-12-31T23:00:00.000Z';
  expect(publishRulebook).toEqual({ rulebook: { version: 3, startsAt, distribution: null } });
  city.progress.set(3, { done: 7, total: 8, groupsReady: 2, groupsTotal: 40 });
  const distribution = { cardsDone: 7, cardsTotal: 8, groupsReady: 2, groupsTotal: 40 };
  const { rulebooks } = await example(city, 'rulebooks');
  expect(rulebooks[0]).toMatchObject({ version: 3, state: 'SCHEDULED', distribution });
  const wish = { version: 3, idempotencyKey: nextKey() };
  const { cancelRulebook } = await example(city, 'cancel-rulebook', { input: wish });
  expect(cancelRulebook).toEqual({ rulebook: { version: 3, state: 'CANCELLED' } });
});

it('tells mistakes as data', async () => {
  await using city = await startCity();
  const input = { rulebook: rulebookText({ startsOn: '2026-02-30' }), idempotencyKey: nextKey() };
  const { publishRulebook } = await example(city, 'publish-rulebook', { input });
  const sentence = 'A day is written YYYY-MM-DD and has to be in the calendar.';
  expect(publishRulebook.mistakes).toEqual([{ path: 'startsOn', sentence }]);
});
