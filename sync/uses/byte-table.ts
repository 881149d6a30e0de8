/** Where a table keeps what it holds; both can be handed to another thread. */
export type ByteTableBuffers = {
  /** Keys one after the other, in the order of their ordinals; may have room for more. */
  readonly keys: Uint8Array;
  /** Ordinal + 1 of the key that is found there, 0 for none; as many as a power of two. */
  readonly slots: Uint32Array;
  readonly count: number;
};

/**
 * Finds the ordinal of a key among hundreds of thousands in two plain buffers: objects would take ten
 * times the memory. For keys of one length whose first four bytes are evenly spread, as random numbers
 * and hashes are.
 */
export type ByteTable = {
  readonly count: number;
  /** Of both buffers. */
  readonly bytes: number;
  /** Ordinal of a key, or -1. Of a key that was put twice, the first. */
  find(key: Uint8Array): number;
  /** Puts a key behind the others. */
  put(key: Uint8Array): void;
  /** The key with this ordinal, as a view. */
  at(ordinal: number): Uint8Array;
  buffers(): ByteTableBuffers;
};

/** Slots for each key: with fewer, looking for a key that is not there takes long. */
const SPARE = 1.5;
const FEWEST_SLOTS = 1_024;

export function createByteTable(
  keyBytes: number,
  buffers: ByteTableBuffers = emptyBuffers(keyBytes),
): ByteTable {
  const held: Held = { ...buffers, keyBytes };
  return {
    get count() {
      return held.count;
    },
    get bytes() {
      return held.keys.byteLength + held.slots.byteLength;
    },
    find: (key) => (held.slots[slotOf(held, key)] ?? 0) - 1,
    put(key) {
      if ((held.count + 1) * keyBytes > held.keys.length) grow(held);
      held.keys.set(key, held.count * keyBytes);
      held.count += 1;
      if (held.count * SPARE > held.slots.length) respread(held);
      else claim(held, held.count - 1);
    },
    at: (ordinal) => keyAt(held, ordinal),
    buffers: () => ({ keys: held.keys, slots: held.slots, count: held.count }),
  };
}

type Held = {
  readonly keyBytes: number;
  keys: Uint8Array;
  slots: Uint32Array;
  count: number;
};

/** Where a key is found, or would be put. */
function slotOf(held: Held, key: Uint8Array): number {
  const mask = held.slots.length - 1;
  let slot = spread(key) & mask;
  for (;;) {
    const ordinal = (held.slots[slot] ?? 0) - 1;
    if (ordinal < 0 || isKeyAt(held, ordinal, key)) return slot;
    slot = (slot + 1) & mask;
  }
}

function isKeyAt({ keys, keyBytes }: Held, ordinal: number, key: Uint8Array): boolean {
  const start = ordinal * keyBytes;
  for (let at = 0; at < keyBytes; at += 1) {
    if (keys[start + at] !== key[at]) return false;
  }
  return true;
}

function keyAt({ keys, keyBytes }: Held, ordinal: number): Uint8Array {
  return keys.subarray(ordinal * keyBytes, (ordinal + 1) * keyBytes);
}

function claim(held: Held, ordinal: number): void {
  const slot = slotOf(held, keyAt(held, ordinal));
  if (held.slots[slot] === 0) held.slots[slot] = ordinal + 1;
}

function grow(held: Held): void {
  const wider = new Uint8Array(Math.max(held.keys.length * 2, held.keyBytes * FEWEST_SLOTS));
  wider.set(held.keys.subarray(0, held.count * held.keyBytes));
  held.keys = wider;
}

function respread(held: Held): void {
  held.slots = new Uint32Array(held.slots.length * 2);
  for (let ordinal = 0; ordinal < held.count; ordinal += 1) claim(held, ordinal);
}

/** With room for so many, so that filling it moves nothing. */
export function emptyBuffers(keyBytes: number, room = 0): ByteTableBuffers {
  const slots = 2 ** Math.ceil(Math.log2(Math.max(FEWEST_SLOTS, room * SPARE)));
  return { keys: new Uint8Array(room * keyBytes), slots: new Uint32Array(slots), count: 0 };
}

function spread(key: Uint8Array): number {
  const [a = 0, b = 0, c = 0, d = 0] = key;
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}
