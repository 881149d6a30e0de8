import { Readable } from 'node:stream';
import { setImmediate as others } from 'node:timers/promises';
import { CsvError, parse, type Info } from 'csv-parse';
import { badFile, BadFileError } from './bad-rows.ts';

/** A row of data: its fields by column, and where it stands in the file. */
export type Row = { readonly line: number; readonly fields: readonly string[] };

type Record = { readonly record: readonly string[]; readonly info: Info };

/** A summary closes many files: `TOTAL;1234`, or `Total registros;1234`. */
const SUMMARY = /^\s*total\b/i;

/**
 * Rows of data in the order of `columns`. A header may be there, its columns in any order, or not; a
 * summary may close the file, and what it counts must be what there is. Empty lines are left out.
 *
 * @throws {BadFileError} No table, a header of other columns, or a summary that counts other rows.
 */
export async function* readTable(text: string, columns: readonly string[]): AsyncGenerator<Row> {
  let order: readonly number[] | null | undefined;
  let count = 0;
  // The last record may be a summary, and only what follows shows which one is the last.
  let held: Row | null = null;
  for await (const row of recordsOf(text)) {
    if (order === undefined) {
      order = orderOf(row.fields, columns);
      if (order !== null) continue;
    }
    if (held !== null) {
      count += 1;
      yield reorder(held, order);
    }
    held = row;
  }
  if (order === undefined) throw badFile('the file is empty');
  if (held === null) return;
  if (SUMMARY.test(held.fields[0] ?? '')) assertCount(held, count);
  else yield reorder(held, order);
}

/** Read as a stream that lets others have their turn: a hundred thousand rows take a second. */
async function* recordsOf(text: string): AsyncGenerator<Row> {
  const parser = Readable.from(chunksOf(text)).pipe(
    parse({
      delimiter: ';',
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      info: true,
      max_record_size: 64 * 1024,
    }),
  );
  try {
    for await (const one of parser) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the shape that `info` asks for
      const { record, info } = one as Record;
      yield { line: info.lines, fields: record };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? error['lines'] : null;
    throw new BadFileError([{ line, reason: `no table from here on: ${error.code}` }]);
  }
}

const CHUNK = 64 * 1024;

async function* chunksOf(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += CHUNK) {
    yield text.slice(at, at + CHUNK);
    await others();
  }
}

/** Places of the columns in a header; null when the first row is none. */
function orderOf(
  first: readonly string[] | undefined,
  columns: readonly string[],
): readonly number[] | null {
  const names = (first ?? []).map((name) => name.toLowerCase());
  if (!names.some((name) => columns.includes(name))) return null;
  const unknown = names.filter((name) => !columns.includes(name)).length;
  const missing = columns.filter((column) => !names.includes(column));
  if (unknown > 0 || missing.length > 0 || names.length !== columns.length) {
    throw new BadFileError([
      { line: 1, reason: `the header has to name exactly ${columns.join(', ')}` },
    ]);
  }
  return columns.map((column) => names.indexOf(column));
}

function reorder({ line, fields }: Row, order: readonly number[] | null): Row {
  // A row of another length stays as it is, to be reported.
  if (order === null || fields.length !== order.length) return { line, fields };
  return { line, fields: order.map((place) => fields[place] ?? '') };
}

function assertCount({ line, fields }: Row, rows: number): void {
  const told = fields.slice(1).find((field) => /^\d+$/.test(field));
  if (told === undefined || Number(told) === rows) return;
  throw new BadFileError([
    { line, reason: `the summary counts other rows than the ${rows} there are` },
  ]);
}
