import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { addDays, parseCityDay } from '../../domain/city-day.ts';
import type { Figure } from '../support/report.ts';
import {
  FIRST_VERSION,
  rulebookForAll,
  rulebookForFew,
  type RulebookData,
} from './city-rulebook.ts';
import { findHeads, untilHeld } from './heads.ts';
import type { PlannedReader } from './reader-plan.ts';
import { timed, type Stage } from './stage.ts';

const PATIENCE_MS = 10 * 60_000;
const LOOK_MS = 100;

const PUBLISH = `mutation Publish($input: PublishRulebookInput!) {
  publishRulebook(input: $input) {
    __typename ... on RulebookRefused { message mistakes { path sentence } }
  }
}`;
const CANCEL = `mutation Cancel($input: CancelRulebookInput!) {
  cancelRulebook(input: $input) { __typename ... on RulebookRefused { message } }
}`;

/** Publishes a rulebook for tomorrow, once with few cards that differ and once with all. */
export async function runRulebooks(
  stage: Stage,
  live: readonly PlannedReader[],
  tell: (text: string) => void,
): Promise<readonly Figure[]> {
  const tomorrow = addDays(parseCityDay(stage.today), 1);
  const books: readonly (readonly [string, RulebookData])[] = [
    ['1 % of the cards differ', rulebookForFew(FIRST_VERSION + 1, tomorrow)],
    ['all cards differ', rulebookForAll(FIRST_VERSION + 2, tomorrow)],
  ];
  const figures: Figure[] = [];
  for (const [name, data] of books) {
    const { builtIn, heldIn } = await publishOne(stage, live, data);
    tell(`a rulebook, ${name}: ${builtIn.toFixed(1)} s`);
    const of = `a rulebook for everybody, ${name}`;
    figures.push(
      { name: `${of}: all lists ready`, value: builtIn, unit: 's', limit: '<= 60' },
      { name: `${of}: at all readers`, value: builtIn + heldIn, unit: 's' },
    );
    await mutate(stage, CANCEL, { version: data.version }, 'RulebookCancelled');
    await untilWithdrawn(stage, data.version);
  }
  return figures;
}

async function publishOne(stage: Stage, live: readonly PlannedReader[], data: RulebookData) {
  const { connection, fleets } = stage;
  const builtIn = await timed(async () => {
    await mutate(stage, PUBLISH, { rulebook: JSON.stringify(data) }, 'RulebookPublished');
    const groups = new Set((await findHeads(connection)).map(({ group }) => group)).size;
    await untilReady(stage, data.version, groups);
  });
  const heldIn = await timed(() => untilHeld(connection, { fleets, readers: live }, PATIENCE_MS));
  return { builtIn, heldIn };
}

async function mutate(stage: Stage, query: string, input: object, good: string): Promise<void> {
  const keyed = { ...input, idempotencyKey: randomUUID() };
  const answer = JSON.stringify(await stage.hub.ask(query, { input: keyed }));
  if (!answer.includes(`"${good}"`)) throw new Error(`The hub answered ${answer}.`);
}

async function untilReady(stage: Stage, version: number, groups: number): Promise<void> {
  await untilTrue(async () => {
    const heads = await findHeads(stage.connection);
    return heads.filter(({ rulebook }) => rulebook === version).length >= groups;
  });
}

async function untilWithdrawn(stage: Stage, version: number): Promise<void> {
  await untilTrue(async () => {
    const heads = await findHeads(stage.connection);
    return heads.every(({ rulebook }) => rulebook !== version);
  });
}

async function untilTrue(condition: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (Date.now() > giveUpAt) throw new Error('A rulebook took longer than ten minutes.');
    await pause(LOOK_MS);
  }
}
