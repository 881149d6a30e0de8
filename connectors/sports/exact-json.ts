/** What a reviver is told besides key and value: a number's digits as they stood in the text. */
type Place = { readonly source?: string };

const WHOLE = /^-?\d+$/;

/**
 * JSON whose whole numbers beyond 2^53 come as text with all their digits: change numbers of RPDE
 * feeds are often row versions of 64 bits, of which `JSON.parse` would make neighbours equal.
 *
 * @throws {SyntaxError} Not JSON, without the piece of the text that `JSON.parse` would quote; one byte
 *   order mark before it is taken.
 */
export function parseExactJson(text: string): unknown {
  const revive = (_key: string, value: unknown, place?: Place): unknown => {
    if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
    const source = place?.source ?? '';
    return WHOLE.test(source) ? source : value;
  };
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''), revive);
  } catch {
    throw new SyntaxError('not JSON');
  }
}
