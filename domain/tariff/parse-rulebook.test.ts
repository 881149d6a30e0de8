import { expect, it } from '@jest/globals';
import { SMALL_CATALOGUE } from '../../tests/support/tariff-arbitraries.ts';
import { findRulebookMistakes, parseRulebook, parseRulebooks } from './parse-rulebook.ts';
import { rulebooksOfGijon } from './rulebooks-of-gijon.ts';
import { servicesOfGijon } from './services-of-gijon.ts';
import july from './rulebook-2025-07.json' with { type: 'json' };

const context = { catalogue: SMALL_CATALOGUE };
const source = 'a test';
const closed = { access: 'deny' };
const terms = {
  ...{ source, whenStale: 'open', withCard: { access: 'allow', cents: 80 } },
  withoutCard: { access: 'allow', cents: 150 },
};
const services = {
  ride: terms,
  gate: { ...terms, withCard: closed, withoutCard: closed },
  course: { ...terms, withoutCard: terms.withCard, hasListPrices: true },
};
const right = { version: 1, startsOn: '2027-01-01', source, services, rules: [] };
const child = { id: 'child', source, services: ['ride'], when: { age: { under: 13 } }, cents: 0 };

function mistakesOf(change: object): readonly string[] {
  return findRulebookMistakes({ ...right, ...change }, context).map(
    ({ path, sentence }) => `${path}: ${sentence}`,
  );
}

function mistakesOfRule(change: object): readonly string[] {
  return mistakesOf({ rules: [{ ...child, ...change }] });
}

it('finds nothing wrong with a right rulebook', () => {
  expect(mistakesOf({ rules: [child] })).toEqual([]);
});

const FORMS = 'all, any, not, age, fact (with in) or holder';
it.each<readonly [what: string, change: object, mistake: string]>([
  [
    'an unknown service',
    { services: ['tram'] },
    'rules[0].services[0]: No service is called tram.',
  ],
  [
    'a service named twice',
    { services: ['ride', 'ride'] },
    'rules[0].services[1]: ride stands here twice.',
  ],
  ['a negative price', { cents: -1 }, 'rules[0].cents: A price is never below zero.'],
  ['half a cent', { cents: 0.5 }, 'rules[0].cents: A price is a whole number of cents.'],
  ['two prices', { percentOff: 5 }, 'rules[0]: A rule has cents or percentOff, not both.'],
  ['an unknown field', { prize: 5 }, 'rules[0].prize: No such field is known here.'],
  ['no source', { source: undefined }, 'rules[0].source: This field is missing.'],
  [
    'a rule that gives nothing',
    { cents: undefined },
    'rules[0]: This rule gives nothing: no price, no credit, and opens nothing.',
  ],
  [
    'a rule that opens at no price',
    { opens: true, cents: undefined },
    'rules[0].opens: A rule that opens a service says at how many cents.',
  ],
  [
    'a share off where there is no price',
    { services: ['gate'], cents: undefined, percentOff: 10 },
    'rules[0].services[0]: A share off needs a price with a card, and gate has none.',
  ],
  [
    'a credit of both kinds',
    { credit: { uses: 1, cents: 1, per: 'day' } },
    'rules[0].credit: A credit is of uses or of cents, one of the two.',
  ],
  [
    'a credit of uses without a price',
    { cents: undefined, credit: { uses: 1, per: 'day' } },
    'rules[0].credit: A credit of uses needs the price of such a use.',
  ],
  [
    'a credit of cents with a price',
    { credit: { cents: 9, per: 'day' } },
    'rules[0].credit: A credit of cents pays what is due otherwise: it has no price and opens nothing.',
  ],
  [
    'an unknown period',
    { credit: { uses: 9, per: 'week' } },
    'rules[0].credit.per: This has to be one of day, month, year, rulebook.',
  ],
  [
    'an age that nobody has',
    { when: { age: { from: 13, under: 13 } } },
    'rules[0].when.age: Nobody is 13 or older and under 13.',
  ],
  [
    'an age without bounds',
    { when: { age: {} } },
    'rules[0].when.age: An age has from, under or both.',
  ],
  [
    'a class that no fact can give',
    { when: { any: [{ fact: 'income', in: ['none'] }] } },
    'rules[0].when.any[0].in[0]: No fact can give the class none: those of income are low, other.',
  ],
  [
    'an unknown fact',
    { when: { fact: 'height', in: ['tall'] } },
    'rules[0].when.fact: This has to be one of residency, employment, income, social-bonus, disability, large-family, student.',
  ],
  ['an unknown form', { when: { some: [] } }, `rules[0].when: A condition has one of ${FORMS}.`],
  [
    'two forms at once',
    { when: { all: [{ holder: 'person' }], any: [] } },
    `rules[0].when: A condition has one of ${FORMS}, and nothing beside it.`,
  ],
  [
    'a list of no conditions',
    { when: { all: [] } },
    'rules[0].when.all: This has to be a list of at least one condition.',
  ],
  [
    'no condition at all',
    { when: 'child' },
    `rules[0].when: A condition is an object with ${FORMS}.`,
  ],
  [
    'the absence of a benefit',
    { when: { not: { fact: 'student', in: ['enrolled'] } } },
    'rules[0].when.not: A rule cannot ask that somebody is not enrolled: one more benefit would raise the price.',
  ],
  [
    'an organisation with an age',
    { when: { any: [{ holder: 'organisation' }, { age: { under: 9 } }] } },
    'rules[0].when: Organisations never get personal tariffs: what is theirs cannot depend on facts about a person.',
  ],
  [
    'a condition that nobody meets',
    { when: { all: [{ age: { under: 13 } }, { age: { from: 65 } }] } },
    'rules[0].when: Nobody can meet this condition.',
  ],
  [
    'a price that every card has',
    { cents: 80 },
    'rules[0].services[0]: At ride this rule gives nothing: whoever meets it is served as well without it.',
  ],
])('tells of %s', (_what, change, mistake) => {
  expect(mistakesOfRule(change)).toEqual([mistake]);
});

it('tells of conditions too deep for anybody to read', () => {
  const when = Array.from({ length: 10_000 }).reduce<object>(
    (inner) => ({ not: inner }),
    child.when,
  );
  expect(mistakesOfRule({ when })).toEqual([
    expect.stringMatching(/not: Conditions stand at most 8 deep/),
  ]);
});

it('tells of a rule that another one always beats', () => {
  const younger = { ...child, id: 'younger', when: { age: { under: 6 } }, cents: 10 };
  expect(mistakesOf({ rules: [younger, child] })).toEqual([
    'rules[0].services[0]: At ride this rule gives nothing: whoever meets it is served as well without it.',
  ]);
});

it('accuses no rule that counts once a credit is used up', () => {
  const credit = { ...child, credit: { uses: 2, per: 'day' } };
  const rules = [
    { ...credit, id: 'a' },
    { ...credit, id: 'b', cents: 9 },
    { ...child, cents: 20 },
  ];
  expect(mistakesOf({ rules })).toEqual([]);
});

it.each<readonly [what: string, change: object, mistake: string]>([
  [
    'a missing base price',
    { services: { ...services, ride: undefined } },
    'services.ride: This field is missing.',
  ],
  [
    'a base price that is not there',
    { services: { ...services, ride: { ...terms, withCard: { access: 'allow' } } } },
    'services.ride.withCard: The base price is missing: cents.',
  ],
  [
    'a negative base price',
    { services: { ...services, ride: { ...terms, withCard: { access: 'allow', cents: -5 } } } },
    'services.ride.withCard.cents: A price is never below zero.',
  ],
  [
    'a service of no catalogue',
    { services: { ...services, tram: terms } },
    'services.tram: No service of the catalogue has this id.',
  ],
  [
    'a card that makes it dearer',
    { services: { ...services, ride: { ...terms, withoutCard: { access: 'allow', cents: 79 } } } },
    'services.ride.withCard: With a card this is dearer than without one.',
  ],
  [
    'a list price that the card changes',
    {
      services: {
        ...services,
        course: { ...services.course, withCard: { access: 'allow', cents: 1 } },
      },
    },
    'services.course.withCard: With list prices the price is the same with and without a card: what a card gives is a rule.',
  ],
  [
    'a day that no calendar has',
    { startsOn: '2027-02-29' },
    'startsOn: A day is written YYYY-MM-DD and has to be in the calendar.',
  ],
  ['a missing version', { version: undefined }, 'version: This field is missing.'],
])('tells of %s in the terms', (_what, change, mistake) => {
  expect(mistakesOf(change)).toEqual([mistake]);
});

it('tells all mistakes together, wherever they are', () => {
  const course = { ...services.course, whenStale: 'maybe' };
  const rules = [child, { ...child, cents: -3 }, { ...child, services: ['tram'] }];
  expect(mistakesOf({ startsOn: 'soon', rules, services: { ride: terms, course } })).toEqual([
    'startsOn: A day is written YYYY-MM-DD and has to be in the calendar.',
    'services.course.whenStale: This has to be one of open, closed, open-and-log.',
    'rules[1].cents: A price is never below zero.',
    'services.gate: The base price of this service is missing.',
    'rules[2].services[0]: No service is called tram.',
    'rules[2].id: Another rule is called child too.',
  ]);
});

it('tells of two rulebooks that would be in force at once', () => {
  const mistakes = findRulebookMistakes(july, {
    catalogue: servicesOfGijon,
    others: rulebooksOfGijon,
  });
  expect(mistakes).toEqual([
    { path: 'version', sentence: 'There is a rulebook 2 already.' },
    {
      path: 'startsOn',
      sentence: 'Rulebook 2 begins on 2025-07-01 too: two would be in force at once.',
    },
  ]);
});

it.each([null, 'rulebook', [], 7, { rules: [null, 3], services: [] }])(
  'refuses %j with a sentence and no accident',
  (data) => {
    expect(() => parseRulebook(data, context)).toThrow(/^The rulebook cannot be read\.\n/);
  },
);

it('puts rulebooks in the order of their days, and refuses to have none', () => {
  const later = { ...right, version: 2, startsOn: '2028-01-01' };
  expect(parseRulebooks([later, right], context).map(({ version }) => version)).toEqual([1, 2]);
  expect(() => parseRulebooks([], context)).toThrow('The list of rulebooks: It is empty.');
});
