import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What a page tells its reader to write. */
export type PageBlock = {
  readonly path: string;
  readonly text: string;
  /** Where the lines go in a file that is there; null: they are the whole file. */
  readonly place: { readonly side: 'before' | 'after'; readonly marker: string } | null;
};

export type FollowedPage = Disposable & {
  /** A copy of the project in which the page was followed. */
  readonly folder: string;
  readonly blocks: readonly PageBlock[];
};

/** Of no use to the copy, too large for it, or nobody else's business. */
const NOT_COPIED = new Set(['.env', '.git', 'bench', 'data', 'node_modules']);

/** A block is headed by `PATH` alone, or by: In `PATH`, before `HOW A LINE BEGINS`: (or after). */
const BLOCK =
  /^(?:`(?<file>[^`\n]+)`|In `(?<path>[^`\n]+)`, (?<side>before|after) `(?<marker>[^`\n]+)`:)\n\n```\w+\n(?<text>.*?)^```$/gms;

/** @param page Path of a page in Markdown. */
export function blocksOf(page: string): readonly PageBlock[] {
  return [...readFileSync(page, 'utf8').matchAll(BLOCK)].map(({ groups = {} }) => {
    const { file, path = '', marker = '', text = '' } = groups;
    const side = groups['side'] === 'before' ? 'before' : 'after';
    if (file !== undefined) return { path: file, text, place: null };
    return { path, text, place: { side, marker } };
  });
}

/** Does what the page says, in a copy of the project that is gone after disposing. */
export function followPage(page: string): FollowedPage {
  const blocks = blocksOf(page);
  using stack = new DisposableStack();
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'followed-page-'));
  stack.defer(() => rmSync(folder, { recursive: true, force: true }));
  cpSync('.', folder, { recursive: true, filter: (path) => !NOT_COPIED.has(path) });
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  for (const block of blocks) follow(block, folder);
  const made = stack.move();
  return { folder, blocks, [Symbol.dispose]: () => made.dispose() };
}

function follow({ path, text, place }: PageBlock, folder: string): void {
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(
    target,
    place === null ? text : inserted(readFileSync(target, 'utf8'), text, place),
  );
}

/** As far to the right as the line beside which it is put. */
function inserted(
  file: string,
  text: string,
  { side, marker }: NonNullable<PageBlock['place']>,
): string {
  const lines = file.split('\n');
  const at = lines.findIndex((line) => line.trimStart().startsWith(marker));
  if (at < 0) throw new Error(`no line begins with ${marker}`);
  const indent = /^\s*/.exec(lines[at] ?? '')?.[0] ?? '';
  const added = text.trimEnd().split('\n');
  const place = side === 'before' ? at : at + 1;
  return lines.toSpliced(place, 0, ...added.map((line) => indent + line)).join('\n');
}
