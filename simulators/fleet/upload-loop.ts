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
    let hasAsked = false;
    while (!stop.signal.aborted) {
      try {
        if (!hasAsked) await goOnAfterUploads({ reader, door }, stop.signal);
        hasAsked = true;
        await uploadAll({ reader, door }, stop.signal);
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
 * Everything that is waiting. First the hub is asked how far it is.
 *
 * @throws {Error} The door does not answer, or refuses.
 */
export async function uploadPending(wired: UploadLoopOptions, signal?: AbortSignal): Promise<void> {
  if ((await wired.reader.pendingEvents(1)).length === 0) return;
  await goOnAfterUploads(wired, signal);
  await uploadAll(wired, signal);
}

/** A reader whose files are an old copy goes on after what it uploaded before, and uses no number twice. */
async function goOnAfterUploads(
  { reader, door }: UploadLoopOptions,
  signal?: AbortSignal,
): Promise<void> {
  await reader.acknowledged(await door.postEvents([], signal));
}

async function uploadAll({ reader, door }: UploadLoopOptions, signal?: AbortSignal): Promise<void> {
  for (;;) {
    const events = await reader.pendingEvents(BATCH);
    const last = events.at(-1);
    if (last === undefined) return;
    // The hub has stored these once it has answered, also behind a gap that nothing will ever fill.
    const through = await door.postEvents(events, signal);
    await reader.acknowledged(Math.max(through, last.sequence));
  }
}
