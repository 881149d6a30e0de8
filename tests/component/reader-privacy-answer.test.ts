import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Decision } from '../../domain/reader-list/decide.ts';
import { createRandom } from '../../simulators/city/random.ts';
import { entryOf, snapshotOf, TERMS, tokenOf } from '../support/reader-lists.ts';
import { newReaderFolder, switchOn, type ReaderUnderTest } from '../support/reader-under-test.ts';

// Who stands behind somebody at a reader, or watches the line from it to the door, learns nothing of why
// that person pays less.
const TAPS = 10_000;
const MOST_DIFFERENCE = 0.05;
/** Of the whole measurement: a machine that is busy may spoil one. A real difference is in every one. */
const TRIES = 5;
const PLANTED_MS = 0.2;
const LISTED = 3_000;

const CODES = { full: 75, reduced: 32, free: 9_999_999 } as const;
const CENTS = { full: 75, reduced: 32, free: 0 } as const;
type Kind = keyof typeof CENTS;
const KINDS = ['full', 'reduced', 'free'] as const;

let folder: string;
let reader: ReaderUnderTest;

beforeAll(async () => {
  folder = await newReaderFolder();
  reader = await switchOn(folder);
  const codes = KINDS.map((kind) => ({ code: CODES[kind], priceCents: CENTS[kind] }));
  const entries = Array.from({ length: LISTED }, (_, card) => entryOf(card, CODES[kindOf(card)]));
  await reader.receive([snapshotOf(entries, { terms: { ...TERMS, codes } })]);
});
afterAll(async () => {
  await reader[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

function kindOf(card: number): Kind {
  return KINDS[card % KINDS.length] ?? 'full';
}

const tap = (kind: Kind): Decision => reader.tap(tokenOf(KINDS.indexOf(kind)));

/** All that may differ of a message: code and price, both of a fixed width. */
const maskOf = ({ answer: { message } }: Decision) =>
  message.replace(/ \d{8} (\d{7}|-{7})$/, ' # #');

/** In which ways the answers to people who pay differently can be told apart, price and code aside. */
function differences(decisions: readonly Decision[]): readonly string[] {
  const shown = (of: (decision: Decision) => unknown) => new Set(decisions.map(of)).size > 1;
  return [
    ...(shown(({ result, isOpen }) => `${result} ${isOpen}`) ? ['result'] : []),
    ...(shown(({ answer }) => answer.display) ? ['display'] : []),
    ...(shown(({ answer }) => answer.sound) ? ['sound'] : []),
    ...(shown(({ answer }) => Buffer.byteLength(answer.message)) ? ['length'] : []),
    ...(shown(maskOf) ? ['message'] : []),
  ];
}

it('shows, sounds and says the same for full price, reduced and free', () => {
  const decisions = KINDS.map(tap);
  expect(decisions.map(({ priceCents }) => priceCents)).toEqual([75, 32, 0]);
  expect(differences(decisions)).toEqual([]);
});

it.each<[string, Partial<Decision['answer']>]>([
  ['display', { display: 'REDUCIDA'.padEnd(16) }],
  ['sound', { sound: 'refused' }],
  ['length', { message: 'ADELANTE         granted 9999999 0' }],
  ['message', { message: 'PASE             granted 09999999 0000000' }],
])('would find another %s for one of them', (what, leak) => {
  const free = tap('free');
  const leaky = { ...free, answer: { ...free.answer, ...leak } };
  expect(differences([tap('full'), leaky])).toContain(what);
});

/** Taps of each kind in turn and in a random order, so that whatever the machine does beside it meets all alike. */
function measure(tapOne: (kind: Kind) => void): number {
  const random = createRandom('interleaved');
  const times: Record<Kind, number[]> = { full: [], reduced: [], free: [] };
  for (let round = 0; round < Math.ceil(TAPS / KINDS.length); round += 1) {
    const first = random.below(KINDS.length);
    for (let turn = 0; turn < KINDS.length; turn += 1) {
      const kind = kindOf(first + turn);
      const startedAt = process.hrtime.bigint();
      tapOne(kind);
      times[kind].push(Number(process.hrtime.bigint() - startedAt));
    }
  }
  const medians = KINDS.map((kind) => median(times[kind]));
  return Math.max(...medians) / Math.min(...medians) - 1;
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

/** The least that a whole measurement found: what is there is in every one of them. */
function leastDifference(tapOne: (kind: Kind) => void): number {
  measure(tapOne);
  let least = Infinity;
  for (let attempt = 0; attempt < TRIES && least >= MOST_DIFFERENCE; attempt += 1) {
    least = Math.min(least, measure(tapOne));
  }
  return least;
}

it('takes as long for full price, reduced and free: medians differ by less than 5 %', () => {
  expect(leastDifference(tap)).toBeLessThan(MOST_DIFFERENCE);
}, 60_000);

it('would find that one of them takes 0.2 ms more', () => {
  const slow = (kind: Kind) => {
    tap(kind);
    if (kind !== 'reduced') return;
    const until = performance.now() + PLANTED_MS;
    while (performance.now() < until);
  };
  expect(leastDifference(slow)).toBeGreaterThan(MOST_DIFFERENCE);
}, 120_000);
