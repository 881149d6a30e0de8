import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

/** One measured figure: what it is, its value, its unit, and the limit it was held against, if any. */
export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly limit?: string;
};

/** Prints the figures as a table; with `jsonPath`, writes the same figures there as JSON. */
export function report(
  title: string,
  figures: readonly Figure[],
  options: { readonly jsonPath?: string | undefined } = {},
): void {
  const rows = figures.map(({ name, value, unit, limit }) => [
    name,
    formatValue(value),
    unit,
    limit ?? '',
  ]);
  const table = [['figure', 'value', 'unit', 'limit'], ...rows];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...table.map((row) => (row[column] ?? '').length)),
  );
  const lines = table.map((row) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '),
  );
  process.stdout.write(`\n${title}\n${lines.join('\n')}\n`);
  if (options.jsonPath !== undefined) {
    writeFileSync(
      options.jsonPath,
      `${JSON.stringify({ title, on: machine(), figures }, null, 2)}\n`,
    );
  }
}

/** The value of `--json FILE` on the command line, where given. */
export function jsonPathFrom(argv: readonly string[]): string | undefined {
  const place = argv.indexOf('--json');
  return place === -1 ? undefined : argv[place + 1];
}

/** What the figures were measured on. */
function machine(): object {
  return {
    node: process.version,
    cores: cpus().length,
    cpu: cpus()[0]?.model ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    at: new Date().toISOString().slice(0, 10),
  };
}

function formatValue(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 2 : 1);
}
