import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

/*
 * The bundled OpenAPI 3.0 description of APDS as an oracle. Its references are JSON pointers that
 * pass through other references (swagger-cli writes them so), which no JSON Schema library follows:
 * each target is found here and given a name of its own.
 */

const BUNDLE = new URL('../fixtures/apds/APDS_API_bundled.json', import.meta.url);

type Node = { readonly [name: string]: unknown };

export type Exchange = {
  readonly method: string;
  /** Below `/v1`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Undefined where none was sent. */
  readonly sent: unknown;
  readonly status: number;
  readonly answered: unknown;
};

/** Schemas that nothing can fit as they stand, and the least change with which something can. */
export const CONTRADICTIONS = [
  {
    name: 'Reference',
    why: 'requires className and id, and allows one property',
    pointer:
      '#/paths/~1webhooks/post/requestBody/content/application~1json/schema/properties/hierarchyElements/items',
    mend: (node: Node): Node => ({ ...node, maxProperties: 2 }),
  },
  {
    name: 'HolderCredential',
    why: 'is exactly one of three schemas that are the same',
    pointer:
      '#/paths/~1sessions/post/requestBody/content/application~1json/schema/allOf/1/properties/identifiedCredentials/items',
    mend: anyInsteadOfOne,
  },
  {
    name: 'HierarchyElementData',
    why: 'is exactly one of Campus, Place, IdentifiedArea and others, all of which are a Campus too',
    pointer: '#/paths/~1places/post/requestBody/content/application~1json/schema',
    mend: anyInsteadOfOne,
  },
  {
    name: 'a changed Session',
    why: 'is exactly one of Session and ReferenceQuoteExtension, which requires nothing and so fits every Session',
    pointer: '#/paths/~1sessions~1{id}/put/requestBody/content/application~1json/schema',
    mend: anyInsteadOfOne,
  },
] as const;

function anyInsteadOfOne({ oneOf, ...rest }: Node): Node {
  return { ...rest, anyOf: oneOf };
}

export const bundle = JSON.parse(readFileSync(BUNDLE, 'utf8')) as Node;

/** What stands at a pointer, references on the way and at its end followed. */
export function nodeAt(pointer: string): Node {
  const steps = pointer.slice(2).split('/');
  const found = steps.reduce<unknown>((node, step) => {
    const name = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    const next = (followed(node) as Node)[name];
    if (next === undefined) throw new Error(`nothing stands at ${pointer}`);
    return next;
  }, bundle);
  return followed(found) as Node;
}

function followed(node: unknown): unknown {
  const ref = (node as Node)['$ref'];
  return typeof ref === 'string' ? nodeAt(ref) : node;
}

/** @param leaving The contradiction that is not mended, to see what it does; none unless told. */
export function createOracle({ leaving = '' } = {}) {
  const mends = new Map<Node, (node: Node) => Node>(
    CONTRADICTIONS.filter(({ name }) => name !== leaving).map(({ pointer, mend }) => [
      nodeAt(pointer),
      mend,
    ]),
  );
  const names = new Map<Node, string>();
  const definitions: Record<string, unknown> = {};
  const ajv = new Ajv({ strict: false, validateSchema: false, allErrors: true });
  formats.default(ajv);
  ajv.addFormat('float', true);

  function reference(node: Node): Node {
    const known = names.get(node);
    if (known !== undefined) return { $ref: `#/$defs/${known}` };
    const name = `s${names.size}`;
    names.set(node, name);
    definitions[name] = copy((mends.get(node) ?? ((same: Node) => same))(node));
    return { $ref: `#/$defs/${name}` };
  }

  function copy(node: unknown): unknown {
    if (Array.isArray(node)) return node.map((item) => schemaOf(item));
    if (typeof node !== 'object' || node === null) return node;
    const entries = Object.entries(node).map(([name, value]) => [name, schemaOf(value)] as const);
    return withNumbers(Object.fromEntries(entries));
  }

  function schemaOf(node: unknown): unknown {
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return copy(node);
    return '$ref' in node || mends.has(node as Node)
      ? reference(followed(node) as Node)
      : copy(node);
  }

  const compiled = new Map<Node, ValidateFunction>();
  function validate(node: Node, value: unknown): readonly string[] {
    const root = schemaOf(node) as Node;
    const check = compiled.get(node) ?? ajv.compile({ ...root, $defs: definitions });
    compiled.set(node, check);
    if (check(value)) return [];
    return (check.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
  }

  return {
    /** What is wrong with a value by the schema at a pointer; none for nothing. */
    mistakesAt: (pointer: string, value: unknown) => validate(nodeAt(pointer), value),
    /** What is wrong with one exchange, told with its operation. */
    mistakesIn: (exchange: Exchange) => mistakesIn(exchange, validate),
  };
}

/** OpenAPI 3.0 has the booleans of JSON Schema 4 where later ones have numbers. */
function withNumbers(node: Node): Node {
  if (node['exclusiveMinimum'] !== true) return node;
  const { minimum, ...rest } = node;
  return { ...rest, exclusiveMinimum: minimum };
}

type Validate = (node: Node, value: unknown) => readonly string[];

function mistakesIn(exchange: Exchange, validate: Validate): readonly string[] {
  const { method, path, sent, status, answered } = exchange;
  const name = `${method} ${path}`;
  const template = templateOf(path);
  const operation = (bundle['paths'] as Record<string, Record<string, Node>>)[template]?.[
    method.toLowerCase()
  ];
  if (operation === undefined) return [`${name} is no operation`];
  const at = `#/paths/${template.replaceAll('/', '~1')}/${method.toLowerCase()}`;
  const response = (operation['responses'] as Node)[status];
  const JSON_SCHEMA = 'content/application~1json/schema';
  const told = (what: string) => (mistake: string) => `${name}: ${what} ${mistake}`;
  return [
    ...mistakesInQuery(operation, exchange.query, validate).map(told('query')),
    ...(sent === undefined
      ? []
      : validate(nodeAt(`${at}/requestBody/${JSON_SCHEMA}`), sent).map(told('request'))),
    ...(response === undefined
      ? [`${name}: HTTP ${status} is not described`]
      : validate(nodeAt(`${at}/responses/${status}/${JSON_SCHEMA}`), answered).map(told('answer'))),
  ];
}

function templateOf(path: string): string {
  return path.replace(
    /^\/(rights\/assigned|rights\/specs|places|sessions|quotes)\/[^/]+$/,
    '/$1/{id}',
  );
}

function mistakesInQuery(
  operation: Node,
  query: URLSearchParams,
  validate: Validate,
): readonly string[] {
  const parameters = ((operation['parameters'] ?? []) as unknown[]).map(
    (one) => followed(one) as Node,
  );
  return [...query].flatMap(([name, text]) => {
    const parameter = parameters.find((one) => one['name'] === name);
    if (parameter === undefined) return [`${name} is no parameter`];
    const schema = parameter['schema'] as Node;
    const isNumber = schema['type'] === 'integer' || schema['type'] === 'number';
    const value = schema['type'] === 'array' ? text.split(',') : isNumber ? Number(text) : text;
    return validate(schema, value).map((mistake) => `${name}${mistake}`);
  });
}
