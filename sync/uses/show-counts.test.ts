import { expect, it } from '@jest/globals';
import type { ClassRow, CountRow } from './counts.mongo.ts';
import { hiddenCells, toShownClasses, toShownCounts } from './show-counts.ts';

function count(place: string, admitted: number, refused = 0): CountRow {
  const cells = [{ service: 'museum', place, admitted, refused }];
  return { _id: place, day: '2027-03-01', reader: place, total: admitted + refused, cells };
}

function classes(day: string, low: number, other: number): ClassRow {
  const cell = { kind: 'income', uses: 0, cards: 0 };
  const cells = [
    { ...cell, class: 'low', uses: low * 2, cards: low },
    { ...cell, class: 'other', uses: other * 2, cards: other },
  ];
  return { _id: day, day, service: 'museum', cells };
}

it('leaves small cells out, and the next smallest until ten are hidden together', () => {
  const cells = { a: 3, b: 40, c: 12, d: 0 };
  const named = Object.entries(cells).map(([name, size]) => ({ name, count: size }));
  expect([...hiddenCells(named)]).toEqual(['a', 'c']);
  expect([...hiddenCells([...named, { name: 'e', count: 8 }])]).toEqual(['a', 'e']);
});

it('shows everything where nothing is small, and nothing where all together are', () => {
  expect([...hiddenCells([{ name: 'a', count: 10 }])]).toEqual([]);
  expect([
    ...hiddenCells([
      { name: 'a', count: 4 },
      { name: 'b', count: 5 },
    ]),
  ]).toEqual(['a', 'b']);
});

it('adds up the readers of a place and hides the refusals that are few with the next smallest', () => {
  const shown = toShownCounts([
    count('Moreda', 30, 2),
    count('Moreda', 20),
    count('La Camocha', 15),
  ]);
  const row = { service: 'museum', day: '2027-03-01' };
  expect(shown).toEqual([
    { ...row, place: 'Moreda', admitted: 50, refused: null },
    { ...row, place: 'La Camocha', admitted: null, refused: 0 },
  ]);
});

it('tells uses by class where on one day ten different cards stand behind them', () => {
  const shown = toShownClasses([classes('2027-03-01', 6, 30), classes('2027-03-02', 11, 30)]);
  expect(shown.map((row) => [row.month, row.class, row.uses])).toEqual([
    ['2027-03', 'low', 34],
    ['2027-03', 'other', 120],
  ]);
});

it('does not tell uses of few people by how often they come', () => {
  const shown = toShownClasses([classes('2027-03-01', 6, 30), classes('2027-03-02', 6, 30)]);
  expect(shown.map(({ uses }) => uses)).toEqual([null, null]);
});
