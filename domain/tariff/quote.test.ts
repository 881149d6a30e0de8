import { expect, it } from '@jest/globals';
import { belongs, born, MADRID, noonOf, person } from '../../tests/support/tariff-holders.ts';
import type { Ask } from './evaluate.ts';
import { quote, replayQuote } from './quote.ts';
import { rulebooksOfGijon } from './rulebooks-of-gijon.ts';
import type { ServiceId } from './service.ts';

const student = belongs('student', 'enrolled');
const ask: Ask = {
  ...{ rulebooks: rulebooksOfGijon, service: 'cultural-courses' as ServiceId, zone: MADRID },
  ...{ holder: person(born('1985-01-20'), student), on: noonOf('2025-07-10') },
  ...{
    listPriceCents: 3333,
    creditsLeft: new Map([
      ['social-bonus-courses', 7],
      ['other', 1],
    ]),
  },
};

it('is plain data with all it takes to tell it again', () => {
  expect(quote(ask)).toEqual({
    ...{ service: 'cultural-courses', on: '2025-07-10T10:00:00.000Z', zone: MADRID },
    ...{ holderKind: 'person', listPriceCents: 3333 },
    creditsLeft: [['social-bonus-courses', 7]],
    outcome: { access: 'allow', priceCents: 2666, outcomeKey: 'cultural-courses/allow/2666' },
    why: {
      ...{ rulebook: 2, rules: ['reduced-student'], takes: null },
      ...{ facts: ['student-enrolled'], factsRead: ['birth', 'student-enrolled'] },
    },
  });
});

it('quotes a toilet to a stranger for one euro', () => {
  const { holderKind, outcome } = quote({
    rulebooks: rulebooksOfGijon,
    service: 'public-toilets' as ServiceId,
    zone: MADRID,
    holder: null,
    on: ask.on,
  });
  expect([holderKind, outcome.priceCents]).toEqual([null, 100]);
});

it('cannot be replayed without its rulebook or a fact it read', () => {
  const told = quote(ask);
  expect(() => replayQuote(told, { rulebooks: [], facts: [student] })).toThrow(
    'Rulebook 2 is not there',
  );
  expect(() => replayQuote(told, { rulebooks: rulebooksOfGijon, facts: [student] })).toThrow(
    'The fact birth is not there any more.',
  );
});

it.each([
  ['urban-bus', 100, 'Rulebook 2 has no list prices for urban-bus.'],
  ['cultural-courses', -1, 'A list price is a whole number of cents, from zero on.'],
  ['cultural-courses', 0.5, 'A list price is a whole number of cents, from zero on.'],
  ['tram', undefined, 'Rulebook 2 has no terms for tram.'],
])('refuses to quote %s at a list price of %s', (service, listPriceCents, message) => {
  expect(() => quote({ ...ask, service: service as ServiceId, listPriceCents })).toThrow(message);
});
