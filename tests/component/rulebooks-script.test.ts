import { expect, it } from '@jest/globals';
import { graphql } from 'graphql';
import { createProgressBar } from '../../scripts/progress-bar.ts';
import {
  cancelFile,
  checkFile,
  previewFile,
  publishFile,
  type Desk,
} from '../../scripts/rulebook-commands.ts';
import { schema } from '../../subgraphs/entitlements/subgraph.ts';
import { belongs, born, person } from '../support/tariff-holders.ts';
import { batchesOf, july, rulebookText, useCities, type City } from './rulebooks-harness.ts';

const startCity = useCities();
const DISABLED = [born('1980-01-01'), belongs('disability', 'from-33')];
const PEOPLE = Array.from({ length: 41 }, (_, at) =>
  at < 25 ? person(born('1980-01-01')) : person(...DISABLED),
);

/** Asks the schema itself, and keeps what is printed. */
function deskOf({ context }: City, pause = async () => {}): Desk & { readonly lines: string[] } {
  const lines: string[] = [];
  return {
    lines,
    async ask(source, variables) {
      const values = { variableValues: { ...variables }, contextValue: context };
      const { data, errors } = await graphql({ schema, source, ...values });
      if (errors !== undefined) throw new Error(errors[0]?.message);
      return JSON.parse(JSON.stringify(data));
    },
    print: (line) => void lines.push(line),
    bar: createProgressBar({ write: (text) => void lines.push(text.trim()), isTerminal: false }),
    pause,
  };
}

it('previews with a bar, and a table at the end', async () => {
  await using city = await startCity(batchesOf(PEOPLE));
  const desk = deskOf(city);
  const bus = { ...july.services['urban-bus'], withCard: { access: 'allow', cents: 90 } };
  const text = rulebookText({ services: { ...july.services, 'urban-bus': bus } });
  expect(await previewFile({ text }, desk)).toBe(true);
  expect(desk.lines.slice(0, 4)).toEqual([
    '[##############################] 100 % 41 of 41 holders',
    'Rulebook 3 beside rulebook 2, on 2027-01-01:',
    '  service                       pay less    pay more   as before',
    '  urban-bus                            0          25          16',
  ]);
});

it('tells mistakes line by line, and ends badly', async () => {
  await using city = await startCity();
  const desk = deskOf(city);
  const text = rulebookText({ startsOn: 'soon' });
  expect([await checkFile({ text }, desk), await publishFile({ text }, desk)]).toEqual([
    false,
    false,
  ]);
  expect(desk.lines.slice(0, 2)).toEqual([
    'The rulebook has mistakes. Nothing of it was kept.',
    '  startsOn: A day is written YYYY-MM-DD and has to be in the calendar.',
  ]);
  expect(await checkFile({ text: rulebookText() }, desk)).toBe(true);
});

it('publishes and follows the lists until the readers have them, and again when repeated', async () => {
  await using city = await startCity();
  const states = [
    { done: 5, total: 10, groupsReady: 0, groupsTotal: 10 },
    { done: 10, total: 10, groupsReady: 10, groupsTotal: 10 },
  ];
  const desk = deskOf(city, async () => {
    const next = states.shift();
    if (next !== undefined) city.progress.set(3, next);
  });
  expect(await publishFile({ text: rulebookText() }, desk)).toBe(true);
  expect(desk.lines).toEqual([
    'Rulebook 3 is published and begins at 2026-12-31T23:00:00.000Z.',
    '[..............................] 0 % 0 of 0 cards, 0 of 0 groups of readers',
    '[########......................] 25 % 5 of 10 cards, 0 of 10 groups of readers',
    'Its lists are in the readers.',
  ]);
  expect(await publishFile({ text: rulebookText() }, desk)).toBe(true);
});

it('cancels the version of a file, and says when that is too late', async () => {
  await using city = await startCity();
  city.progress.set(3, { done: 1, total: 1, groupsReady: 1, groupsTotal: 1 });
  const desk = deskOf(city);
  await publishFile({ text: rulebookText() }, desk);
  expect(await cancelFile({ text: rulebookText() }, desk)).toBe(true);
  expect(await cancelFile({ text: JSON.stringify(july) }, desk)).toBe(false);
  expect(desk.lines.slice(-2)).toEqual([
    'Rulebook 3 is cancelled.',
    'The rulebook has come into force and cannot be cancelled any more. Publish another one that follows it.',
  ]);
});

it('draws one line at a terminal, over what stood there', () => {
  const written: string[] = [];
  const bar = createProgressBar({ write: (text) => void written.push(text), isTerminal: true });
  bar.at(1, 2, 'of many holders');
  bar.at(2, 2, 'done');
  bar.end();
  expect(written.map((text) => text.length)).toEqual([54, 54, 1]);
  expect(written.join('')).toMatch(
    /^\r\[#{15}\.{15}\] 50 % of many holders\r\[#{30}\] 100 % done +\n$/,
  );
});
