import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { z } from 'zod';
import {
  tallyPreview,
  type PreviewAsk,
  type PreviewTally,
} from '../../../domain/tariff/preview.ts';
import type { ServiceId } from '../../../domain/tariff/service.ts';
import type { TariffHolder } from '../../../domain/tariff/situation.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { HolderBatches } from './holder-batches.ts';
import type { PreviewCount, PreviewRun, PreviewStore } from './preview-store.ts';

/**
 * Counts who wins and who loses by a rulebook, over every holder. A count takes longer than one request
 * may, so it goes on between requests: as long as somebody asks for it, and 30 s more. What was counted
 * is kept batch by batch: the next who asks goes on from there, also in another process.
 */
export type Previews = AsyncDisposable & {
  /**
   * Begins the run of this name or goes on with it, and waits a moment for its end.
   *
   * @param name Says what is compared: equal names are one run.
   * @param signal Ends the waiting, not the run.
   * @throws {Error} What made the run fail in this process; the next who asks tries again.
   */
  ask(
    name: string,
    comparison: PreviewAsk,
    signal?: AbortSignal,
  ): Promise<{ readonly run: PreviewRun; readonly tally: PreviewTally }>;
};

export type PreviewsDeps = {
  readonly store: PreviewStore;
  readonly holders: HolderBatches;
  readonly clock: Clock;
  readonly log: Logger;
  /** How long one request waits for the end of a run, default 2 s. */
  readonly waitMs?: number;
};

/** A run that nobody has asked for this long stops. */
const UNWANTED_MS = 30_000;
/** Others wait: a count takes a processor. */
const MOST_RUNS = 1;
/** Holders between two looks at other work: a few milliseconds. */
const SLICE = 50;

export function createPreviews(deps: PreviewsDeps): Previews {
  const { store, holders, clock, log, waitMs = 2_000 } = deps;
  const stopping = new AbortController();
  const running = new Map<string, Promise<void>>();
  const failures = new Map<string, unknown>();

  function begin(name: string, comparison: PreviewAsk): Promise<void> {
    const known = running.get(name);
    if (known !== undefined) return known;
    if (running.size >= MOST_RUNS || stopping.signal.aborted) return Promise.resolve();
    const run = count(deps, { name, comparison, stop: stopping.signal })
      .catch((error: unknown) => {
        log.error({ err: error }, 'a preview of a rulebook failed');
        failures.set(name, error);
      })
      .finally(() => running.delete(name));
    running.set(name, run);
    return run;
  }

  return {
    async ask(name, comparison, signal) {
      const failure = failures.get(name);
      failures.delete(name);
      if (failure !== undefined) throw failure;
      const asked = await store.ask(name, await holders.count(), clock.now());
      if (asked.state === 'done') return told(asked);
      await Promise.race([begin(name, comparison), pause(waitMs, signal)]);
      return told(await store.ask(name, asked.total, clock.now()));
    },
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await Promise.all(running.values());
    },
  };
}

function told(run: PreviewRun) {
  return { run, tally: parseTally(run.tally) };
}

type Work = {
  readonly name: string;
  readonly comparison: PreviewAsk;
  readonly stop: AbortSignal;
};

async function count(
  { store, holders, clock }: PreviewsDeps,
  { name, comparison, stop }: Work,
): Promise<void> {
  const owner = randomUUID();
  const taken = await store.take(name, owner, clock.now());
  if (taken === null) return;
  try {
    let tally = tallyPreview(comparison, [], parseTally(taken.tally));
    let counted: PreviewCount = taken;
    for await (const batch of holders.all(taken.after)) {
      tally = await tallySlowly(comparison, batch.holders, tally);
      const done = counted.done + batch.holders.length;
      const total = Math.max(counted.total, done);
      counted = { after: batch.last, done, total, tally: toJson(tally) };
      const saved = await store.save(name, owner, counted, clock.now());
      if (saved === null || stop.aborted || isUnwanted(saved, clock.now())) return;
    }
    const whole = { ...counted, tally: toJson(tally), total: counted.done };
    await store.finish(name, owner, pick(whole), clock.now());
  } finally {
    await store.letGo(name, owner);
  }
}

async function tallySlowly(
  comparison: PreviewAsk,
  holders: readonly TariffHolder[],
  known: PreviewTally,
): Promise<PreviewTally> {
  let tally = known;
  for (let begin = 0; begin < holders.length; begin += SLICE) {
    tally = tallyPreview(comparison, holders.slice(begin, begin + SLICE), tally);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
  return tally;
}

function isUnwanted({ askedAt }: PreviewRun, now: Date): boolean {
  return now.getTime() - askedAt.getTime() > UNWANTED_MS;
}

function pick({ after, done, total, tally }: PreviewCount): PreviewCount {
  return { after, done, total, tally };
}

function toJson(tally: PreviewTally): string {
  return JSON.stringify([...tally]);
}

const tallySchema = z.array(
  z.tuple([
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by `toJson`
    z.string().transform((id) => id as ServiceId),
    z.object({ wins: z.int(), loses: z.int(), same: z.int() }),
  ]),
);

function parseTally(json: string): PreviewTally {
  return new Map(tallySchema.parse(JSON.parse(json)));
}

/** Ends at the time or with the signal, whichever comes first; never throws. */
async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await delay(ms, undefined, signal === undefined ? { ref: false } : { signal, ref: false }).catch(
    () => {},
  );
}
