import { expect, it } from '@jest/globals';
import { parseCityDay } from '../city-day.ts';
import { needsDocument, parseName, searchWords } from './cardholder.ts';

it('asks for a document from the fourteenth birthday on', () => {
  const born = parseCityDay('2013-03-02');
  expect(needsDocument(born, parseCityDay('2027-03-01'))).toBe(false);
  expect(needsDocument(born, parseCityDay('2027-03-02'))).toBe(true);
});

it('finds the words of a name whatever its accents, capitals and marks', () => {
  expect(searchWords("María-José  NÚÑEZ O'Neill")).toEqual([
    'maria',
    'jose',
    'nunez',
    'o',
    'neill',
  ]);
});

it('keeps a name composed and with single blanks', () => {
  expect(parseName('  Jose\u0301   Luis ', 'A name', 100)).toBe('José Luis');
});

it.each(['', '   ', 'a'.repeat(101)])('refuses the name %j', (text) => {
  expect(() => parseName(text, 'A name', 100)).toThrow('A name has 1 to 100 characters.');
});

it.each(['Ana\u0000', 'a\u202enA', 'A\u200bna', '\ud800', '---', '🙂'])(
  'refuses the name %j, which is not what it looks like or cannot be found',
  (text) => {
    expect(() => parseName(text, 'A name', 100)).toThrow('A name has letters or digits');
  },
);
