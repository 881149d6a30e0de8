import { expect, it } from '@jest/globals';
import {
  entryOf,
  FREE_CODE,
  keyOf,
  NOON,
  PAID_CODE,
  TERMS,
} from '../../tests/support/reader-lists.ts';
import { parseCityDay } from '../city-day.ts';
import type { ListEntry, ListTerms } from './artefact.ts';
import { buildBody } from './build-list.ts';
import {
  decideTap,
  editionAt,
  priceTable,
  type ClockState,
  type HeldAllow,
  type ReaderLists,
} from './decide.ts';
import { createListContent } from './list-content.ts';

const [PAID, FREE, UNLISTED, DENIED, ENDED, FORGIVEN] = [1, 2, 3, 4, 5, 6];
const DAY_MS = 24 * 60 * 60 * 1000;
const today = parseCityDay('2026-11-21');
const set: ClockState = { isSet: true, today };
const unset: ClockState = { isSet: false, today };

const entries = [
  entryOf(PAID, PAID_CODE, '2026-11-21'),
  entryOf(FREE, FREE_CODE),
  entryOf(DENIED, FREE_CODE),
  entryOf(ENDED, FREE_CODE, '2026-11-20'),
  entryOf(FORGIVEN),
];

function allow(
  change: Partial<HeldAllow> & { readonly entries?: readonly ListEntry[] } = {},
): HeldAllow {
  const terms = change.terms ?? TERMS;
  return {
    rulebook: 1,
    epoch: 1,
    effectiveAt: new Date(NOON.getTime() - DAY_MS),
    notAfter: new Date(NOON.getTime() + DAY_MS),
    isBehind: false,
    terms,
    prices: priceTable(terms),
    content: createListContent(buildBody(change.entries ?? entries)),
    ...change,
  };
}

const denyContent = createListContent(
  buildBody([entryOf(DENIED, 0, '2026-11-21'), entryOf(FORGIVEN, 0, '2026-11-20')]),
);
const deny = { epoch: 1, content: denyContent };

function decide(card: number, lists: Partial<ReaderLists> = {}, clock = set) {
  const keys = new Map([[1, keyOf(card)]]);
  return decideTap({ deny, allow: [allow()], ...lists }, keys, NOON, clock);
}

function termsWith(change: Partial<ListTerms>) {
  return { allow: [allow({ terms: { ...TERMS, ...change } })] };
}

it.each([
  ['a listed card on its last day', PAID, 'accepted', PAID_CODE, 70],
  ['a free card', FREE, 'accepted', FREE_CODE, 0],
  ['a card that is not in the list', UNLISTED, 'acceptedUnlisted', 0, 150],
  ['a card whose time in the list has ended', ENDED, 'acceptedUnlisted', 0, 150],
  ['a denied card that is in the list too', DENIED, 'denied', 0, null],
])('gives %s its result, code and price', (_, card, result, code, priceCents) => {
  expect(decide(card)).toMatchObject({ result, code, priceCents });
});

it('refuses a card that is not in the list where the service asks for one', () => {
  expect(decide(UNLISTED, termsWith({ unlisted: null }))).toMatchObject({
    result: 'unlisted',
    isOpen: false,
    priceCents: null,
  });
});

it('tells no price in a group that is too small to tell', () => {
  const small = termsWith({ codes: [{ code: PAID_CODE, priceCents: null }] });
  expect(decide(PAID, small)).toMatchObject({
    result: 'accepted',
    code: PAID_CODE,
    priceCents: null,
  });
});

it.each([
  ['closed', 'stale', false],
  ['open', 'acceptedStale', true],
  ['open-and-log', 'acceptedStale', true],
] as const)('does with a stale list that is %s what it says', (whenStale, result, isOpen) => {
  const terms = { ...TERMS, whenStale };
  const stale = [
    decide(PAID, { allow: [allow({ terms, notAfter: NOON })] }),
    decide(PAID, { allow: [allow({ terms, isBehind: true })] }),
    decide(PAID, { allow: [allow({ terms })] }, unset),
  ];
  expect(stale.map((one) => [one.result, one.isOpen])).toEqual(stale.map(() => [result, isOpen]));
});

it('keeps the code of a card in a stale list and tells other cards their price later', () => {
  const lists = { allow: [allow({ notAfter: NOON })] };
  expect(decide(PAID, lists)).toMatchObject({ code: PAID_CODE, priceCents: 70 });
  expect(decide(UNLISTED, lists)).toMatchObject({ code: 0, priceCents: null });
});

it('denies whatever else is stale, missing or unset', () => {
  const results = [
    decide(DENIED, { allow: [] }),
    decide(DENIED, { allow: [allow({ notAfter: NOON })] }),
    decide(DENIED, {}, unset),
  ].map(({ result }) => result);
  expect(results).toEqual(['denied', 'denied', 'denied']);
});

it('disregards the ends in a deny list while it does not know the day', () => {
  expect(decide(FORGIVEN).result).toBe('accepted');
  expect(decide(FORGIVEN, {}, unset).result).toBe('denied');
});

it('is closed while it has no list at all, and knows the card by the newest key', () => {
  const decision = decide(PAID, { allow: [], deny: null });
  const cardKey = Buffer.from(keyOf(PAID)).toString('hex');
  expect(decision).toMatchObject({
    result: 'stale',
    isOpen: false,
    rulebook: 0,
    cardKey,
    epoch: 1,
  });
});

it('goes over to the next rulebook at its instant and not before', () => {
  const next = allow({ rulebook: 2, effectiveAt: NOON, entries: [entryOf(PAID, FREE_CODE)] });
  const lists = [next, allow()];
  const before = new Date(NOON.getTime() - 1);
  expect([before, NOON].map((now) => editionAt(lists, now)?.rulebook)).toEqual([1, 2]);
  expect(decide(PAID, { allow: lists })).toMatchObject({ rulebook: 2, priceCents: 0 });
  expect(editionAt([next], before)).toBeNull();
});

it('knows a card by the key of each list’s own epoch', () => {
  const other = Buffer.alloc(32, 0x22);
  const renewed = allow({ epoch: 2, entries: [{ ...entryOf(PAID), key: keyOf(PAID, other) }] });
  const keys = (card: number) =>
    new Map([
      [1, keyOf(card)],
      [2, keyOf(card, other)],
    ]);
  const lists = { deny, allow: [renewed] };
  expect(decideTap(lists, keys(PAID), NOON, set)).toMatchObject({ result: 'accepted', epoch: 2 });
  expect(decideTap(lists, keys(DENIED), NOON, set)).toMatchObject({ result: 'denied', epoch: 1 });
});

it('shows and says the same for every price but for code and price of fixed widths', () => {
  const small = termsWith({ codes: [{ code: PAID_CODE, priceCents: null }] });
  const answers = [decide(PAID), decide(FREE), decide(UNLISTED), decide(PAID, small)].map(
    ({ answer }) => answer,
  );
  const seen = answers.map(({ display, sound, message }) => {
    const rest = message.slice(0, 25);
    return { display, sound, rest, length: message.length };
  });
  expect(new Set(seen.map((one) => JSON.stringify(one)))).toHaveProperty('size', 1);
  expect(answers[0]?.message).toBe('ADELANTE         granted 00070001 0000070');
  expect(answers[3]?.message).toBe('ADELANTE         granted 00070001 -------');
});

it('gives every refusal one and the same answer', () => {
  const refusals = [
    decide(DENIED),
    decide(UNLISTED, termsWith({ unlisted: null })),
    decide(PAID, { allow: [] }),
  ];
  const message = 'NO VALIDA        refused 00000000 -------';
  expect(refusals.map(({ answer }) => answer.message)).toEqual([message, message, message]);
});

it('looks at both lists for every card, whatever comes of it', () => {
  const looks = [PAID, FREE, UNLISTED, DENIED, ENDED].map((card) => {
    let count = 0;
    const counting = (content: HeldAllow['content']) => ({
      ...content,
      find: (key: Uint8Array) => {
        count += 1;
        return content.find(key);
      },
    });
    const own = allow();
    const lists = {
      deny: { ...deny, content: counting(denyContent) },
      allow: [{ ...own, content: counting(own.content) }],
    };
    decide(card, lists);
    return count;
  });
  expect(looks).toEqual([2, 2, 2, 2, 2]);
});
