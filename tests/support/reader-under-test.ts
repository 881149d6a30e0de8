import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseReaderId } from '../../domain/reader-list/reader.ts';
import type { Clock } from '../../platform/clock.ts';
import { openKeyFile } from '../../simulators/reader/key-file.ts';
import { openReaderStore } from '../../simulators/reader/reader-store.ts';
import { createReader, type ReaderProgram } from '../../simulators/reader/reader.ts';
import type { SnapshotShare } from '../../simulators/reader/snapshot-share.ts';
import { GROUP_KEY, hub, NOON, POOLS, type Signer } from './reader-lists.ts';

/** A clock that a test sets. */
export type SetClock = Clock & { at: Date };

export function clockAt(at: Date): SetClock {
  return {
    at,
    now() {
      return this.at;
    },
  };
}

/** A running reader over a folder, and how to switch it off. */
export type ReaderUnderTest = ReaderProgram & AsyncDisposable;

/** A folder of its own for a reader. */
export function newReaderFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'reader-'));
}

export function givenKeys(signer: Signer = hub, epoch = 1, groupKey: Uint8Array = GROUP_KEY) {
  const publicKey = signer.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  return {
    epoch,
    key: Buffer.from(groupKey).toString('base64url'),
    publicKey: publicKey.toString('base64url'),
  };
}

/** Switches a reader on over a folder; its keys are those of epoch 1 and whatever is in the folder. */
export async function switchOn(
  folder: string,
  options: {
    readonly clock?: Clock;
    readonly share?: SnapshotShare;
    readonly id?: string;
    readonly segmentEvents?: number;
  } = {},
): Promise<ReaderUnderTest> {
  await mkdir(folder, { recursive: true });
  const keys = await openKeyFile(join(folder, 'keys.json'), POOLS);
  if (!keys.groupKeys.has(1)) await keys.add(givenKeys());
  const store = await openReaderStore(folder, options);
  const reader = await createReader({
    id: parseReaderId(options.id ?? 'pool-1'),
    group: POOLS,
    store,
    keys,
    clock: options.clock ?? clockAt(NOON),
    zone: 'Europe/Madrid',
  });
  return { ...reader, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
}
