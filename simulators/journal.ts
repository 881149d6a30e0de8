import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * What happened to a simulated system since the city was made, one JSON object a line: played
 * back at start, so that a renewed loan is still renewed tomorrow. A last line cut short by a
 * kill is left out.
 */
export type Journal<Entry> = {
  readonly entries: readonly Entry[];
  append(entry: Entry): void;
};

/** @param path File to keep; null keeps nothing. */
export function openJournal<Entry extends object>(path: string | null): Journal<Entry> {
  if (path === null) return { entries: [], append: () => {} };
  mkdirSync(dirname(path), { recursive: true });
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  const entries = lines.slice(0, -1).filter((line) => line !== '');
  if ((lines.at(-1) ?? '') !== '') appendFileSync(path, '\n');
  return {
    entries: entries.flatMap((line) => parseEntry<Entry>(line)),
    append: (entry) => appendFileSync(path, `${JSON.stringify(entry)}\n`),
  };
}

function parseEntry<Entry>(line: string): Entry[] {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by append above
    return [JSON.parse(line) as Entry];
  } catch {
    return [];
  }
}
