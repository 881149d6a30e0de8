import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { framed, readRecords } from './framed-file.ts';

/** A small value that survives the power going at any byte: two files written in turn, each with a checksum. */
export type SmallState<Value> = {
  /** The newest whole one; null when there never was one, or neither file can be read. */
  readonly value: Value | null;
  /** On disk once this resolves; until then the one before holds. Calls wait for one another. */
  put(value: Value): Promise<void>;
  close(): Promise<void>;
};

const FILES = ['a', 'b'] as const;

/**
 * Opens `NAME.a` and `NAME.b` in a folder, readable by their owner alone.
 *
 * @param schema What the value has to be; anything else in a file counts as unreadable.
 */
export async function openSmallState<Value>(
  folder: string,
  name: string,
  schema: z.ZodType<Value>,
): Promise<SmallState<Value>> {
  const kept = z.object({ turn: z.int().min(1), value: schema });
  const files = await Promise.all(FILES.map((end) => openEither(join(folder, `${name}.${end}`))));
  const read = await Promise.all(
    files.map(async (file) => {
      const [record] = readRecords(await file.readFile()).records;
      const found = record === undefined ? null : kept.safeParse(readJson(record));
      return found?.success === true ? found.data : null;
    }),
  );
  const newest = (read[1]?.turn ?? 0) > (read[0]?.turn ?? 0) ? 1 : 0;
  let { turn, value } = read[newest] ?? { turn: 0, value: null };
  let next = 1 - newest;
  let before: Promise<unknown> = Promise.resolve();
  const write = async (changed: Value) => {
    const bytes = framed(Buffer.from(JSON.stringify({ turn: turn + 1, value: changed })));
    const file = files[next];
    // With O_DSYNC, so it is on disk when this returns. In place: what is left of a longer one before stands after the record and is not read.
    await file?.write(bytes, 0, bytes.length, 0);
    turn += 1;
    value = changed;
    next = 1 - next;
  };
  return {
    get value() {
      return value;
    },
    put(changed) {
      const written = before.then(() => write(changed));
      before = written.catch(() => undefined);
      return written;
    },
    async close() {
      await before;
      await Promise.all(files.map((file) => file.close()));
    },
  };
}

function openEither(path: string) {
  return open(path, constants.O_RDWR | constants.O_CREAT | constants.O_DSYNC, 0o600);
}

function readJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}
