import { UpstreamMalformedError } from '../../../domain/errors.ts';
import { checksumOf, hasRightChecksum } from './checksum.ts';
import { fixedWidth, isMessageId, type MessageId } from './fixed-part.ts';
import { SYSTEM } from './guard.ts';
import { decodeText, encodeText, type Encoding } from './text.ts';

/** One message to send; fields in the order given. */
export type OutgoingMessage = {
  readonly id: MessageId;
  /** As wide as the message demands: see `encodeFixedPart`. */
  readonly fixed: string;
  readonly fields: readonly (readonly [code: string, value: string])[];
};

/** Values by two-character code, in the order they came. A code repeats legitimately in replies. */
export type Fields = ReadonlyMap<string, readonly string[]>;

/** One message as received. */
export type IncomingMessage = {
  readonly id: MessageId;
  readonly fixed: string;
  /** Fields of the protocol. */
  readonly fields: Fields;
  /** Fields of one maker only (PC, PI, XI, CR …): kept, never needed. */
  readonly extensions: Fields;
  /** 0 to 9; null where the message has none. */
  readonly sequence: number | null;
  /** Null where the message has none. */
  readonly isChecksumRight: boolean | null;
};

/** A name, an address, a mail, a telephone, a birth date: the hub needs none, so none gets past here. */
const PERSONAL_FIELDS = new Set(['AE', 'BD', 'BE', 'BF', 'PB']);

/** Field codes of SIP2 2.00. Source: field tables of Koha's `C4/SIP/Sip/Constants.pm`. */
const PROTOCOL_FIELDS = new Set(
  (
    'AA AB AC AD AE AF AG AH AJ AM AN AO AP AQ AS AT AU AV BD BE BF BG BH BI BK BL BM BN BO BP BQ BR BS ' +
    'BT BU BV BW BX BY BZ CA CB CC CD CF CG CH CI CJ CK CL CM CN CO CP CQ'
  ).split(' '),
);

/** `AY` with one digit, `AZ` with four; a request to send again has only the second. */
const TAIL = /^(?:AY(\d))?AZ[0-9A-Fa-f]{4}$/;

const DELIMITER = '|';
const DELIMITER_ENTITY = '&#124;';

/** @param sequence 0 to 9 with a checksum behind it; null for a message with neither. */
export function encodeMessage(
  { id, fixed, fields }: OutgoingMessage,
  sequence: number | null,
  encoding: Encoding,
): Buffer {
  const body = `${id}${fixed}${fields.map(([code, value]) => `${code}${escape(value)}${DELIMITER}`).join('')}`;
  if (sequence === null) return encodeText(body, encoding);
  return withChecksum(encodeText(`${body}AY${sequence}AZ`, encoding));
}

/** The request to repeat the last answer: it carries a checksum and, unlike all others, no sequence. */
export function encodeResendRequest(): Buffer {
  return withChecksum(encodeText('97AZ', 'latin1'));
}

/**
 * @param line One line without its terminator.
 * @throws {UpstreamMalformedError} Not a message of this protocol.
 */
export function decodeMessage(line: Uint8Array): IncomingMessage {
  const text = decodeText(line);
  const id = text.slice(0, 2);
  if (!isMessageId(id)) throw new UpstreamMalformedError(SYSTEM, 'an answer of no known kind');
  const width = 2 + fixedWidth(id);
  // A bare 96 or 97 has no fixed part, so this never refuses them.
  if (text.length < width) {
    throw new UpstreamMalformedError(SYSTEM, `message ${id} is shorter than its fixed fields`);
  }
  const pieces = text.slice(width).split(DELIMITER);
  const tail = TAIL.exec(pieces.at(-1) ?? '');
  const { fields, extensions } = decodeFields(tail === null ? pieces : pieces.slice(0, -1));
  return {
    id,
    fixed: text.slice(2, width),
    fields,
    extensions,
    sequence: tail?.[1] === undefined ? null : Number(tail[1]),
    isChecksumRight: tail === null ? null : hasRightChecksum(line, text),
  };
}

function decodeFields(pieces: readonly string[]): Pick<IncomingMessage, 'fields' | 'extensions'> {
  const fields = new Map<string, string[]>();
  const extensions = new Map<string, string[]>();
  for (const piece of pieces) {
    const code = piece.slice(0, 2);
    // What a raw delimiter inside a value leaves behind is not a field.
    if (!/^[A-Z][A-Z0-9]$/.test(code) || PERSONAL_FIELDS.has(code)) continue;
    const kind = PROTOCOL_FIELDS.has(code) ? fields : extensions;
    const values = kind.get(code) ?? [];
    values.push(piece.slice(2).replaceAll(DELIMITER_ENTITY, DELIMITER));
    kind.set(code, values);
  }
  return { fields, extensions };
}

/** As Koha and SIPServer do: the delimiter as an HTML entity, line ends as blanks. */
function escape(value: string): string {
  return value.replaceAll(DELIMITER, DELIMITER_ENTITY).replaceAll(/[\r\n]/g, ' ');
}

function withChecksum(throughAz: Buffer): Buffer {
  return Buffer.concat([throughAz, Buffer.from(checksumOf(throughAz), 'latin1')]);
}
