import { setTimeout as pause } from 'node:timers/promises';
import type { DoorClient } from './door-client.ts';
import type { ReaderProgram } from '../reader/reader.ts';

const WAIT_MS = 25_000;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

export type PollLoopOptions = {
  readonly reader: ReaderProgram;
  readonly door: DoorClient;
};

/** Waits at the door for news, keeps them and says so, until it is disposed. */
export function startPollLoop(options: PollLoopOptions): AsyncDisposable {
  const stop = new AbortController();
  const running = poll(options, stop.signal);
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
    },
  };
}

async function poll(options: PollLoopOptions, signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      const isKept = await pollOnce(options, signal);
      failures = isKept ? 0 : failures + 1;
    } catch {
      failures += 1;
    }
    if (failures === 0) continue;
    const ms = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
    await pause(ms * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => {});
  }
}

/** @returns False when something was refused: asking at once again would bring the same. */
async function pollOnce({ reader, door }: PollLoopOptions, signal: AbortSignal): Promise<boolean> {
  const artefacts = await door.fetchLists(reader.report().held, { waitMs: WAIT_MS, signal });
  if (artefacts === null) return true;
  const report = await reader.receive(artefacts);
  await door.postReport(report, signal);
  return report.answer === 'Accepted';
}
