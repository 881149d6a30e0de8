import { setImmediate as breathe } from 'node:timers/promises';
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { decodeText } from './charset.ts';

/** An element by namespace and local name; which prefix the sender chose is gone. */
export type XmlElement = {
  /** URI; empty for an element in no namespace. */
  readonly namespace: string;
  readonly name: string;
  /** By local name, without namespace declarations; of two that share one the unprefixed counts. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Its own text, that of its children left out; not trimmed. */
  readonly text: string;
  /** Whether `xsi:nil` says that it has no value. */
  readonly isNil: boolean;
};

/** What a document may be at most; larger ones are refused before they cost anything. */
export type XmlLimits = {
  readonly maxBytes: number;
  readonly maxDepth: number;
  readonly maxElements: number;
  /** Of one element, namespace declarations included. */
  readonly maxAttributes: number;
};

/** An answer about one citizen is a few kilobytes; a thousand times that is a mistake or an attack. */
export const DEFAULT_XML_LIMITS: XmlLimits = {
  maxBytes: 4 * 1024 * 1024,
  maxDepth: 40,
  maxElements: 50_000,
  maxAttributes: 100,
};

/** Characters read between two breaths of `readXml`: a few milliseconds of work. */
const PIECE = 64 * 1024;

/** Why bytes are no document, as a sentence without any of its content. */
export class XmlError extends Error {
  override readonly name = 'XmlError';
}

const SCHEMA_INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';
const NAMESPACE_DECLARATIONS = 'http://www.w3.org/2000/xmlns/';

/**
 * Reads an XML 1.0 document with namespaces. Document types are refused, and with them every entity
 * but the five of XML itself.
 *
 * @param contentType The header of that name; its charset counts before that of the declaration.
 * @throws {XmlError} Not well formed, in an unknown or wrong charset, with a document type, or
 *   beyond a limit. Nothing else is thrown, whatever the bytes.
 */
export function parseXml(
  bytes: Uint8Array,
  contentType: string | null,
  limits: Partial<XmlLimits> = {},
): XmlElement {
  const { text, write, finish } = openDocument(bytes, contentType, limits);
  write(text);
  return finish();
}

/**
 * As `parseXml`, but a large document is read in pieces, so that others run in between.
 *
 * @throws {XmlError} As `parseXml`.
 */
export async function readXml(
  bytes: Uint8Array,
  contentType: string | null,
  limits: Partial<XmlLimits> = {},
): Promise<XmlElement> {
  const { text, write, finish } = openDocument(bytes, contentType, limits);
  for (let start = 0; start < text.length; start += PIECE) {
    if (start > 0) await breathe();
    write(text.slice(start, start + PIECE));
  }
  return finish();
}

function openDocument(bytes: Uint8Array, contentType: string | null, limits: Partial<XmlLimits>) {
  const bounds = { ...DEFAULT_XML_LIMITS, ...limits };
  if (bytes.byteLength > bounds.maxBytes) {
    throw new XmlError(`The document is longer than ${bounds.maxBytes} bytes.`);
  }
  const text = decodeText(bytes, contentType);
  if (text === null) throw new XmlError('The document is not in the charset that it names.');
  const { parser, root } = createTreeParser(bounds);
  const guarded = (step: () => void): void => {
    try {
      step();
    } catch (error) {
      if (error instanceof XmlError) throw error;
      // The parser's own sentences quote the document, so they go no further.
      throw new XmlError(`Not well-formed XML at line ${parser.line}, column ${parser.column}.`);
    }
  };
  return {
    // Blank lines before the declaration are forbidden and not rare.
    text: text.trimStart(),
    write: (piece: string): void => guarded(() => void parser.write(piece)),
    finish(): XmlElement {
      guarded(() => void parser.close());
      const element = root();
      if (element === null) throw new XmlError('The document has no element.');
      return element;
    },
  };
}

/**
 * The children of a name, none or one included, so that a list of one is a list. A child in no
 * namespace counts as well: some servers do not qualify what lies inside, or lose the prefix of list
 * items; one in a foreign namespace does not.
 */
export function childrenOf(
  element: XmlElement,
  namespace: string,
  name: string,
): readonly XmlElement[] {
  return element.children.filter(
    (child) => child.name === name && (child.namespace === namespace || child.namespace === ''),
  );
}

/** The text of the first child of a name; null when there is none or `xsi:nil` is set. */
export function childText(element: XmlElement, namespace: string, name: string): string | null {
  const [child] = childrenOf(element, namespace, name);
  return child === undefined || child.isNil ? null : child.text;
}

/** Everything that XML 1.0 has no way to write. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const UNWRITABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // A reader would take a bare one for a line feed.
  '\r': '&#13;',
};

/**
 * Text for an element or an attribute.
 *
 * @throws {XmlError} A character that XML cannot carry, such as NUL or half of a surrogate pair.
 */
export function escapeXml(text: string): string {
  if (UNWRITABLE.test(text) || !text.isWellFormed()) {
    throw new XmlError('The text has a character that XML cannot carry.');
  }
  return text.replace(/[&<>"'\r]/g, (character) => ESCAPES[character] ?? character);
}

type Growing = Omit<XmlElement, 'children' | 'text'> & {
  readonly children: Growing[];
  text: string;
};

/** A parser that hangs each element under the one that is open. */
function createTreeParser({ maxDepth, maxElements, maxAttributes }: XmlLimits) {
  // Whatever version a document names: 1.1 would let control characters in.
  const parser = new SaxesParser({
    xmlns: true,
    defaultXMLVersion: '1.0',
    forceXMLVersion: true,
  });
  const open: Growing[] = [];
  let root: Growing | null = null;
  let count = 0;
  let attributeCount = 0;
  const addText = (text: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  };

  parser.on('doctype', () => {
    throw new XmlError('The document has a document type, which is refused.');
  });
  // Looked at one by one: the parser compares and resolves them only once it has them all.
  parser.on('attribute', () => {
    attributeCount += 1;
    if (attributeCount > maxAttributes) {
      throw new XmlError(`More than ${maxAttributes} attributes of one element.`);
    }
  });
  parser.on('opentag', (tag) => {
    attributeCount = 0;
    count += 1;
    if (count > maxElements) throw new XmlError(`More than ${maxElements} elements.`);
    if (open.length >= maxDepth) throw new XmlError(`Elements nested deeper than ${maxDepth}.`);
    const element = toElement(tag);
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  parser.on('text', addText);
  parser.on('cdata', addText);
  return { parser, root: (): XmlElement | null => root };
}

function toElement({ uri, local, attributes }: SaxesTagNS): Growing {
  const byName = new Map<string, string>();
  let isNil = false;
  for (const attribute of Object.values(attributes)) {
    if (attribute.uri === NAMESPACE_DECLARATIONS) continue;
    if (attribute.uri === SCHEMA_INSTANCE && attribute.local === 'nil') {
      isNil = /^\s*(true|1)\s*$/.test(attribute.value);
    }
    if (attribute.uri === '' || !byName.has(attribute.local)) {
      byName.set(attribute.local, attribute.value);
    }
  }
  return { namespace: uri, name: local, attributes: byName, children: [], text: '', isNil };
}
