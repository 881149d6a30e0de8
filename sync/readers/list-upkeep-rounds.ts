import { setTimeout as pause } from 'node:timers/promises';
import { startRounds } from '../rounds.ts';
import { compact, COMPACTION } from './compaction.ts';
import { tellMoved } from './press.ts';
import { isStillWanted, keepUp, type UpkeepOptions } from './upkeep.ts';

/** How soon a process hears of what another one has published. */
const FOLLOW_MS = 200;
/** How soon a rulebook that was published or cancelled is seen, and a group whose key is to be changed. */
const UPKEEP_MS = 1_000;
const COMPACTION_MS = 10 * 60 * 1000;

/** What goes on beside publishing, until it is disposed. A build under way is aborted then and taken up later. */
export function startListRounds(options: UpkeepOptions): AsyncDisposable {
  const { deps } = options;
  const { log } = deps;
  const stop = new AbortController();
  const stack = new AsyncDisposableStack();
  const follow = () => deps.lane.run(() => tellMoved(deps), { isUrgent: false });
  stack.use(startRounds({ name: 'following lists', round: follow, intervalMs: FOLLOW_MS, log }));
  stack.use(
    startRounds({
      name: 'compaction of lists',
      round: () => compact(deps, COMPACTION),
      intervalMs: COMPACTION_MS,
      log,
    }),
  );
  stack.use(
    startRounds({
      name: 'upkeep of lists',
      round: () => keepUpUntilDone(options, stop.signal),
      intervalMs: UPKEEP_MS,
      log,
    }),
  );
  stack.defer(() => stop.abort(new Error('the hub stops; lists will be built later')));
  return stack;
}

async function keepUpUntilDone(options: UpkeepOptions, stopping: AbortSignal): Promise<void> {
  for (let mayGoOn = true; mayGoOn && !stopping.aborted;) {
    const cancelled = new AbortController();
    const over = new AbortController();
    const watching = watch(options, { cancelled, over: over.signal });
    try {
      mayGoOn = await keepUp(options, AbortSignal.any([stopping, cancelled.signal]));
    } catch (error) {
      // What is still wanted is begun anew in this round.
      if (!cancelled.signal.aborted && !stopping.aborted) throw error;
    } finally {
      over.abort();
      await watching;
    }
  }
}

type Watch = { readonly cancelled: AbortController; readonly over: AbortSignal };

/** Aborts what is being built when a rulebook goes that was there at its beginning. */
async function watch({ live, deps }: UpkeepOptions, { cancelled, over }: Watch): Promise<void> {
  let wanted: readonly number[] | null = null;
  while (!over.aborted && !cancelled.signal.aborted) {
    try {
      const rulebooks = await live();
      if (wanted !== null && !isStillWanted(wanted, rulebooks)) {
        cancelled.abort(new Error('a rulebook was taken back while its lists were built'));
      }
      wanted ??= rulebooks.map(({ version }) => version);
    } catch (error) {
      deps.log.warn({ err: error }, 'the rulebooks in force could not be read');
    }
    await pause(UPKEEP_MS, undefined, { signal: over }).catch(() => {});
  }
}
