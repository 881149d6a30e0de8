/** Sets a timer. @returns Disposing ends it. */
export type Later = (ms: number, then: () => void) => Disposable;

export type GatherOptions<Change> = {
  /** Rejects when nothing of it was published. */
  readonly publish: (
    changes: readonly Change[],
    options: { readonly isUrgent: boolean },
  ) => Promise<void>;
  /** Changes wait until none has come for so long, at most 250. */
  readonly quietMs: number;
  /** No change waits longer, at most 600. */
  readonly maxMs: number;
  readonly later: Later;
  readonly now: () => number;
};

export type Gatherer<Change> = Disposable & {
  /** Resolves when the publication that has the change is durable, and rejects when that failed. */
  add(change: Change, options: { readonly isUrgent: boolean }): Promise<void>;
};

type Waiting<Change> = {
  readonly change: Change;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
};

/** How long changes wait for others, with the bounds of `design/readers.md` section 6. */
export const GATHER_LIMITS = { quietMs: 250, maxMs: 600 } as const;

/** Timers of the process. */
export const systemLater: Later = (ms, then) => {
  const timer = setTimeout(then, ms);
  return { [Symbol.dispose]: () => clearTimeout(timer) };
};

/**
 * Gathers changes into publications. The first change opens a window; each further one keeps it open
 * for `quietMs` more, up to `maxMs` in all; then all are published together, or, while others still are,
 * with what else has come by the end of that, so that a busy moment gathers more. What is urgent opens no
 * window: it is published at once, or, while other urgent changes are being published, together with
 * what else is urgent as soon as they are. Disposing publishes nothing more: whoever waits is rejected.
 */
export function createGatherer<Change>(options: GatherOptions<Change>): Gatherer<Change> {
  const usual = createWindow(options);
  const urgent = createUrgentLine(options);
  return {
    add(change, { isUrgent }) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      (isUrgent ? urgent : usual).add({ change, resolve, reject });
      return promise;
    },
    [Symbol.dispose]() {
      for (const { reject } of [...usual.stop(), ...urgent.stop()]) {
        reject(new Error('the hub stops; the change will be published later'));
      }
    },
  };
}

function createWindow<Change>(options: GatherOptions<Change>) {
  const { quietMs, maxMs, later, now } = options;
  let waiting: Waiting<Change>[] = [];
  let openedAt = 0;
  let timer: Disposable | null = null;
  let isPublishing = false;
  let isDue = false;
  const stop = (): readonly Waiting<Change>[] => {
    timer?.[Symbol.dispose]();
    timer = null;
    const gathered = waiting;
    waiting = [];
    return gathered;
  };
  const flush = async (): Promise<void> => {
    isDue = true;
    // What is being published already is not overtaken: what comes meanwhile goes together after it.
    if (isPublishing) return;
    isPublishing = true;
    while (isDue) {
      isDue = false;
      await publishAll(options, stop(), false);
    }
    isPublishing = false;
  };
  return {
    add(one: Waiting<Change>) {
      if (waiting.length === 0) openedAt = now();
      waiting.push(one);
      timer?.[Symbol.dispose]();
      const left = Math.max(0, openedAt + maxMs - now());
      timer = later(Math.min(quietMs, left), () => void flush());
    },
    stop,
  };
}

function createUrgentLine<Change>(options: GatherOptions<Change>) {
  let waiting: Waiting<Change>[] = [];
  let isPublishing = false;
  const stop = (): readonly Waiting<Change>[] => waiting.splice(0);
  const goOn = async (): Promise<void> => {
    if (isPublishing) return;
    isPublishing = true;
    while (waiting.length > 0) await publishAll(options, stop(), true);
    isPublishing = false;
  };
  return {
    add(one: Waiting<Change>) {
      waiting.push(one);
      void goOn();
    },
    stop,
  };
}

/** Never rejects: who waits is told. */
async function publishAll<Change>(
  { publish }: GatherOptions<Change>,
  gathered: readonly Waiting<Change>[],
  isUrgent: boolean,
): Promise<void> {
  try {
    await publish(
      gathered.map(({ change }) => change),
      { isUrgent },
    );
    for (const { resolve } of gathered) resolve();
  } catch (error) {
    for (const { reject } of gathered) reject(error);
  }
}
