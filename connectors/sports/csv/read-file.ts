import { createHash } from 'node:crypto';
import type { FileKind, FileReport, NightlyFile } from '../port.ts';
import { BadFileError } from './bad-rows.ts';
import type { ToInstants } from './local-time.ts';
import type { Mark } from './mark.ts';
import { BOOKING_COLUMNS, createToBooking, PASS_COLUMNS, readRows, toPass } from './rows.ts';
import { readTable } from './table.ts';
import { decodeText, type Encoding } from './text.ts';

/** A file as it lies there. */
export type RawFile = {
  readonly kind: FileKind;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly mark: Mark;
};

export type ReadFile =
  | { readonly kind: 'read'; readonly file: NightlyFile; readonly encoding: Encoding }
  | { readonly kind: 'rejected'; readonly report: FileReport };

/** Any bytes give rows or a report: a file is taken whole or not at all. */
export async function readFile(raw: RawFile, toInstants: ToInstants): Promise<ReadFile> {
  const { kind, name, bytes, mark } = raw;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  try {
    if (mark.sha256 !== null && mark.sha256 !== sha256) {
      throw new BadFileError([
        { line: null, reason: 'the file is not the one its .ok was made for' },
      ]);
    }
    const { text, encoding } = decodeText(bytes);
    const common = { name, sha256, madeAt: mark.madeAt };
    const file: NightlyFile =
      kind === 'passes'
        ? { kind, ...common, rows: await passesOf(text) }
        : { kind, ...common, rows: await bookingsOf(text, toInstants) };
    return { kind: 'read', file, encoding };
  } catch (error) {
    if (!(error instanceof BadFileError)) throw error;
    return { kind: 'rejected', report: { name, reasons: error.reasons } };
  }
}

async function passesOf(text: string) {
  return readRows(readTable(text, PASS_COLUMNS), PASS_COLUMNS, toPass);
}

async function bookingsOf(text: string, toInstants: ToInstants) {
  const rows = readTable(text, BOOKING_COLUMNS);
  return readRows(rows, BOOKING_COLUMNS, createToBooking(toInstants));
}
