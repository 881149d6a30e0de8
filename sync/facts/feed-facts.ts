import type { Logger } from 'pino';
import { cityDayAt, type CityDay } from '../../domain/city-day.ts';
import { HubError } from '../../domain/errors.ts';
import type { Fact } from '../../domain/tariff/fact.ts';
import type { Clock } from '../../platform/clock.ts';
import { mapBounded } from '../../platform/map-bounded.ts';
import { pauseAfter, type Pauses } from '../next-try.ts';
import { startRounds } from '../rounds.ts';
import type { AskedSource, FactAsks, TakenAsk } from './fact-asks.ts';
import type { FactBook } from './fact-book-port.ts';
import type { Subject, SubjectOf } from './subject-port.ts';
import { changeOf, type Answer } from './told-facts.ts';

/** Longer than a connector takes; an ask that was taken so long ago is taken again. */
const TAKEN_MS = 60_000;

/** How often the log says that asks are failing. */
const TELL_MS = 60_000;

export type AskMoment = {
  /** What is known of the subject. */
  readonly facts: readonly Fact[];
  /** In the city. */
  readonly today: CityDay;
  readonly signal: AbortSignal;
};

/**
 * Asks one source about somebody.
 *
 * @returns What it said; nothing where there is nothing to ask or to say.
 * @throws {HubError} It gave no answer: it is asked again later.
 */
export type AskSource = (subject: Subject, moment: AskMoment) => Promise<readonly Answer[]>;

export type FeedFactsOptions = {
  readonly asks: FactAsks;
  readonly book: Pick<FactBook, 'find' | 'change'>;
  readonly subjectOf: SubjectOf;
  readonly sources: Readonly<Record<AskedSource, AskSource>>;
  readonly clock: Clock;
  /** The city's. */
  readonly zone: string;
  readonly newId: () => string;
  /** 0 up to 1, for the pauses. */
  readonly random: () => number;
  readonly pauses: Pauses;
  /** Questions under way at once. */
  readonly concurrency: number;
  /** Pause between two looks at what is due. */
  readonly intervalMs: number;
  readonly log: Logger;
};

/**
 * Asks sources of facts whenever an ask is due, and writes down what they say. Safe to run in several
 * processes at once. What is said lives as long as the question: neither jobs nor logs hold any of it.
 */
export function startFeedingFacts(options: FeedFactsOptions): AsyncDisposable {
  const { intervalMs, log } = options;
  const stop = new AbortController();
  const stack = new AsyncDisposableStack();
  const told = { at: 0 };
  const round = async (): Promise<void> => {
    // A long queue is worked off without pauses.
    while (!stop.signal.aborted && (await feedOnce(options, stop.signal)) > 0);
    await tellFailing(options, told);
  };
  stack.use(startRounds({ name: 'asking for facts', round, intervalMs, log }));
  stack.defer(() => stop.abort());
  return stack;
}

/** @returns How many sources were asked. */
export async function feedOnce(options: FeedFactsOptions, stopping: AbortSignal): Promise<number> {
  const { asks, clock, concurrency } = options;
  const now = clock.now();
  const until = new Date(now.getTime() + TAKEN_MS);
  const taken = await asks.take({ now, until, limit: concurrency * 4 });
  await mapBounded(taken, concurrency, (ask) => feed(ask, options, stopping));
  return taken.length;
}

async function feed(
  ask: TakenAsk,
  options: FeedFactsOptions,
  stopping: AbortSignal,
): Promise<void> {
  if (stopping.aborted) return;
  const { asks, clock, random, pauses, log } = options;
  try {
    await askAndWrite(ask, options, stopping);
    await asks.markDone(ask, clock.now());
  } catch (error) {
    if (stopping.aborted) return;
    const { holderId, source, tries } = ask;
    const code = error instanceof HubError ? error.code : 'INTERNAL';
    // That a source is away is told by its breaker, and how many wait by the round.
    if (code !== 'UPSTREAM_UNAVAILABLE' && code !== 'CONFLICT') {
      log.error({ err: error, holderId, source, tries, code }, 'asking for facts failed');
    }
    const pause = pauseAfter({ code, tries }, random(), pauses);
    await asks.markFailed(ask, { code, dueAt: new Date(clock.now().getTime() + pause) });
  }
}

async function askAndWrite(
  { holderId, source }: TakenAsk,
  { subjectOf, book, sources, clock, zone, newId }: FeedFactsOptions,
  signal: AbortSignal,
): Promise<void> {
  const subject = await subjectOf(holderId);
  if (subject === null || subject.kind === 'organisation') return;
  const [known] = await book.find([holderId]);
  const moment = { facts: known?.facts ?? [], today: cityDayAt(clock.now(), zone), signal };
  for (const answer of await sources[source](subject, moment)) {
    await book.change(holderId, (facts) => changeOf(facts, answer, newId));
  }
}

async function tellFailing({ asks, clock, log }: FeedFactsOptions, told: { at: number }) {
  const now = clock.now().getTime();
  if (now - told.at < TELL_MS) return;
  told.at = now;
  for (const source of ['census', 'tax'] as const) {
    const count = await asks.countFailing(source);
    if (count > 0)
      log.warn({ source, count }, 'questions for facts have failed and are tried again');
  }
}
