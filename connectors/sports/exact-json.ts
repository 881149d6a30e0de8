/** What a reviver is told besides key and value: the digits as they stood in the text. */
type Place = { readonly source?: string };
type Reviver = (this: unknown, key: string, value: unknown, place: Place) => unknown;

/**
 * JSON whose whole numbers beyond 2^53 come as text with all their digits: change numbers of RPDE
 * feeds are often row versions of 64 bits, of which `JSON.parse` would make neighbours equal.
 *
 * @throws {SyntaxError} Not JSON; one byte order mark before it is taken.
 */
export function parseExactJson(text: string): unknown {
  const parse: (text: string, reviver: Reviver) => unknown = JSON.parse;
  return parse(text.replace(/^\uFEFF/, ''), (_key, value, { source = '' }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && WHOLE.test(source)
      ? source
      : value,
  );
}

const WHOLE = /^-?\d+$/;
