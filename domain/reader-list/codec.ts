import { createHash } from 'node:crypto';
import type { ArtefactHeader, ArtefactKind, ListChange, ListTerms } from './artefact.ts';
import { parseGroupId, type GroupId } from './group.ts';
import { isDelta, isDeny } from './list-name.ts';
import { decodeTerms, encodeTerms, MAX_TERMS_BYTES } from './list-terms.ts';
import { CHANGE_BYTES, ENTRY_BYTES, readChanges } from './records.ts';

export { encodeChanges, encodeEntries } from './records.ts';

/** How artefacts travel over HTTP and lie in files. */
export const ARTEFACT_CONTENT_TYPE = 'application/vnd.tessera.reader-list';

/** What of an artefact is signed; after it come 64 bytes of signature, the terms and the body. */
export const SIGNED_BYTES = 172;
export const SIGNATURE_BYTES = 64;

const MAGIC = 'TSRL';
const FORMAT = 1;
const DIGEST_BYTES = 32;
const AUDIENCE_BYTES = 32;
const ISSUER_BYTES = 8;
const WITHDRAWN_FLAG = 1;
const MAX_DATE_MS = 8_640_000_000_000_000;
const PREFIX_BYTES = SIGNED_BYTES + SIGNATURE_BYTES;

/** In the order of their numbers, from 1 on. */
const KINDS: readonly ArtefactKind[] = [
  'allow-snapshot',
  'allow-delta',
  'deny-snapshot',
  'deny-delta',
];

/** Thrown for bytes that are no artefact. Says nothing of whether somebody signed them. */
export class MalformedArtefactError extends Error {
  override readonly name = 'MalformedArtefactError';
  readonly refusal: 'malformed' | 'unsupportedFormat';

  constructor(refusal: 'malformed' | 'unsupportedFormat', message: string) {
    super(message);
    this.refusal = refusal;
  }
}

/** An artefact cut into its parts, terms not read yet. */
export type Envelope = {
  readonly header: ArtefactHeader;
  readonly signedBytes: Uint8Array;
  readonly signature: Uint8Array;
  readonly termsBytes: Uint8Array;
  /** SHA-256 of the terms as the signed part has it. */
  readonly termsHash: Uint8Array;
  /** A view on the given bytes. */
  readonly body: Uint8Array;
};

export type DecodedArtefact = {
  readonly header: ArtefactHeader;
  /** Null for a deny list, and for a withdrawn list without. */
  readonly terms: ListTerms | null;
  /** A view on the given bytes. */
  readonly body: Uint8Array;
  readonly signedBytes: Uint8Array;
  readonly signature: Uint8Array;
};

/**
 * Makes an artefact. Big endian: 0 `TSRL`; 4 format u8; 5 kind u8; 6 flags u16 (bit 0 withdrawn);
 * 8 issuer; 16 audience, 32 bytes ASCII padded with zeros; 48 epoch u32; 52 rulebook u32; 56 sequence
 * u64; 64 base sequence u64; 72 issued-at ms u64; 80 not-after ms u64; 88 effective-at ms u64; 96 entry
 * count u32; 100 change count u32; 104 length of the terms u32; 108 digest; 140 SHA-256 of the terms;
 * 172 Ed25519 signature over all before; 236 terms; then the body to the end.
 *
 * @param artefact.terms Null for a deny list; may be null for a withdrawn one.
 * @param artefact.body Of a snapshot `buildBody` or `ListContent.toBody`, of a delta `encodeChanges`.
 * @param artefact.sign Ed25519 over the bytes it is given, 64 bytes.
 * @throws {MalformedArtefactError} What would be refused by every reader: a bug of whoever made it.
 */
export function encodeArtefact(artefact: {
  readonly header: ArtefactHeader;
  readonly terms: ListTerms | null;
  readonly body: Uint8Array;
  readonly sign: (bytes: Uint8Array) => Uint8Array;
}): Uint8Array {
  const { header, body } = artefact;
  const terms = artefact.terms === null ? new Uint8Array() : encodeTerms(artefact.terms);
  const bytes = Buffer.alloc(PREFIX_BYTES + terms.length + body.length);
  writeHeader(bytes, header);
  bytes.writeUInt32BE(terms.length, 104);
  createHash('sha256').update(terms).digest().copy(bytes, 140);
  bytes.set(terms, PREFIX_BYTES);
  bytes.set(body, PREFIX_BYTES + terms.length);
  checkLengths(readHeader(bytes), terms.length, body.length);
  const signature = artefact.sign(bytes.subarray(0, SIGNED_BYTES));
  if (signature.length !== SIGNATURE_BYTES) throw malformed('A signature has 64 bytes.');
  bytes.set(signature, SIGNED_BYTES);
  return bytes;
}

/**
 * Reads an artefact without checking its signature; `verifyArtefact` does.
 *
 * @throws {MalformedArtefactError} Anything that `encodeArtefact` does not make.
 */
export function decodeArtefact(bytes: Uint8Array): DecodedArtefact {
  const envelope = openEnvelope(bytes);
  const { header, body, signedBytes, signature } = envelope;
  return { header, terms: readTerms(envelope), body, signedBytes, signature };
}

/** The cheap half of `decodeArtefact`: what can be known before the signature is checked. */
export function openEnvelope(bytes: Uint8Array): Envelope {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.length < PREFIX_BYTES) throw malformed('An artefact has at least 236 bytes.');
  if (view.toString('latin1', 0, 4) !== MAGIC) throw malformed('An artefact begins with TSRL.');
  if (view[4] !== FORMAT) {
    throw new MalformedArtefactError('unsupportedFormat', `The format ${view[4]} is not known.`);
  }
  const header = readHeader(view);
  const bodyAt = PREFIX_BYTES + view.readUInt32BE(104);
  if (bodyAt > view.length) throw malformed('The terms are cut off.');
  checkLengths(header, bodyAt - PREFIX_BYTES, view.length - bodyAt);
  return {
    header,
    signedBytes: view.subarray(0, SIGNED_BYTES),
    signature: view.subarray(SIGNED_BYTES, PREFIX_BYTES),
    termsBytes: view.subarray(PREFIX_BYTES, bodyAt),
    termsHash: view.subarray(140, SIGNED_BYTES),
    body: view.subarray(bodyAt),
  };
}

/** @throws {MalformedArtefactError} Terms other than the signed ones, or unreadable. */
export function readTerms({ header, termsBytes, termsHash }: Envelope): ListTerms | null {
  const hash = createHash('sha256').update(termsBytes).digest();
  if (!hash.equals(termsHash)) throw malformed('The terms are not those that were signed.');
  if (isDeny(header.kind) || (header.isWithdrawn && termsBytes.length === 0)) return null;
  const terms = decodeTerms(termsBytes);
  if (terms === null) throw malformed('The terms cannot be read.');
  return terms;
}

/**
 * The changes of a delta's body, sorted by key.
 *
 * @throws {MalformedArtefactError} Anything that `encodeChanges` does not make.
 */
export function decodeChanges(body: Uint8Array): readonly ListChange[] {
  const changes = readChanges(body);
  if (changes === null) throw malformed('The changes cannot be read.');
  return changes;
}

/** Several artefacts as one message: each preceded by its length, u32. */
export function joinArtefacts(artefacts: readonly Uint8Array[]): Uint8Array {
  const length = artefacts.reduce((sum, artefact) => sum + 4 + artefact.length, 0);
  const joined = Buffer.allocUnsafe(length);
  let at = 0;
  for (const artefact of artefacts) {
    at = joined.writeUInt32BE(artefact.length, at);
    joined.set(artefact, at);
    at += artefact.length;
  }
  return joined;
}

/**
 * @returns Views on the given bytes; none for no bytes.
 * @throws {MalformedArtefactError} A length that leads beyond the end.
 */
export function splitArtefacts(bytes: Uint8Array): Uint8Array[] {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const artefacts: Uint8Array[] = [];
  for (let at = 0; at < view.length;) {
    const end = at + 4 > view.length ? Infinity : at + 4 + view.readUInt32BE(at);
    if (end > view.length) throw malformed('A message of artefacts is cut off.');
    artefacts.push(view.subarray(at + 4, end));
    at = end;
  }
  return artefacts;
}

function writeHeader(bytes: Buffer, header: ArtefactHeader): void {
  bytes.write(MAGIC, 0, 'latin1');
  bytes.writeUInt8(FORMAT, 4);
  bytes.writeUInt8(KINDS.indexOf(header.kind) + 1, 5);
  bytes.writeUInt16BE(header.isWithdrawn ? WITHDRAWN_FLAG : 0, 6);
  bytes.set(exactly(Buffer.from(header.issuer, 'hex'), ISSUER_BYTES, 'issuer'), 8);
  bytes.write(header.audience, 16, AUDIENCE_BYTES, 'latin1');
  bytes.writeUInt32BE(header.epoch, 48);
  bytes.writeUInt32BE(header.rulebook, 52);
  bytes.writeBigUInt64BE(BigInt(header.sequence), 56);
  bytes.writeBigUInt64BE(BigInt(header.baseSequence), 64);
  bytes.writeBigUInt64BE(BigInt(header.issuedAt.getTime()), 72);
  bytes.writeBigUInt64BE(BigInt(header.notAfter.getTime()), 80);
  bytes.writeBigUInt64BE(BigInt(header.effectiveAt.getTime()), 88);
  bytes.writeUInt32BE(header.entryCount, 96);
  bytes.writeUInt32BE(header.changeCount, 100);
  bytes.set(exactly(header.digest, DIGEST_BYTES, 'digest'), 108);
}

function readHeader(bytes: Buffer): ArtefactHeader {
  const kind = KINDS[bytes.readUInt8(5) - 1];
  const flags = bytes.readUInt16BE(6);
  if (kind === undefined) throw malformed('The kind of the artefact is not known.');
  if ((flags & ~WITHDRAWN_FLAG) !== 0) throw malformed('A flag of the artefact is not known.');
  const header: ArtefactHeader = {
    kind,
    issuer: bytes.toString('hex', 8, 16),
    audience: readAudience(bytes.subarray(16, 48)),
    epoch: bytes.readUInt32BE(48),
    rulebook: bytes.readUInt32BE(52),
    sequence: readNumber(bytes, 56, Number.MAX_SAFE_INTEGER),
    baseSequence: readNumber(bytes, 64, Number.MAX_SAFE_INTEGER),
    issuedAt: new Date(readNumber(bytes, 72, MAX_DATE_MS)),
    notAfter: new Date(readNumber(bytes, 80, MAX_DATE_MS)),
    effectiveAt: new Date(readNumber(bytes, 88, MAX_DATE_MS)),
    isWithdrawn: flags === WITHDRAWN_FLAG,
    entryCount: bytes.readUInt32BE(96),
    changeCount: bytes.readUInt32BE(100),
    // A copy: the header outlives the message that it came in.
    digest: new Uint8Array(bytes.subarray(108, 140)),
  };
  checkSense(header);
  return header;
}

function checkSense(header: ArtefactHeader): void {
  const { kind, sequence, baseSequence, entryCount, changeCount } = header;
  if (isDeny(kind) !== (header.rulebook === 0)) throw malformed('The rulebook does not fit.');
  if (sequence < 1) throw malformed('Sequences begin with 1.');
  if (isDelta(kind) ? baseSequence < 1 || baseSequence >= sequence : baseSequence !== 0) {
    throw malformed('The base sequence does not fit.');
  }
  if (!isDelta(kind) && entryCount !== changeCount) throw malformed('The counts do not fit.');
  if (header.isWithdrawn && (kind !== 'allow-snapshot' || entryCount !== 0)) {
    throw malformed('A withdrawn list is an allow snapshot without entries.');
  }
}

function checkLengths(header: ArtefactHeader, termsLength: number, bodyLength: number): void {
  if (termsLength > MAX_TERMS_BYTES) throw malformed('The terms are too long.');
  const mayLackTerms = isDeny(header.kind) || header.isWithdrawn;
  if (isDeny(header.kind) ? termsLength > 0 : termsLength === 0 && !mayLackTerms) {
    throw malformed('An allow list has terms and a deny list has none.');
  }
  const size = isDelta(header.kind) ? CHANGE_BYTES : ENTRY_BYTES;
  if (bodyLength !== header.changeCount * size) throw malformed('The body has another length.');
}

function readAudience(bytes: Buffer): GroupId {
  const end = bytes.indexOf(0);
  const text = bytes.toString('latin1', 0, end === -1 ? AUDIENCE_BYTES : end);
  if (end !== -1 && bytes.subarray(end).some((byte) => byte !== 0)) {
    throw malformed('The audience is not padded with zeros.');
  }
  try {
    return parseGroupId(text);
  } catch {
    throw malformed('The audience is not a group.');
  }
}

function readNumber(bytes: Buffer, at: number, max: number): number {
  const number = bytes.readBigUInt64BE(at);
  if (number > BigInt(max)) throw malformed('A number of the artefact is too high.');
  return Number(number);
}

function exactly(bytes: Uint8Array, length: number, what: string): Uint8Array {
  if (bytes.length !== length) throw malformed(`The ${what} has ${length} bytes.`);
  return bytes;
}

function malformed(message: string): MalformedArtefactError {
  return new MalformedArtefactError('malformed', message);
}
