import { appendFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { createRandom, type Random } from '../../simulators/city/random.ts';
import { IN_FORCE_MS, otherThanRulebook, repeatedEffects, untilInForce } from './in-force.ts';
import type { ReaderCity } from './reader-city.ts';

/** Three of each here, a hundred in `npm run test:faults`. */
export const ROUNDS = Number(process.env['HUB_TEST_READER_FAULTS'] ?? 3);

/** Repeats a run that failed: the seed that it printed. */
const SEED = process.env['HUB_TEST_SEED'] ?? Date.now().toString(36);

/** Changes in a round at least, and of how many cards at once. */
const LEAST_CHANGES = 6;
const LANES = 3;
const LONGEST_PAUSE_MS = 500;
/** Cards of which each reader is asked after a round. */
const SAMPLE = 3;

/** Breaks something and mends it. @returns When it was back, in the milliseconds of `Date.now`. */
export type Fault = (random: Random) => Promise<number>;

export type RoundsOptions = {
  /** Default 10 s. */
  readonly withinMs?: number;
  /** Cards that change at once beside what the fault does itself; default 3. */
  readonly lanes?: number;
  /** So much the readers' clock is ahead after the fault. */
  readonly offsetMs?: () => number;
};

/**
 * One fault in all its rounds, each under load and followed by every check.
 *
 * @returns What was wrong, one line each.
 */
export async function goThrough(
  city: ReaderCity,
  name: string,
  fault: Fault,
  options: RoundsOptions = {},
): Promise<readonly string[]> {
  const { withinMs = IN_FORCE_MS, lanes = LANES, offsetMs = () => 0 } = options;
  const times: number[] = [];
  const wrong: string[] = [];
  const before = city.changes.accepted;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const random = createRandom(`${SEED}:${name}:${round}`);
    try {
      const ms = await untilInForce(city, await underLoad(city, { random, fault, lanes }));
      times.push(ms);
      const found = [
        ...(ms > withinMs ? [`in force after ${ms} ms`] : []),
        ...(await otherThanRulebook(city, random, { sample: SAMPLE, offsetMs: offsetMs() })),
        ...(await repeatedEffects(city)),
      ];
      wrong.push(...found.map((sentence) => `round ${round}: ${sentence}`));
    } catch (error) {
      tell(city, name, times, before);
      throw new Error(`${name}, round ${round}, HUB_TEST_SEED=${SEED}`, { cause: error });
    }
  }
  tell(city, name, times, before);
  return wrong;
}

function tell(city: ReaderCity, name: string, times: readonly number[], before: number): void {
  const sorted = times.toSorted((a, b) => a - b);
  const [median, worst] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  const made = city.changes.accepted - before;
  const told = `${times.length} of ${ROUNDS} rounds, ${made} changes, seed ${SEED}; in force after ${median} ms, at worst ${worst} ms`;
  process.stderr.write(`${name}: ${told}\n`);
  const { HUB_TEST_MEASURED: file } = process.env;
  if (file !== undefined) {
    appendFileSync(file, `${JSON.stringify({ test: `readers: ${name}`, told })}\n`);
  }
}

type Load = { readonly random: Random; readonly fault: Fault; readonly lanes: number };

/** Changes come as long as the fault lasts, and at least so many; the fault has its moment among them. */
async function underLoad(city: ReaderCity, { random, fault, lanes }: Load): Promise<number> {
  const fate = { isOver: false };
  let left = LEAST_CHANGES;
  const lane = async (own: Random): Promise<void> => {
    while (!fate.isOver || left > 0) {
      left -= 1;
      await city.changes.make(1, own);
      await pause(own.below(LONGEST_PAUSE_MS));
    }
  };
  const load = Promise.all(Array.from({ length: lanes }, () => lane(createRandom(random.hex(8)))));
  const isFailed = load.then(
    () => new Promise<never>(() => {}),
    (error: unknown) => Promise.reject(error),
  );
  await pause(random.below(LONGEST_PAUSE_MS));
  const backAt = await Promise.race([fault(random), isFailed]).finally(() => {
    fate.isOver = true;
  });
  await load;
  return backAt;
}
