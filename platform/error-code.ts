/**
 * The `code` of an error of Node.js or of a driver (`ENOENT`, `ECONNREFUSED`), null without one.
 * Looks at the value and not at its class: errors of Node.js come from outside of a test's realm.
 */
export function errorCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
