import { z } from 'zod';
import type { ListTerms } from './artefact.ts';

/** The longest block of terms: about 1,800 codes. */
export const MAX_TERMS_BYTES = 64 * 1024;
export const MAX_CODE = 0xff_ffff;

const cents = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

const termsSchema = z.strictObject({
  codes: z.array(
    z.strictObject({ code: z.int().min(1).max(MAX_CODE), priceCents: cents.nullable() }),
  ),
  unlisted: z.strictObject({ priceCents: cents }).nullable(),
  whenStale: z.enum(['open', 'closed', 'open-and-log']),
});

/**
 * Terms as they are signed: JSON in UTF-8 without blanks, keys in the order of `ListTerms`, codes
 * ascending. So the same terms are always the same bytes.
 *
 * @throws {Error} Longer than 64 KiB, a code twice or out of its range: a bug of whoever made the list.
 */
export function encodeTerms(terms: ListTerms): Uint8Array {
  const checked = termsSchema.parse(terms);
  const codes = checked.codes.toSorted((a, b) => a.code - b.code);
  if (codes.some(({ code }, index) => codes[index - 1]?.code === code)) {
    throw new Error('The terms of a list name a code twice.');
  }
  const bytes = Buffer.from(
    JSON.stringify({
      codes: codes.map(({ code, priceCents }) => ({ code, priceCents })),
      unlisted: checked.unlisted,
      whenStale: checked.whenStale,
    }),
  );
  if (bytes.length > MAX_TERMS_BYTES) throw new Error('The terms of a list take at most 64 KiB.');
  return bytes;
}

/** @returns Null when the bytes are anything but what `encodeTerms` makes. */
export function decodeTerms(bytes: Uint8Array): ListTerms | null {
  const terms = termsSchema.safeParse(readJson(bytes));
  if (!terms.success) return null;
  const known = new Set(terms.data.codes.map(({ code }) => code));
  if (known.size !== terms.data.codes.length) return null;
  return Buffer.compare(encodeTerms(terms.data), bytes) === 0 ? terms.data : null;
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return null;
  }
}
