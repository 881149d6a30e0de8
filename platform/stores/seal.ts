import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts what must not be read at rest. */
export type Seal = {
  /**
   * AES-256-GCM with a random nonce: the same text sealed twice differs.
   *
   * @param context What the text is and whose, such as `civil-id:HOLDER`; opening with another
   *   context fails, so a sealed value cannot be moved to another row.
   * @returns base64 of nonce, tag and ciphertext.
   */
  seal(text: string, context: string): string;
  /** @throws {Error} Wrong key, wrong context, or changed bytes. */
  open(sealed: string, context: string): string;
};

export function createSeal(key: Uint8Array): Seal {
  return {
    seal(text, context) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      cipher.setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64');
    },
    open(sealed, context) {
      const bytes = Buffer.from(sealed, 'base64');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.from(context));
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      const body = bytes.subarray(IV_BYTES + TAG_BYTES);
      return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
    },
  };
}

/** Finds equal secrets without keeping them: HMAC-SHA-256, since a plain hash of eight digits is enumerated in seconds. */
export type KeyedHash = (kind: string, canonical: string) => string;

/** @returns 64 hex digits. */
export function createKeyedHash(key: Uint8Array): KeyedHash {
  return (kind, canonical) =>
    createHmac('sha256', key).update(`${kind}|${canonical}`).digest('hex');
}
