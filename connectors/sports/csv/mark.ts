import { z } from 'zod';
import { badFile } from './bad-rows.ts';

/** What the mark beside a file says of it. */
export type Mark = {
  /** When the sports body made the file. */
  readonly madeAt: Date;
  /** Of the file, in hex; null when the mark does not tell it. */
  readonly sha256: string | null;
};

const instant = z.iso.datetime({ offset: true });
const SHA256 = /^[0-9a-f]{64}$/i;

/**
 * A mark (`abonos.ok` for `abonos.csv`) says that the file is whole. It may be empty; else its first
 * line is the instant at which the file was made, with its zone, and the second the file's SHA-256.
 *
 * @param writtenAt When the file was last written: that is when it was made, if the mark is silent.
 * @throws {BadFileError} It says something else.
 */
export function parseMark(text: string, writtenAt: Date): Mark {
  const lines = text
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\s*\r?\n\s*/);
  const [made = '', sha256] = lines;
  if (made === '' && sha256 === undefined) return { madeAt: writtenAt, sha256: null };
  const isWellFormed =
    lines.length <= 2 &&
    instant.safeParse(made).success &&
    (sha256 === undefined || SHA256.test(sha256));
  if (!isWellFormed) throw badFile('its .ok is neither empty nor an instant and a SHA-256');
  return { madeAt: new Date(made), sha256: sha256?.toLowerCase() ?? null };
}
