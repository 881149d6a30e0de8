import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { holderOf } from '../embedded/folder-lock.ts';
import { RUN_FILE } from '../embedded/one-machine.ts';
import { openDevelopmentKey } from '../platform/tokens/development-key.ts';
import { signDevelopmentToken } from '../platform/tokens/token.ts';

const TOKEN_SECONDS = 30 * 24 * 60 * 60;
const TIMEOUT_MS = 30_000;

const runFileSchema = z.object({
  MONGODB_URI: z.string().optional(),
  HUB_GATEWAY_PORT: z.string().optional(),
  HUB_CONSOLE_PORT: z.string().optional(),
  HUB_READERS_DOOR_PORT: z.string().optional(),
});

const answerSchema = z.object({
  data: z.unknown(),
  errors: z.array(z.object({ message: z.string() })).default([]),
});

/** Where the hub of a data folder is reached. */
export type RunningHub = {
  readonly storeUri: string;
  /** The graph, `http://host:port/graphql`. */
  readonly graph: string;
  /** The readers' door, `http://host:port`. */
  readonly door: string;
};

/** @returns Null when no hub runs on the folder. */
export function findRunningHub(folder: string): RunningHub | null {
  const runFile = join(folder, RUN_FILE);
  if (holderOf(folder) === null || !existsSync(runFile)) return null;
  const run = runFileSchema.parse(JSON.parse(readFileSync(runFile, 'utf8')));
  const { MONGODB_URI: storeUri } = run;
  if (storeUri === undefined) {
    throw new Error(`${runFile} does not name the store: stop the hub and start it again.`);
  }
  const at = (port: string | undefined): string => `http://127.0.0.1:${port ?? '0'}`;
  return {
    storeUri,
    graph: `${at(run.HUB_GATEWAY_PORT)}/graphql`,
    door: at(run.HUB_READERS_DOOR_PORT),
  };
}

/** @throws {Error} No hub runs on the folder: the sentence says what to do. */
export function runningHub(folder: string): RunningHub {
  const hub = findRunningHub(folder);
  if (hub !== null) return hub;
  throw new Error('The hub is not running: start it with npm start, then ask again.');
}

/** The store that MONGODB_URI names, else the one of the hub that runs on the folder. */
export function storeUriOf(folder: string): string {
  const given = process.env['MONGODB_URI'] ?? '';
  return given === '' ? runningHub(folder).storeUri : given;
}

/** A token of the folder's development key. */
export async function developmentToken(
  folder: string,
  kind: 'citizen' | 'staff' | 'kiosk' | 'merchant' | 'reader',
  id: string,
): Promise<string> {
  const key = await openDevelopmentKey(folder);
  return signDevelopmentToken({ key, kind, id, expiresInSeconds: TOKEN_SECONDS });
}

/** One operation of the graph; what came of it, unchecked. */
export type Ask = (query: string, variables: object) => Promise<unknown>;

/** @throws {Error} From `ask`: the hub does not answer, or refuses, in one sentence. */
export function createAsk(graph: string, token: string): Ask {
  return async (query, variables) => {
    const response = await fetch(graph, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((cause: unknown) => {
      throw new Error(`The hub at ${graph} does not answer.`, { cause });
    });
    const { data, errors } = answerSchema.parse(await response.json());
    const [first] = errors;
    if (first !== undefined) throw new Error(first.message);
    return data;
  };
}
