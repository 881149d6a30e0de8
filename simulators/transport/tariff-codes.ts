/** The codes of fares that the back office knows; what each costs is in its own tables. */
export const TARIFF_CODES: ReadonlySet<string> = new Set([
  'T02',
  'T07',
  'T11',
  'T24',
  'T31',
  'T36',
]);
