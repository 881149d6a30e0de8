import { RefusedError } from './refused.ts';

/** Media types of answers. Source: GraphQL over HTTP, working draft, "Media Types". */
export type AnswerType = 'application/json' | 'application/graphql-response+json';

const ANSWER_TYPES: readonly AnswerType[] = [
  'application/json',
  'application/graphql-response+json',
];

/**
 * Which of the two the client would rather have; `application/json` when it does not mind.
 *
 * @throws {RefusedError} 406: neither.
 */
export function chooseAnswerType(accept: string | undefined): AnswerType {
  if (accept === undefined || accept.trim() === '') return 'application/json';
  const ranges = parseAccept(accept);
  const offers = ANSWER_TYPES.map((type) => ({ ...bestFor(type, ranges), type }))
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality || a.position - b.position);
  const [chosen] = offers;
  if (chosen !== undefined) return chosen.type;
  throw new RefusedError(406, `Answers are ${ANSWER_TYPES.join(' or ')}.`);
}

/** True for a browser that opens the address, which asks for a page first. */
export function prefersHtml(accept: string | undefined): boolean {
  const [first] = parseAccept(accept ?? '').toSorted((a, b) => b.quality - a.quality);
  return first?.type === 'text/html';
}

/**
 * @throws {RefusedError} 415: another type than JSON, another charset than UTF-8, or a compressed
 *   body. Reading bytes as what they are not has been a way past checks.
 */
export function assertJsonBody(
  contentType: string | undefined,
  contentEncoding: string | undefined,
): void {
  const [type = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim());
  if (type.toLowerCase() !== 'application/json') {
    throw new RefusedError(415, 'The content type of a POST is application/json.');
  }
  for (const parameter of parameters) {
    const [name = '', value = ''] = parameter.split('=').map((part) => part.trim());
    if (name.toLowerCase() === 'charset' && !/^"?utf-?8"?$/i.test(value)) {
      throw new RefusedError(415, 'The charset is utf-8.');
    }
  }
  if (contentEncoding !== undefined && contentEncoding.toLowerCase() !== 'identity') {
    throw new RefusedError(415, 'The body is not compressed.');
  }
}

type Range = { readonly type: string; readonly quality: number; readonly position: number };

function parseAccept(accept: string): readonly Range[] {
  return accept.split(',').map((part, position) => {
    const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    return { type, position, quality: quality === undefined ? 1 : Number(quality) || 0 };
  });
}

/** A type by its own name counts before one that a wildcard covers. */
function bestFor(type: AnswerType, ranges: readonly Range[]): Omit<Range, 'type'> {
  for (const name of [type, 'application/*', '*/*']) {
    const range = ranges.find((candidate) => candidate.type === name);
    if (range !== undefined) return range;
  }
  return { quality: 0, position: 0 };
}
