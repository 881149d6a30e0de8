const LENGTH_BYTES = 4;

/**
 * What `joinArtefacts` makes, in pieces: the bytes of the artefacts are handed on and not copied, since
 * hundreds of readers may be sent the same snapshot at once.
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
