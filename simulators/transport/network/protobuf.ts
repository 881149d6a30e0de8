/** A field of a message: varint, length-delimited text, or an inner message. */
export type Field = readonly [number: number, value: number | string | readonly Field[]];

/** The wire format of Protocol Buffers, as far as a feed of trip updates needs it. */
export function encodeMessage(fields: readonly Field[]): Buffer {
  return Buffer.concat(fields.map(encodeField));
}

function encodeField([number, value]: Field): Buffer {
  if (typeof value === 'number') return Buffer.concat([varint(number << 3), varint(value)]);
  const bytes = typeof value === 'string' ? Buffer.from(value) : encodeMessage(value);
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.byteLength), bytes]);
}

/** Negative numbers take ten bytes, as two's complement of 64 bits. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 0x80);
  } while (rest !== 0n);
  return Buffer.from(bytes);
}
