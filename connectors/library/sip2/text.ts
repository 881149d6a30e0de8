/** How the institution's server reads what we send. */
export type Encoding = 'latin1' | 'utf8';

const LAST_OF_LATIN1 = 0xff;

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Bytes of one message. A character that latin1 lacks becomes `?`: cut to its low byte, as Node
 * would, it could turn into a delimiter or a carriage return.
 */
export function encodeText(text: string, encoding: Encoding): Buffer {
  if (encoding === 'utf8') return Buffer.from(text, 'utf8');
  const inLatin1 = Array.from(text, (c) => ((c.codePointAt(0) ?? 0) > LAST_OF_LATIN1 ? '?' : c));
  return Buffer.from(inLatin1.join(''), 'latin1');
}

/** UTF-8 where the bytes allow it, else latin1: no server says which one it writes. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}
