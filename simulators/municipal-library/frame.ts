import type { ServerRules } from './rules.ts';

/** A request as the server understood it. */
export type Request = {
  readonly id: string;
  readonly fixed: string;
  /** The first of a repeated field. */
  field(code: string): string | undefined;
  /** Codes of fields that the protocol does not have. */
  readonly unknownFields: readonly string[];
};

/** What stands before the first field of each request, in characters. */
const FIXED_WIDTH: Readonly<Record<string, number>> = {
  '01': 19,
  '09': 37,
  '11': 38,
  '15': 19,
  '17': 18,
  '23': 21,
  '25': 18,
  '29': 38,
  '35': 18,
  '37': 25,
  '63': 31,
  '65': 18,
  '93': 2,
  '97': 0,
  '99': 8,
};

const REQUEST_FIELDS = new Set(
  'AA AB AC AD AJ AL AN AO AP AY BI BK BO BP BQ BS BV BW BY CG CH CN CO CP'.split(' '),
);

/** Whether clients may send it: the ids under which calls are counted. */
export function isRequestId(id: string): boolean {
  return Object.hasOwn(FIXED_WIDTH, id);
}

/** Koha drops what is neither letter nor digit around a message before it looks at it. */
export function trimFrame(line: string): string {
  return line.replace(/^[^A-Za-z0-9]+/, '').replace(/[^A-Za-z0-9]+$/, '');
}

export type Tail =
  | { readonly kind: 'none' }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'right'; readonly sequence: string; readonly message: string };

/** The nine characters `AYnAZhhhh`, looked for only behind a message longer than eleven. */
export function readTail(bytes: string): Tail {
  const match = bytes.length > 11 ? /AY([0-9])AZ([0-9A-Fa-f]{4})$/.exec(bytes) : null;
  if (match === null) return { kind: 'none' };
  const sum = sumOf(Buffer.from(bytes.slice(0, -4), 'latin1'));
  if ((sum + Number.parseInt(match[2] ?? '', 16)) % 65_536 !== 0) return { kind: 'wrong' };
  return { kind: 'right', sequence: match[1] ?? '', message: bytes.slice(0, -9) };
}

/** Null for what no request looks like. */
export function parseRequest(message: string): Request | null {
  const id = message.slice(0, 2);
  const width = FIXED_WIDTH[id];
  if (width === undefined || message.length < 2 + width) return null;
  const fields = new Map<string, string>();
  for (const piece of message.slice(2 + width).split('|')) {
    const code = piece.slice(0, 2);
    if (piece.length >= 2 && !fields.has(code)) fields.set(code, piece.slice(2));
  }
  return {
    id,
    fixed: message.slice(2, 2 + width),
    field: (code) => fields.get(code)?.replaceAll('&#124;', '|'),
    unknownFields: [...fields.keys()].filter((code) => !REQUEST_FIELDS.has(code)),
  };
}

/** Fields in the order given; those without a value are left out. */
export function fieldsOf(pairs: readonly (readonly [string, string | null])[]): string {
  return pairs.map(([code, value]) => (value === null ? '' : `${code}${toValue(value)}|`)).join('');
}

/** The bytes of an answer; with a sequence digit it also gets a checksum. */
export function encodeAnswer(
  message: string,
  sequence: string | null,
  { encoding, checksumOf, terminator }: ServerRules,
): Buffer {
  const end = terminator === 'CR' ? '\r' : '\r\n';
  if (sequence === null) return Buffer.from(`${message}${end}`, encoding);
  const signed = `${message}AY${sequence}AZ`;
  const values =
    checksumOf === 'bytes'
      ? Buffer.from(signed, encoding)
      : Array.from(signed, (c) => c.codePointAt(0) ?? 0);
  const checksum = (-sumOf(values) & 0xff_ff).toString(16).toUpperCase().padStart(4, '0');
  return Buffer.from(`${signed}${checksum}${end}`, encoding);
}

function toValue(text: string): string {
  return text.replaceAll('|', '&#124;').replaceAll('\r', ' ');
}

function sumOf(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
