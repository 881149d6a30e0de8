import { createHmac } from 'node:crypto';

/**
 * Draws the code that stands for an outcome in the lists of one group and rulebook: 24 bits of
 * HMAC-SHA-256(code key, outcome), drawn again while it is zero or taken.
 *
 * @param codeKey 32 bytes (`ReaderKeys.codeKey`), of this group, epoch and rulebook: so codes of two do not join.
 * @param outcome What the code stands for, such as `priceCents=70`. The same text gives the same code.
 * @param taken Codes that stand for other outcomes in this list.
 * @returns 1 to 16,777,215.
 */
export function drawCode(codeKey: Uint8Array, outcome: string, taken: ReadonlySet<number>): number {
  for (let attempt = 0; ; attempt += 1) {
    const hash = createHmac('sha256', codeKey).update(`${attempt}|${outcome}`).digest();
    const code = hash.readUIntBE(0, 3);
    if (code !== 0 && !taken.has(code)) return code;
  }
}
