import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { childrenOf, childText, escapeXml, parseXml, XmlError, type XmlElement } from './xml.ts';

const utf8 = (text: string): Uint8Array => Buffer.from(text);
const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');

function textOf(bytes: Uint8Array, contentType: string | null = 'text/xml'): string {
  return parseXml(bytes, contentType).text;
}

it('reads elements by namespace and local name, whatever the prefix', () => {
  const forms = [
    '<a:list xmlns:a="urn:x"><a:item id="1">one</a:item><a:item id="2"/></a:list>',
    '<list xmlns="urn:x"><item id="1">one</item><q:item xmlns:q="urn:x" id="2"></q:item></list>',
  ];
  const [first, second] = forms.map((form) => parseXml(utf8(form), null));
  expect(second).toEqual(first);
  expect(first).toMatchObject({ namespace: 'urn:x', name: 'list', children: { length: 2 } });
});

it('finds children always as a list, in no namespace too, and never in a foreign one', () => {
  const list = parseXml(
    utf8('<l xmlns:a="urn:x" xmlns:b="urn:y"><a:i>1</a:i><i>2</i><b:i>3</b:i></l>'),
    null,
  );
  expect(childrenOf(list, 'urn:x', 'i').map(({ text }) => text)).toEqual(['1', '2']);
  expect(childrenOf(list, 'urn:x', 'absent')).toEqual([]);
});

it('tells nil and absent alike, and an empty text apart from them', () => {
  const element = parseXml(
    utf8(
      '<l xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><a xsi:nil="true"/><b xsi:nil="1">x</b><c/></l>',
    ),
    null,
  );
  expect(['a', 'b', 'c', 'd'].map((name) => childText(element, '', name))).toEqual([
    null,
    null,
    '',
    null,
  ]);
});

it('joins text around comments and character data', () => {
  expect(textOf(utf8('<a>1&amp;<!-- <b> --><![CDATA[<2>]]>&#51;&#x34;</a>'))).toBe('1&<2>34');
});

const CORUNA = 'A Coruña €';

it.each([
  ['UTF-8 by default', utf8(`<a>${CORUNA}</a>`), null],
  ['UTF-8 with a mark', utf8(`\uFEFF<a>${CORUNA}</a>`), 'text/xml; charset=iso-8859-1'],
  [
    'UTF-8 where ISO-8859-1 is declared',
    utf8(`<?xml version="1.0" encoding="ISO-8859-1"?><a>${CORUNA}</a>`),
    'text/xml',
  ],
  ['UTF-8 where the header says Latin-1', utf8(`<a>${CORUNA}</a>`), 'text/xml; charset="latin1"'],
  ['UTF-16 with a mark', Buffer.from(`\uFEFF<a>${CORUNA}</a>`, 'utf16le'), null],
  ['UTF-16 without a mark', Buffer.from(`<a>${CORUNA}</a>`, 'utf16le'), 'text/xml; charset=utf-16'],
  ['big-endian UTF-16', Buffer.from(`\uFEFF<a>${CORUNA}</a>`, 'utf16le').swap16(), null],
  [
    'Windows-1252 by the header',
    Buffer.from([...latin1('<a>A Coruña '), 0x80, ...latin1('</a>')]),
    'text/xml; charset=windows-1252',
  ],
  [
    'ISO-8859-15 by the declaration',
    Buffer.from([
      ...latin1('<?xml version="1.0" encoding="iso-8859-15"?><a>A Coruña '),
      0xa4,
      ...latin1('</a>'),
    ]),
    'text/xml',
  ],
])('reads %s', (_, bytes, contentType) => {
  expect(textOf(bytes, contentType)).toBe(CORUNA);
});

it('reads ISO-8859-1 where it is declared, though the header says UTF-8', () => {
  const bytes = latin1('<?xml version="1.0" encoding="ISO-8859-1"?><a>Gijón</a>');
  expect(textOf(bytes, 'text/xml; charset=utf-8')).toBe('Gijón');
});

it.each([
  ['no bytes', ''],
  ['blank text', ' \n'],
  ['a web page', '<!DOCTYPE html><html><body>Back soon<br></body></html>'],
  ['an unclosed element', '<a><b></b>'],
  ['two roots', '<a/><b/>'],
  ['an undeclared prefix', '<x:a/>'],
  ['an unknown entity', '<a>&eacute;</a>'],
  ['an entity named as a property of objects', '<a>&__proto__;&constructor;</a>'],
  ['an attribute twice', '<a b="1" b="2"/>'],
  ['a control character', '<a>\u0000</a>'],
  ['a reference to a control character', '<a>&#0;</a>'],
  ['an own entity', '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'],
  [
    'an entity of another file',
    '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;</a>',
  ],
  [
    'entities of entities',
    `<!DOCTYPE a [<!ENTITY e0 "x">${Array.from({ length: 30 }, (_, n) => `<!ENTITY e${n + 1} "&e${n};&e${n};">`).join('')}]><a>&e30;</a>`,
  ],
  ['an unknown charset', '<?xml version="1.0" encoding="x-none"?><a/>'],
  ['what only XML 1.1 can write', '<?xml version="1.1"?><a>&#1;</a>'],
])('refuses %s', (_, text) => {
  expect(() => parseXml(utf8(text), 'text/xml')).toThrow(XmlError);
});

it('refuses bytes that are not in the charset they name', () => {
  expect(() => parseXml(latin1('<a>Gijón</a>'), 'text/xml; charset=utf-8')).toThrow(XmlError);
});

it('never quotes the document in what it throws', () => {
  const told = (text: string): string => {
    try {
      parseXml(utf8(text), 'text/xml; charset=utf-8');
      return 'nothing thrown';
    } catch (error) {
      return `${String(error)} ${error instanceof Error ? String(error.cause) : ''}`;
    }
  };
  const hostile = ['<a>SECRET</b>', '<SECRET>', '<a SECRET', '<a>&SECRET;</a>', '<SECRET:a/>'];
  expect(hostile.map(told).filter((text) => /SECRET|nothing/.test(text))).toEqual([]);
});

const name = fc.stringMatching(/^[a-z_][a-z0-9_.-]{0,8}$/);
const writable = fc.string({ unit: 'binary' }).filter((text) => {
  try {
    return escapeXml(text) !== '' || text === '';
  } catch {
    return false;
  }
});

it('reads back every text that can be written', () => {
  fc.assert(
    fc.property(name, writable, (element, text) => {
      const read = parseXml(
        utf8(`<${element} b="${escapeXml(text)}">${escapeXml(text)}</${element}>`),
        null,
      );
      expect(read).toMatchObject({ name: element, text });
    }),
  );
});

it('cannot be brought out of its element by any text', () => {
  fc.assert(
    fc.property(writable, (text) => {
      expect(parseXml(utf8(`<a><b>${escapeXml(text)}</b></a>`), null).children).toHaveLength(1);
    }),
  );
});

/** An element, or an `XmlError`: true. Anything else thrown fails the property. */
function isRead(bytes: Uint8Array, contentType: string | null): boolean {
  try {
    return typeof parseXml(bytes, contentType, { maxBytes: 1_000_000 }).name === 'string';
  } catch (error) {
    if (error instanceof XmlError) return true;
    throw error;
  }
}

const contentType = fc.option(
  fc.oneof(
    fc.constantFrom(
      'text/xml',
      'text/xml; charset=utf-8',
      'text/xml;charset=ISO-8859-1',
      'text/xml;charset=utf-16',
    ),
    fc.string(),
  ),
);

it('makes an element or an XmlError of any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), contentType, (bytes, type) => {
      expect(isRead(bytes, type)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

const hostilePiece = fc.constantFrom(
  '<a>',
  '</a>',
  '<a',
  ' b="',
  '"',
  '/>',
  '<!DOCTYPE a [',
  ']>',
  '<!ENTITY e "&e;">',
  '&e;',
  '&amp;',
  '&#x',
  '<![CDATA[',
  ']]>',
  '<!--',
  '-->',
  '<?xml version="1.0" encoding="utf-16"?>',
  '<?p ?>',
  ' xmlns:p="urn:p"',
  '<p:a>',
  '\u0000',
  '\uFFFF',
  'ñ',
  '\r\n',
  '%',
  '<',
  '&',
);

it('makes an element or an XmlError of any pieces of XML', () => {
  fc.assert(
    fc.property(fc.array(hostilePiece, { maxLength: 60 }), contentType, (pieces, type) => {
      expect(isRead(utf8(pieces.join('')), type)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

it.each([
  ['deep nesting', '<a>'.repeat(250_000)],
  ['attributes', `<a ${Array.from({ length: 50_000 }, (_, n) => `b${n}="1"`).join(' ')}/>`],
  ['namespaces', `<a ${Array.from({ length: 30_000 }, (_, n) => `xmlns:b${n}="u"`).join(' ')}/>`],
  ['references', `<a>${'&amp;'.repeat(180_000)}</a>`],
  ['an endless reference', `<a>&${'a'.repeat(900_000)}`],
  ['an endless comment', `<a><!--${'-'.repeat(900_000)}`],
  ['an endless name', `<${'a'.repeat(900_000)}`],
  ['an endless declaration', `<?xml ${'encoding="'.repeat(90_000)}`],
])('is done with a megabyte of %s at once', (_, text) => {
  const startedAt = performance.now();
  expect(isRead(utf8(text), 'text/xml')).toBe(true);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});

it('keeps children and text of a large list', () => {
  const list: XmlElement = parseXml(utf8(`<l>${'<i>7</i>'.repeat(20_000)}</l>`), null);
  expect(list.children.reduce((sum, { text }) => sum + Number(text), 0)).toBe(140_000);
});
