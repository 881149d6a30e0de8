import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { FeedError } from '../feed-error.ts';
import { inflateFile, listZip, type Allowance } from './zip-file.ts';

/** One row by column name, both trimmed; a column that the file lacks is absent. */
export type Row = Readonly<Record<string, string | undefined>>;

/** The tables of a feed. */
export type FeedTables = {
  /** Whether there is such a file, such as `stops.txt`. */
  has(name: string): boolean;
  /**
   * Rows in the file's order; none when there is no such file.
   *
   * @throws {FeedError} Not CSV, or beyond a limit.
   */
  rows(name: string): AsyncIterable<Row>;
};

export type TableLimits = {
  /** Of all files together, inflated. */
  readonly maxBytes: number;
  /** Of one file. */
  readonly maxRows: number;
};

/** A row is a few hundred bytes: a megabyte without an end is a quote that was not closed. */
const MAX_ROW_BYTES = 64 * 1024;

/** @throws {FeedError} No zip archive. */
export async function openTables(
  zip: Uint8Array,
  limits: TableLimits,
  signal: AbortSignal,
): Promise<FeedTables> {
  const names = await listZip(zip);
  const allowance: Allowance = { bytes: limits.maxBytes, signal };
  return {
    has: (name) => names.has(name),
    async *rows(name) {
      const path = names.get(name);
      if (path === undefined) return;
      yield* readRows(inflateFile(zip, path, allowance), { name, maxRows: limits.maxRows });
    },
  };
}

type RowLimits = { readonly name: string; readonly maxRows: number };

async function* readRows(
  pieces: AsyncIterable<Uint8Array>,
  { name, maxRows }: RowLimits,
): AsyncGenerator<Row> {
  const parser = parse({
    bom: true,
    columns: (header: string[]) => header.map((column) => column.trim()),
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: MAX_ROW_BYTES,
  });
  // One piece at a time, or the stream would draw sixteen ahead.
  const source = Readable.from(pieces, { highWaterMark: 1 });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let count = 0;
  try {
    for await (const row of parser) {
      count += 1;
      if (count > maxRows) throw new FeedError(`${name} has more than ${maxRows} rows.`);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `columns` gives objects of texts
      yield row as Row;
    }
  } catch (error) {
    if (error instanceof CsvError) throw new FeedError(`${name} is not CSV: ${error.code}.`);
    throw error;
  } finally {
    source.destroy();
    parser.destroy();
  }
}
