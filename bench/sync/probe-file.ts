import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const line = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()]);

/** What `probe.ts` saw of a process in one second. */
export type ProbeSample = {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Bytes in use on the heap of JavaScript, what was not collected yet included. */
  readonly heap: number;
  /** Bytes resident. */
  readonly rss: number;
  /** Bytes that came in and went out by sockets since the program began. */
  readonly read: number;
  readonly written: number;
};

/** The last line may be half written. */
export function readProbe(path: string): readonly ProbeSample[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((text) => {
      const [at, heap, rss, read, written] = line.parse(JSON.parse(text));
      return { at, heap, rss, read, written };
    });
}

/** Bytes both ways between two instants, over several processes. */
export function bytesBetween(paths: readonly string[], from: number, to: number): number {
  return paths.reduce((sum, path) => {
    const samples = readProbe(path);
    const total = (instant: number): number => {
      const last = samples.findLast(({ at }) => at <= instant) ?? samples[0];
      return last === undefined ? 0 : last.read + last.written;
    };
    return sum + total(to) - total(from);
  }, 0);
}
