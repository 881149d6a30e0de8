/** How the institution's server reads what we send. */
export type Encoding = 'ascii' | 'latin1' | 'utf8';

const LAST_CODE_POINT = { ascii: 0x7f, latin1: 0xff } as const;

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Bytes of one message. A character that the encoding lacks becomes `?`: cut to its low byte, as
 * Node would, it could turn into a delimiter or a carriage return.
 */
export function encodeText(text: string, encoding: Encoding): Buffer {
  if (encoding === 'utf8') return Buffer.from(text, 'utf8');
  // ASCII, as nearly every request is, needs one byte a character in any encoding.
  if (Buffer.byteLength(text) === text.length) return Buffer.from(text, 'latin1');
  const last = LAST_CODE_POINT[encoding];
  const known = Array.from(text, (c) => ((c.codePointAt(0) ?? 0) > last ? '?' : c));
  return Buffer.from(known.join(''), 'latin1');
}

/** UTF-8 where the bytes allow it, else latin1: no server says which one it writes. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}
