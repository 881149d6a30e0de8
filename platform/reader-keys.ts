import {
  createHash,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  sign,
  type KeyObject,
} from 'node:crypto';

/**
 * The keys behind reader lists: a port, so that a city may keep them in a hardware module. The master
 * and the signing key come from outside and are in no store, queue, log or job.
 */
export type ReaderKeys = {
  /** HKDF-SHA-256(master, group and epoch): 32 bytes. */
  groupKey(group: string, epoch: number): Uint8Array;
  /** 32 bytes for drawing codes, which are not to be guessed from the group key that a reader holds. */
  codeKey(group: string, epoch: number, rulebook: number): Uint8Array;
  /** Ed25519, 64 bytes. */
  sign(bytes: Uint8Array): Uint8Array;
  readonly publicKey: KeyObject;
  /** As `ArtefactHeader.issuer`. */
  readonly issuer: string;
};

/** RFC 8410: what comes before the 32 bytes of an Ed25519 private key in PKCS #8. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** @param keys 32 random bytes each; `signing` is the seed of an Ed25519 key (RFC 8032). */
export function createReaderKeys(keys: {
  readonly master: Uint8Array;
  readonly signing: Uint8Array;
}): ReaderKeys {
  const derive = (info: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', keys.master, 'tessera reader lists', info, 32));
  const privateKey = createPrivateKey({
    key: Buffer.concat([PKCS8_PREFIX, keys.signing]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey(privateKey);
  return {
    groupKey: (group, epoch) => derive(`group|${group}|${epoch}`),
    codeKey: (group, epoch, rulebook) => derive(`codes|${group}|${epoch}|${rulebook}`),
    sign: (bytes) => sign(null, bytes, privateKey),
    publicKey,
    issuer: issuerOf(publicKey),
  };
}

/** The first 8 bytes of the SHA-256 of the raw public key, in hexadecimal. */
export function issuerOf(publicKey: KeyObject): string {
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  return createHash('sha256').update(raw).digest('hex').slice(0, 16);
}
