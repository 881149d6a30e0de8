import { crc32 } from 'node:zlib';
import type { ReaderEvent, TapResult } from '../../domain/reader-list/reader-event.ts';

/**
 * Of one event, big endian: 0 sequence u64; 8 instant ms u64; 16 epoch u32; 20 rulebook u32; 24 code
 * u32; 28 result u8; 29 length of the key u8 (0 or 10); 30 key; 40 four zeros; 44 CRC-32 of what is before.
 */
export const EVENT_BYTES = 48;

const CRC_AT = 44;
const KEY_AT = 30;
const KEY_BYTES = 10;

/** In the order of their numbers; only ever added to at the end. */
const RESULTS: readonly TapResult[] = [
  'accepted',
  'acceptedUnlisted',
  'acceptedStale',
  'denied',
  'unlisted',
  'stale',
];

export function encodeEvent(event: ReaderEvent): Buffer {
  const bytes = Buffer.alloc(EVENT_BYTES);
  const key = Buffer.from(event.cardKey, 'hex');
  bytes.writeBigUInt64BE(BigInt(event.sequence), 0);
  bytes.writeBigUInt64BE(BigInt(event.at.getTime()), 8);
  bytes.writeUInt32BE(event.epoch, 16);
  bytes.writeUInt32BE(event.rulebook, 20);
  bytes.writeUInt32BE(event.code, 24);
  bytes.writeUInt8(RESULTS.indexOf(event.result), 28);
  bytes.writeUInt8(key.length, 29);
  key.copy(bytes, KEY_AT);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, CRC_AT)), CRC_AT);
  return bytes;
}

/** @returns Null for bytes that `encodeEvent` did not make. */
export function decodeEvent(bytes: Buffer): ReaderEvent | null {
  if (bytes.length !== EVENT_BYTES) return null;
  if (crc32(bytes.subarray(0, CRC_AT)) !== bytes.readUInt32BE(CRC_AT)) return null;
  const result = RESULTS[bytes.readUInt8(28)];
  const keyLength = bytes.readUInt8(29);
  if (result === undefined || keyLength > KEY_BYTES) return null;
  return {
    sequence: Number(bytes.readBigUInt64BE(0)),
    at: new Date(Number(bytes.readBigUInt64BE(8))),
    result,
    cardKey: bytes.toString('hex', KEY_AT, KEY_AT + keyLength),
    epoch: bytes.readUInt32BE(16),
    rulebook: bytes.readUInt32BE(20),
    code: bytes.readUInt32BE(24),
  };
}
