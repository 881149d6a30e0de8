import { StoreError } from '../store-error.ts';

/** The largest message that a MongoDB server takes. Source: hello's `maxMessageSizeBytes`. */
export const MAX_MESSAGE_BYTES = 48_000_000;

const HEADER_BYTES = 16;

/**
 * Cuts a byte stream into wire messages: give it the chunks as they come, it calls
 * `onMessage` once per whole message, header included.
 *
 * @throws {StoreError} Code 16 InvalidLength for a length that no message can have; the
 *   connection is lost then, since nothing after it can be told apart.
 */
export function createFrames(onMessage: (message: Buffer) => void): (chunk: Buffer) => void {
  let parts: Buffer[] = [];
  let collected = 0;

  return (chunk) => {
    parts.push(chunk);
    collected += chunk.length;
    while (collected >= 4) {
      if ((parts[0]?.length ?? 0) < 4) parts = [Buffer.concat(parts)];
      const length = parts[0]?.readInt32LE(0) ?? 0;
      if (length < HEADER_BYTES || length > MAX_MESSAGE_BYTES) {
        throw new StoreError(16, 'InvalidLength', `A message cannot be ${length} bytes long.`);
      }
      if (collected < length) return;
      const whole = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
      collected -= length;
      parts = collected > 0 ? [whole.subarray(length)] : [];
      onMessage(whole.subarray(0, length));
    }
  };
}
