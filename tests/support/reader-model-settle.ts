import { parseCardId } from '../../domain/card-id.ts';
import { createSeal } from '../../platform/stores/seal.ts';
import { createMediumTokens } from '../../subgraphs/cards/medium-tokens.mongo.ts';
import type { ModelCard } from './reader-model.ts';
import type { ModelCity } from './reader-model-events.ts';
import type { FleetReport } from './reader-fleet.ts';
import type { ModelHub } from './reader-model-hub.ts';
import { until } from './until.ts';

const PATIENCE_MS = 60_000;

/**
 * Waits until nothing is on its way any more and all readers of a group have the same.
 *
 * @returns How long it took.
 * @throws {Error} It did not settle within a minute; the sentence says what is left.
 */
export async function settle(hub: ModelHub, city: ModelCity): Promise<number> {
  const startedAt = Date.now();
  let left = '';
  await until(
    async () => {
      left = await whatIsLeft(hub, city).catch(String);
      return left === '';
    },
    { patienceMs: PATIENCE_MS, what: () => `all to settle: ${left}` },
  );
  return Date.now() - startedAt;
}

async function whatIsLeft({ connection, fleets }: ModelHub, city: ModelCity): Promise<string> {
  const open = { state: { $ne: 'done' } };
  const cards = await connection.collection('outbox').countDocuments(open);
  const rows = await connection.collection('rightChanges').find(open).limit(5).toArray();
  const rights = JSON.stringify(rows);
  const running = { state: 'running' };
  const builds = await connection.collection('readerListBuilds').countDocuments(running);
  if (cards + rows.length + builds > 0) return `${cards} cards, ${builds} builds, ${rights}`;
  const all = Object.values(fleets);
  const reports = (await Promise.all(all.map((fleet) => fleet.reports()))).flat();
  const groupOf = new Map(
    all.flatMap(({ readers }) => readers.map(({ id, group }) => [id, group])),
  );
  const byGroup = Map.groupBy(reports, ({ readerId }) => groupOf.get(readerId) ?? '');
  const latest = `rulebook-${city.rulebooks.at(-1)?.version}`;
  for (const [group, told] of byGroup) {
    const [first = '', ...others] = new Set(told.map(({ held }) => toText(held)));
    if (others.length > 0) return `readers of ${group} differ: ${first} and ${others.join()}`;
    if (!first.includes('deny ') || !first.includes(`${latest} `)) return `${group} has ${first}`;
  }
  return '';
}

function toText(held: FleetReport['held']): string {
  const lists = held.map(({ name, sequence, digest }) => `${name} ${sequence} ${digest}`);
  return lists.toSorted().join(', ');
}

/** What the chips of these cards give a reader: as the store has it, opened with its key. */
export async function lookUpTokens(
  { connection, sealKey }: ModelHub,
  cards: readonly ModelCard[],
): Promise<void> {
  const missing = new Map(
    cards.filter(({ token }) => token === null).map((card) => [card.number, card]),
  );
  const rows = await connection
    .collection<{ _id: string; number: string }>('cards')
    .find({ number: { $in: [...missing.keys()] } })
    .toArray();
  const ids = new Map(rows.map(({ _id, number }) => [parseCardId(_id), number]));
  const seal = createSeal(Buffer.from(sealKey, 'hex'));
  const tokens = await createMediumTokens(connection, seal).find([...ids.keys()]);
  for (const [id, token] of tokens) {
    const card = missing.get(ids.get(id) ?? '');
    if (card !== undefined) card.token = token;
  }
}
