import { expect, it } from '@jest/globals';
import { parseXml, readXml, XmlError } from './xml.ts';

const utf8 = (text: string): Uint8Array => Buffer.from(text);

it.each([
  ['bytes', `<a>${'x'.repeat(1_000)}</a>`, { maxBytes: 1_000 }],
  ['depth', `${'<a>'.repeat(11)}${'</a>'.repeat(11)}`, { maxDepth: 10 }],
  ['elements', `<a>${'<b/>'.repeat(100)}</a>`, { maxElements: 100 }],
  ['attributes', `<a b="1" c="2"/>`, { maxAttributes: 1 }],
  ['namespaces', `<a xmlns="b" xmlns:c="d"/>`, { maxAttributes: 1 }],
])('refuses what is beyond its limit of %s', (_, text, limits) => {
  expect(() => parseXml(utf8(text), null, limits)).toThrow(XmlError);
});

it('takes what is just within its limits', () => {
  const text = `<a>${'<b/>'.repeat(8)}<b><c/></b></a>`;
  const limits = { maxBytes: text.length, maxDepth: 3, maxElements: 11 };
  expect(parseXml(utf8(text), null, limits).children).toHaveLength(9);
});

it('counts the attributes of each element for itself', () => {
  const text = `<a>${'<b c="1"/>'.repeat(9)}</a>`;
  expect(parseXml(utf8(text), null, { maxAttributes: 1 }).children).toHaveLength(9);
});

it('reads in pieces what it reads at once, and lets others run in between', async () => {
  const rows = Array.from({ length: 20_000 }, (_, row) => `<b c="${row}">ñ &amp; ${row}</b>`);
  const bytes = utf8(`<a>${rows.join('')}</a>`);
  let turns = 0;
  const turning = setInterval(() => (turns += 1), 0);
  const whole = await readXml(bytes, 'text/xml');
  clearInterval(turning);
  expect(whole).toEqual(parseXml(bytes, 'text/xml'));
  expect(turns).toBeGreaterThan(0);
  await expect(readXml(bytes.subarray(0, -9), 'text/xml')).rejects.toThrow(XmlError);
});
