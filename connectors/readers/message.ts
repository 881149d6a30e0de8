const LENGTH_BYTES = 4;

/**
 * Artefacts as they travel together: each preceded by its length in 4 bytes, big endian. The bytes of
 * the artefacts are handed on and not copied, since hundreds of readers may be sent the same snapshot.
 */
export function* framesOf(artefacts: readonly Uint8Array[]): Generator<Uint8Array> {
  for (const artefact of artefacts) {
    const length = Buffer.allocUnsafe(LENGTH_BYTES);
    length.writeUInt32BE(artefact.byteLength);
    yield length;
    yield artefact;
  }
}

export function messageLength(artefacts: readonly Uint8Array[]): number {
  return artefacts.reduce((sum, { byteLength }) => sum + LENGTH_BYTES + byteLength, 0);
}

/** The same in one piece. */
export function joinMessage(artefacts: readonly Uint8Array[]): Buffer {
  return Buffer.concat([...framesOf(artefacts)], messageLength(artefacts));
}
