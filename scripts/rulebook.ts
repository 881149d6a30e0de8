import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { dataDir } from './data-dir.ts';
import { createProgressBar } from './progress-bar.ts';
import { createAsk, developmentToken, runningHub } from './running-hub.ts';
import { cancelFile, checkFile, previewFile, publishFile } from './rulebook-commands.ts';

// For operators: checks, previews, publishes or cancels a rulebook at the hub that runs, as staff.
const USAGE = `Usage: npm run rulebook -- check|preview|publish|cancel FILE [--on YYYY-MM-DD]
  HUB_URL    address of the hub's graph; the hub of this folder when not given
  HUB_TOKEN  a staff token; one of the development key when not given`;
const COMMANDS = {
  check: checkFile,
  preview: previewFile,
  publish: publishFile,
  cancel: cancelFile,
} as const;
const PAUSE_MS = 1_000;

try {
  process.exitCode = (await run()) ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function run(): Promise<boolean> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { on: { type: 'string' } },
  });
  const [name = '', file] = positionals;
  const command = Object.entries(COMMANDS).find(([known]) => known === name)?.[1];
  if (command === undefined || file === undefined) throw new Error(USAGE);
  const text = readFileSync(file, 'utf8');
  // Also loads `.env`, which may name the address and the token.
  const folder = resolve(dataDir());
  return command(
    { text, on: values.on },
    {
      ask: createAsk(addressOf(folder), await tokenOf(folder)),
      print: (line) => void process.stdout.write(`${line}\n`),
      bar: createProgressBar({
        write: (part) => void process.stdout.write(part),
        isTerminal: process.stdout.isTTY,
      }),
      pause: () => delay(PAUSE_MS),
    },
  );
}

function addressOf(folder: string): string {
  const given = process.env['HUB_URL'] ?? '';
  return given === '' ? runningHub(folder).graph : given;
}

async function tokenOf(folder: string): Promise<string> {
  const given = process.env['HUB_TOKEN'] ?? '';
  return given === '' ? developmentToken(folder, 'staff', 'staff-1') : given;
}
