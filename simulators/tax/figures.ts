/*
 * Cuaderno 60 as the tax office computes it, of its own: the hub's arithmetic is not used here, so
 * that each side tests the other.
 */

/** Gijón, INE 33024, and its check digit. */
export const ISSUER = '330243';

const DAY_MS = 24 * 60 * 60 * 1000;

/** `1`, tribute, two digits of the tax year, last digit of the limit year, day of that year. */
export function identificationOf(
  tribute: string,
  { taxYear, limitOn }: { readonly taxYear: number; readonly limitOn: string },
): string {
  const year = limitOn.slice(0, 4);
  const dayOfYear = (Date.parse(limitOn) - Date.parse(`${year}-01-01`)) / DAY_MS + 1;
  return `1${tribute}${String(taxYear % 100).padStart(2, '0')}${year.slice(-1)}${String(dayOfYear).padStart(3, '0')}`;
}

/** Document number and its two control digits. */
export function referenceOf(
  document: string,
  { identification, cents }: { readonly identification: string; readonly cents: number },
): string {
  const second = BigInt(identification) + BigInt(cents) - 1n;
  const total = BigInt(ISSUER) * 76n + BigInt(document) * 9n + second * 55n;
  const decimals = ((total % 97n) * 100n) / 97n;
  return document + String(99n - decimals).padStart(2, '0');
}

/** Format 521. */
export function barcodeOf(reference: string, identification: string, cents: number): string {
  return `90521${ISSUER}${reference}${identification}${String(cents).padStart(8, '0')}0`;
}
