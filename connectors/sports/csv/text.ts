import iconv from 'iconv-lite';
import { badFile } from './bad-rows.ts';

export type Encoding = 'UTF-8' | 'Windows-1252';

/** Bytes to which Windows-1252 gives no character. */
const UNASSIGNED = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/**
 * UTF-8 where every byte fits it, which text in Windows-1252 with one accent practically never does;
 * else Windows-1252. A byte order mark goes.
 *
 * @throws {BadFileError} Neither, or UTF-16, or with bytes that no text has.
 */
export function decodeText(bytes: Uint8Array): {
  readonly text: string;
  readonly encoding: Encoding;
} {
  if (isUtf16(bytes)) throw badFile('the file is UTF-16');
  if (bytes.includes(0)) throw badFile('the file has NUL bytes: it is no text');
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { text, encoding: 'UTF-8' };
  } catch {
    if (bytes.some((byte) => UNASSIGNED.has(byte))) {
      throw badFile('the file is neither UTF-8 nor Windows-1252');
    }
    return { text: iconv.decode(Buffer.from(bytes), 'win1252'), encoding: 'Windows-1252' };
  }
}

function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}
