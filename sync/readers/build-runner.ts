import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { BuildStore } from './build-store.ts';
import { draftLists, type BuildTask, type GroupDraft } from './draft-lists.ts';
import type { Rights, RightsSource } from './rights-port.ts';

/** What the thread is given; as it can be copied there. Keys stay in memory. */
export type ThreadData = {
  readonly mongoUri: string;
  readonly rights: RightsSource;
  readonly task: BuildTask;
};

export type ThreadTold =
  | { readonly kind: 'progress'; readonly done: number }
  | { readonly kind: 'draft'; readonly draft: GroupDraft }
  | { readonly kind: 'done' };

export type RunOptions = {
  readonly onProgress: (done: number) => void;
  readonly signal: AbortSignal;
};

/** Builds lists, group after group; the next one when the last was taken. */
export type RunBuild = (task: BuildTask, options: RunOptions) => AsyncIterable<GroupDraft>;

/** In this very process: for few cards, where a thread would take longer to start than to work. */
export function buildHere(deps: {
  readonly rights: Rights;
  readonly builds: BuildStore;
}): RunBuild {
  return (task, options) => draftLists({ ...deps, ...options }, task);
}

/** In a thread, which ends with the build, or as soon as the signal aborts. */
export function buildInThread(from: Omit<ThreadData, 'task'>): RunBuild {
  return async function* run(task, { onProgress, signal }) {
    signal.throwIfAborted();
    const thread = new Worker(new URL('build-thread.ts', import.meta.url), {
      workerData: { ...from, task } satisfies ThreadData,
    });
    const ended = new AbortController();
    // Also between two groups, when nobody reads what the thread tells.
    thread.once('error', (error) => ended.abort(error));
    thread.once('exit', (code) => {
      ended.abort(new Error(`the thread that builds reader lists ended with ${code}`));
    });
    try {
      const either = AbortSignal.any([signal, ended.signal]);
      for await (const message of on(thread, 'message', { signal: either })) {
        const one: ThreadTold = message[0];
        if (one.kind === 'done') return;
        if (one.kind === 'progress') onProgress(one.done);
        if (one.kind !== 'draft') continue;
        yield one.draft;
        thread.postMessage('taken');
      }
    } finally {
      await thread.terminate();
    }
  };
}
