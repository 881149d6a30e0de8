import { createPublicKey, type KeyObject } from 'node:crypto';
import { chmod, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { parseGroupId, type GroupId } from '../../domain/reader-list/group.ts';
import { issuerOf } from '../../platform/reader-keys.ts';

/** What a reader has to be given before it can decide: its group's keys and whom to believe. */
export type KeyFile = {
  readonly group: GroupId;
  /** The group's key of each epoch; 32 bytes. */
  readonly groupKeys: ReadonlyMap<number, Uint8Array>;
  /** Pinned public keys by issuer. */
  readonly issuers: ReadonlyMap<string, KeyObject>;
  /** As the door answers `GET /reader-keys/GROUP`. On disk once this resolves. */
  add(keys: GivenKeys): Promise<void>;
};

/** Keys as the hub gives them. */
export type GivenKeys = {
  readonly epoch: number;
  /** Base64url, 32 bytes. */
  readonly key: string;
  /** Base64url, 32 bytes: a raw Ed25519 public key. */
  readonly publicKey: string;
};

/** RFC 8410: what comes before the 32 bytes of an Ed25519 public key in SubjectPublicKeyInfo. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
/** Earlier epochs are needed while lists of them are held; a rotation replaces those within a day. */
const MOST_EPOCHS = 4;

const raw32 = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const fileSchema = z.object({
  group: z.string(),
  epochs: z.array(z.object({ epoch: z.int().min(0), key: raw32 })),
  publicKeys: z.array(raw32),
});

/**
 * Opens or makes the key file of a reader, mode 0600. A real reader keeps these in a secure element.
 *
 * @throws {Error} The file belongs to another group, or cannot be read as one.
 */
export async function openKeyFile(path: string, group: GroupId): Promise<KeyFile> {
  let kept = await readKeys(path, group);
  let read = toMaps(kept);
  return {
    group,
    get groupKeys() {
      return read.groupKeys;
    },
    get issuers() {
      return read.issuers;
    },
    async add({ epoch, key, publicKey }) {
      const others = kept.epochs.filter((one) => one.epoch !== epoch);
      const epochs = [...others, { epoch, key }].toSorted((a, b) => a.epoch - b.epoch);
      const publicKeys = [...new Set([...kept.publicKeys, publicKey])];
      const next = fileSchema.parse({ group, epochs: epochs.slice(-MOST_EPOCHS), publicKeys });
      const nextMaps = toMaps(next);
      await writeKeys(path, next);
      kept = next;
      read = nextMaps;
    },
  };
}

/** Once for each change: a key is looked at with every artefact, and reading it takes as long as verifying. */
function toMaps({ epochs, publicKeys }: z.infer<typeof fileSchema>) {
  const keys = publicKeys.map(publicKeyOf);
  return {
    groupKeys: new Map(epochs.map(({ epoch, key }) => [epoch, Buffer.from(key, 'base64url')])),
    issuers: new Map(keys.map((key) => [issuerOf(key), key])),
  };
}

async function readKeys(path: string, group: GroupId): Promise<z.infer<typeof fileSchema>> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return { group, epochs: [], publicKeys: [] };
  await chmod(path, 0o600);
  const kept = fileSchema.parse(JSON.parse(text));
  if (parseGroupId(kept.group) !== group) {
    throw new Error(`The key file is of the group ${kept.group} and not of ${group}.`);
  }
  return kept;
}

async function writeKeys(path: string, kept: z.infer<typeof fileSchema>): Promise<void> {
  const draft = `${path}.draft`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.chmod(0o600);
    await file.writeFile(`${JSON.stringify(kept)}\n`);
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  await syncFolder(dirname(path));
}

/** After this a rename in the folder outlasts a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function publicKeyOf(raw: string): KeyObject {
  const key = Buffer.concat([SPKI_PREFIX, Buffer.from(raw, 'base64url')]);
  return createPublicKey({ key, format: 'der', type: 'spki' });
}
