/** Where randomness comes from; tests pass a repeatable one. Must be cryptographically strong in use. */
export type RandomBytes = (count: number) => Uint8Array;

/** A version 4 UUID: the opaque id of a card, holder or proposal. */
export function newOpaqueId(random: RandomBytes): string {
  const hex = Buffer.from(random(16)).toString('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
