/** A `VersionedReference`, which allows no other property than these. */
export function toVersioned(
  { id, version }: { readonly id: string; readonly version: number },
  className: string,
) {
  return { id, version, className };
}
