import { expect, it } from '@jest/globals';
import { noonOf, person } from '../../tests/support/tariff-holders.ts';
import { evaluate } from './evaluate.ts';
import { parseRulebooks } from './parse-rulebook.ts';
import january from './rulebook-2025-01.json' with { type: 'json' };
import july from './rulebook-2025-07.json' with { type: 'json' };
import { parseServiceCatalogue, type ServiceId } from './service.ts';
import { servicesOfGijon } from './services-of-gijon.ts';
import services from './services.json' with { type: 'json' };

it('knows the twenty services of Gijón with owner and kind of price', () => {
  expect(servicesOfGijon.size).toBe(20);
  expect(servicesOfGijon.get('bike-rental' as ServiceId)).toEqual({
    ...{ id: 'bike-rental', nameEs: 'Préstamo de bicicletas', firstOn: null },
    ...{ ownership: 'public', priceKind: 'free' },
  });
});

const taxis = {
  ...{ id: 'taxis', nameEs: 'Taxis', ownership: 'private', priceKind: 'holder-discount' },
  firstOn: '2027-01-01',
};

it('takes a twenty-first service as data alone, and leaves earlier rulebooks as they are', () => {
  const catalogue = parseServiceCatalogue({ ...services, services: [...services.services, taxis] });
  const fare = { access: 'allow', cents: 500 };
  const terms = { source: 'a test', withoutCard: fare, withCard: fare, whenStale: 'closed' };
  const next = {
    ...{
      ...july,
      version: 3,
      startsOn: '2027-01-01',
      services: { ...july.services, taxis: terms },
    },
    rules: [...july.rules, { id: 'taxi', source: 'a test', services: ['taxis'], percentOff: 10 }],
  };
  const ask = { service: 'taxis' as ServiceId, holder: person(), zone: 'Europe/Madrid' };
  const rulebooks = parseRulebooks([january, july, next], { catalogue });
  expect(evaluate({ ...ask, rulebooks, on: noonOf('2027-01-01') }).outcome.priceCents).toBe(450);
  expect(() => evaluate({ ...ask, rulebooks, on: noonOf('2026-12-31') })).toThrow(
    'Rulebook 2 has no terms for taxis.',
  );
});

it('tells every mistake of a catalogue with the entry and the field', () => {
  const wrong = { ...taxis, ownership: 'mine', colour: 'red' };
  const { nameEs: _, ...nameless } = taxis;
  const data = { source: 'a test', services: [taxis, wrong, nameless, { ...taxis, id: 'Taxi 2' }] };
  expect(() => parseServiceCatalogue(data)).toThrow(
    [
      'The catalogue of services cannot be read.',
      'services[1].ownership: This has to be one of public, semi-public, private.',
      'services[1].colour: No such field is known here.',
      'services[2].nameEs: This field is missing.',
      'services[3].id: A name has lower-case letters, digits and single hyphens.',
    ].join('\n'),
  );
});

it('refuses two services of one name', () => {
  const data = { source: 'a test', services: [taxis, taxis] };
  expect(() => parseServiceCatalogue(data)).toThrow(
    'services[1].id: services[0] is called taxis too.',
  );
});
