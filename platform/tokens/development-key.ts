import { randomUUID } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { z } from 'zod';
import { errorCode } from '../error-code.ts';

const FILE = 'development-key.json';

const developmentKeyFile = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  kid: z.string().min(1),
  x: z.string().min(1),
  d: z.string().min(1),
});

/** An Ed25519 key pair as a JWK (RFC 8037). Whoever holds it may be anybody. */
export type DevelopmentKey = z.infer<typeof developmentKeyFile>;

/**
 * The key that signs and verifies tokens where no issuer is configured: random, made once for a
 * data folder, mode 0600 in a folder of mode 0700. Several processes may open it at once; all get
 * the same key.
 *
 * @param folder Made where it is missing.
 * @throws {Error} The file holds something else than such a key.
 */
export async function openDevelopmentKey(folder: string): Promise<DevelopmentKey> {
  const path = join(folder, FILE);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  return (await readKey(path)) ?? makeKey(path);
}

/** A random key that is kept nowhere. */
export async function generateDevelopmentKey(): Promise<DevelopmentKey> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  return developmentKeyFile.parse({ ...(await exportJWK(privateKey)), kid: randomUUID() });
}

/** @returns null when there is none. */
async function readKey(path: string): Promise<DevelopmentKey | null> {
  let text;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
  await chmod(path, 0o600);
  const parsed = developmentKeyFile.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new Error(`${path} is no development key: delete it, and a new one is made.`);
}

/** Written whole under another name and then linked: the first to link wins, nobody reads half a key. */
async function makeKey(path: string): Promise<DevelopmentKey> {
  const key = await generateDevelopmentKey();
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, `${JSON.stringify(key)}\n`, { mode: 0o600, flag: 'wx' });
  try {
    await link(draft, path);
    return key;
  } catch (error) {
    const won = await readKey(path);
    if (won === null) throw error;
    return won;
  } finally {
    await rm(draft, { force: true });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
