import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openModelRuns, type ModelRuns } from '../support/reader-model-runs.ts';

// Random events, random kills and the shipped readers: whatever happened, after things have settled
// every reader decides what the rulebook says. A few runs here, two hundred in `npm run test:faults`.
const RUNS = Number(process.env['HUB_TEST_MODEL_RUNS'] ?? 5);
/** Repeats what a seed has given: the same events and kills, as far as time lets them be the same. */
const SEED = process.env['HUB_TEST_MODEL_SEED'] ?? String(Date.now());
const MS_A_RUN = 60_000;

let runs: ModelRuns | null = null;

beforeAll(async () => {
  runs = await openModelRuns(SEED);
}, 180_000);
afterAll(async () => {
  await runs?.[Symbol.asyncDispose]();
});

it('gives every card at every reader what the rulebook says, once all lists are built', async () => {
  expect(await runs?.check()).toEqual([]);
}, 60_000);

it(
  `does so after whatever happens and whoever is killed (seed ${SEED}, ${RUNS} runs)`,
  async () => {
    for (let run = 1; run <= RUNS; run += 1)
      await runs?.run({ isWhole: run % 20 === 0 || run === RUNS });
    expect(runs?.kills).toBe(RUNS);
  },
  RUNS * MS_A_RUN,
);

it('would tell a reader that asks too much, denies whom it must not, or tells too few apart', async () => {
  expect(await runs?.plant('dearer')).toContainEqual(expect.stringMatching(/is told as/));
  expect(await runs?.plant('undenied')).toContainEqual(expect.stringMatching(/is not denied/));
  expect(await runs?.plant('birthday')).toContainEqual(
    expect.stringMatching(/is told as|need not be/),
  );
});
