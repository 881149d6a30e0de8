/** Keys of documents found for a write, packed one behind the other: a list of buffers
 * would take ten times the memory for a few hundred thousand of them. */
export type PackedKeys = {
  add(idKey: Uint8Array): void;
  /** The next key, or undefined at the end. It stays the next until `advance`. */
  peek(): Buffer | undefined;
  advance(): void;
};

const START_BYTES = 1024;

export function createPackedKeys(): PackedKeys {
  let bytes = Buffer.allocUnsafe(START_BYTES);
  let end = 0;
  let at = 0;
  return {
    add(idKey) {
      const needed = end + 2 + idKey.length;
      if (needed > bytes.length) {
        const larger = Buffer.allocUnsafe(Math.max(bytes.length * 2, needed));
        bytes.copy(larger, 0, 0, end);
        bytes = larger;
      }
      bytes.writeUInt16LE(idKey.length, end);
      bytes.set(idKey, end + 2);
      end = needed;
    },
    peek() {
      if (at >= end) return undefined;
      return bytes.subarray(at + 2, at + 2 + bytes.readUInt16LE(at));
    },
    advance() {
      if (at < end) at += 2 + bytes.readUInt16LE(at);
    },
  };
}
