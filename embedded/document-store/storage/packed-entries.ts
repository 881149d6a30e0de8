import { sortInSlices } from '../query/slice-sort.ts';

/**
 * Index entries to be put in, packed one behind the other: as objects, twenty thousand of
 * them would live long enough to fill the heap. Each holds the entry's key, the key of its
 * document's `_id` and the version that the document had when it was read.
 */
export type PackedEntries = {
  add(key: Uint8Array, idKey: Uint8Array, version: number): void;
  readonly size: () => number;
  /** By the bytes of their keys. */
  sort(pause: () => Promise<void> | undefined): Promise<void>;
  /** Views of the packed bytes: to be used at once. */
  at(place: number): PackedEntry;
};

export type PackedEntry = {
  readonly key: Buffer;
  readonly idKey: Buffer;
  readonly version: number;
};

type Place = { readonly start: number };

const START_BYTES = 1 << 20;
/** Two lengths and the version. */
const HEAD_BYTES = 12;

export function createPackedEntries(): PackedEntries {
  const places: Place[] = [];
  let bytes = Buffer.allocUnsafe(START_BYTES);
  let end = 0;

  const keyEnd = ({ start }: Place) => start + HEAD_BYTES + bytes.readUInt16LE(start);
  return {
    size: () => places.length,
    add(key, idKey, version) {
      const needed = end + HEAD_BYTES + key.length + idKey.length;
      if (needed > bytes.length) {
        const larger = Buffer.allocUnsafe(Math.max(bytes.length * 2, needed));
        bytes.copy(larger, 0, 0, end);
        bytes = larger;
      }
      places.push({ start: end });
      bytes.writeUInt16LE(key.length, end);
      bytes.writeUInt16LE(idKey.length, end + 2);
      bytes.writeDoubleLE(version, end + 4);
      bytes.set(key, end + HEAD_BYTES);
      bytes.set(idKey, end + HEAD_BYTES + key.length);
      end = needed;
    },
    sort(pause) {
      const from = ({ start }: Place) => start + HEAD_BYTES;
      return sortInSlices(
        places,
        (a, b) => bytes.compare(bytes, from(b), keyEnd(b), from(a), keyEnd(a)),
        pause,
      );
    },
    at(place) {
      const found = places[place];
      if (found === undefined) throw new RangeError(`There is no entry ${place}.`);
      const { start } = found;
      const middle = keyEnd(found);
      return {
        key: bytes.subarray(start + HEAD_BYTES, middle),
        idKey: bytes.subarray(middle, middle + bytes.readUInt16LE(start + 2)),
        version: bytes.readDoubleLE(start + 4),
      };
    },
  };
}
