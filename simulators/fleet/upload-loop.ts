import { setTimeout as pause } from 'node:timers/promises';
import type { DoorClient } from './door-client.ts';
import type { ReaderProgram } from '../reader/reader.ts';

const BATCH = 500;
const LOOK_MS = 200;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

export type UploadLoopOptions = { readonly reader: ReaderProgram; readonly door: DoorClient };

/** Uploads a reader's events, at least once each, until it is disposed. */
export function startUploadLoop({ reader, door }: UploadLoopOptions): AsyncDisposable {
  const stop = new AbortController();
  const running = (async () => {
    let failures = 0;
    while (!stop.signal.aborted) {
      try {
        await uploadPending({ reader, door }, stop.signal);
        failures = 0;
      } catch {
        failures += 1;
      }
      const ms =
        failures === 0 ? LOOK_MS : Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
      await pause(ms, undefined, { signal: stop.signal }).catch(() => {});
    }
  })();
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
    },
  };
}

/**
 * Everything that is waiting.
 *
 * @throws {Error} The door does not answer, or does not acknowledge.
 */
export async function uploadPending(
  { reader, door }: UploadLoopOptions,
  signal?: AbortSignal,
): Promise<void> {
  for (;;) {
    const events = await reader.pendingEvents(BATCH);
    const [first] = events;
    if (first === undefined) return;
    const through = await door.postEvents(events, signal);
    if (through < first.sequence) throw new Error('The hub has acknowledged none of the events.');
    await reader.acknowledged(through);
  }
}
