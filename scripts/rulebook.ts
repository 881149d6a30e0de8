import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { RUN_FILE } from '../embedded/one-machine.ts';
import { openDevelopmentKey } from '../platform/tokens/development-key.ts';
import { signDevelopmentToken } from '../platform/tokens/token.ts';
import { dataDir } from './data-dir.ts';
import { createProgressBar } from './progress-bar.ts';
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
const TOKEN_SECONDS = 60 * 60;
const TIMEOUT_MS = 30_000;

const answer = z.object({
  data: z.unknown(),
  errors: z.array(z.object({ message: z.string() })).default([]),
});

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
  if (given !== '') return given;
  const runFile = join(folder, RUN_FILE);
  if (!existsSync(runFile)) {
    throw new Error('The hub is not running here: start it with npm start, or give HUB_URL.');
  }
  const known = z.object({ HUB_GATEWAY_PORT: z.coerce.string() });
  const { HUB_GATEWAY_PORT: port } = known.parse(JSON.parse(readFileSync(runFile, 'utf8')));
  return `http://127.0.0.1:${port}/graphql`;
}

async function tokenOf(folder: string): Promise<string> {
  const given = process.env['HUB_TOKEN'] ?? '';
  if (given !== '') return given;
  const key = await openDevelopmentKey(folder);
  return signDevelopmentToken({
    key,
    kind: 'staff',
    id: 'staff-1',
    expiresInSeconds: TOKEN_SECONDS,
  });
}

function createAsk(address: string, token: string) {
  return async (query: string, variables: object): Promise<unknown> => {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((cause: unknown) => {
      throw new Error(`The hub at ${address} does not answer.`, { cause });
    });
    const { data, errors } = answer.parse(await response.json());
    const [first] = errors;
    if (first !== undefined) throw new Error(first.message);
    return data;
  };
}
