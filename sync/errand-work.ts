import type { Logger } from 'pino';
import { HubError, UpstreamUnavailableError } from '../domain/errors.ts';
import type { Clock } from '../platform/clock.ts';
import type { Errands, OpenErrand } from '../platform/stores/errands.ts';
import type { ErrandJob } from './errand-relay.ts';
import { pauseAfter, type Pauses } from './next-try.ts';

/** What came of telling the consumer. */
export type Told =
  /** @property hadEffect False when there was nothing to do. */
  | { readonly kind: 'done'; readonly hadEffect: boolean }
  /** Something else has to happen first; asked again soon, without counting a try. */
  | { readonly kind: 'notYet' };

/** Tells the consumer; safe to repeat, since a try may die between its effect and its mark. */
export type Tell = (errand: OpenErrand, signal: AbortSignal) => Promise<Told>;

export type ErrandWorkOptions = {
  readonly errands: Errands;
  readonly tell: Tell;
  readonly clock: Clock;
  /** 0 up to 1, for the pauses. */
  readonly random: () => number;
  readonly log: Logger;
  /** Aborts when the hub stops: what is under way is then tried again later. */
  readonly stopping: AbortSignal;
  readonly pauses: Pauses;
  /** All calls of one try together; the connectors' own deadlines are shorter. */
  readonly timeoutMs: number;
};

/** How soon an errand is looked at again that has to wait for something of our own. */
const NOT_YET_MS = 500;

/**
 * One try of an errand. What the consumer does not do is no failure of the job: it is counted with the
 * errand, which says when the next try is due. The job fails only when not even that can be written, and
 * then the relay queues the errand again.
 */
export function createErrandWork(options: ErrandWorkOptions) {
  const { errands, clock, stopping } = options;
  return async (job: ErrandJob): Promise<void> => {
    const { errandId, tries } = job;
    try {
      const errand = await errands.find(errandId);
      // A job that was added late may be of a try that is over.
      if (errand === null || errand.doneAt !== null || errand.tries !== tries) return;
      const told = await tellInTime(options, errand);
      if (told.kind === 'notYet') {
        await errands.putOff(errandId, new Date(clock.now().getTime() + NOT_YET_MS));
        return;
      }
      await errands.markDone(errandId, { at: clock.now(), hadEffect: told.hadEffect });
    } catch (error) {
      if (stopping.aborted) throw error;
      await countFailure(options, job, error);
    }
  };
}

/** @throws {UpstreamUnavailableError} Also when a call goes on in spite of its signal: its place is needed. */
async function tellInTime(
  { tell, stopping, timeoutMs }: ErrandWorkOptions,
  errand: OpenErrand,
): Promise<Told> {
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(timeoutMs)]);
  const { promise: givenUp, reject } = Promise.withResolvers<never>();
  const giveUp = () =>
    reject(new UpstreamUnavailableError(errand.consumer, 'an errand came to no end in time'));
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await Promise.race([tell(errand, signal), givenUp]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

async function countFailure(
  { errands, clock, random, log, pauses }: ErrandWorkOptions,
  { errandId: id, cardId, consumer, tries }: ErrandJob,
  error: unknown,
): Promise<void> {
  const code = error instanceof HubError ? error.code : 'INTERNAL';
  // That a system is away is told by its breaker, and how many errands wait by the relay.
  if (code !== 'UPSTREAM_UNAVAILABLE') {
    log.error({ err: error, errand: id, cardId, consumer, tries, code }, 'an errand failed');
  }
  const at = clock.now();
  const dueAt = new Date(at.getTime() + pauseAfter({ code, tries }, random(), pauses));
  await errands.markFailed({ id, tries }, { code, at, dueAt });
}
