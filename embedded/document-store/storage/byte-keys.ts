/** Four bytes that keep one collection's or index's keys together and apart from all others. */
export function idPrefix(id: number): Buffer {
  const prefix = Buffer.allocUnsafe(4);
  prefix.writeUInt32BE(id);
  return prefix;
}

/** The least key above every key that begins with `prefix`. */
export function prefixEnd(prefix: Uint8Array): Buffer {
  let last = prefix.length - 1;
  while (last >= 0 && prefix[last] === 0xff) last--;
  const end = Buffer.from(prefix.subarray(0, last + 1));
  if (last >= 0) end[last] = (end[last] ?? 0) + 1;
  return end;
}

/** Bytes as text of equal order and identity, for the keys of maps and sets. */
export function textOf(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('latin1');
}
