import iconv from 'iconv-lite';

/** Names that documents give themselves, and how each is read. */
const SINGLE_BYTE: Readonly<Record<string, string>> = {
  // Browsers read Latin-1 as its superset Windows-1252, and so do servers that mean a euro sign by 0x80.
  'iso-8859-1': 'win1252',
  latin1: 'win1252',
  'windows-1252': 'win1252',
  cp1252: 'win1252',
  'iso-8859-15': 'iso-8859-15',
};

const UTF8 = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii']);
const UTF16 = new Set(['utf-16', 'utf-16le', 'utf-16be']);

/** A declaration stands within the first bytes, or nowhere. */
const DECLARATION_BYTES = 256;

/**
 * The text of an XML document. A byte order mark counts most, then what the header says, then the
 * XML declaration. Servers often declare ISO-8859-1 and send UTF-8: bytes that are UTF-8 are read as
 * UTF-8, since other text is next to never so by chance.
 *
 * @returns Null for bytes that fit none of the charsets named, and for charsets not known here.
 */
export function decodeText(bytes: Uint8Array, contentType: string | null): string | null {
  const wide = utf16Of(bytes);
  if (wide !== null) return decodeStrictly(bytes, wide);
  const named = [charsetOf(contentType), declaredCharsetOf(bytes)].filter((name) => name !== null);
  if (named.some((name) => !isKnown(name))) return null;
  const utf8 = decodeStrictly(bytes, 'utf-8');
  if (utf8 !== null) return utf8;
  const encoding = named.map((name) => SINGLE_BYTE[name]).find((found) => found !== undefined);
  return encoding === undefined ? null : iconv.decode(Buffer.from(bytes), encoding);
}

function isKnown(name: string): boolean {
  return UTF8.has(name) || UTF16.has(name) || Object.hasOwn(SINGLE_BYTE, name);
}

/** By the mark, or by the zero byte beside the `<` that every document begins with. */
function utf16Of([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be';
  return null;
}

function decodeStrictly(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function charsetOf(contentType: string | null): string | null {
  return /;\s*charset\s*=\s*["']?([^\s"';]+)/i.exec(contentType ?? '')?.[1]?.toLowerCase() ?? null;
}

function declaredCharsetOf(bytes: Uint8Array): string | null {
  const start = Buffer.from(bytes.subarray(0, DECLARATION_BYTES)).toString('latin1');
  const declaration = /^[^<]{0,16}<\?xml\s([^>]*)\?>/.exec(start)?.[1] ?? '';
  return /encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(declaration)?.[1]?.toLowerCase() ?? null;
}
