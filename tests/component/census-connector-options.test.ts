import { expect, it } from '@jest/globals';
import { pino } from 'pino';
import { toCensusOptions } from '../../connectors/census/options.ts';
import { censusSystemSettings } from '../../connectors/census/settings.ts';
import { parseSettings } from '../../platform/process/config.ts';

const log = pino({ level: 'silent' });

const GIVEN = {
  HUB_CENSUS_URL: 'https://census.example/soap',
  HUB_CENSUS_USER: 'hub',
  HUB_CENSUS_PASSWORD: 'secret',
};

function read(environment: Readonly<Record<string, string>>) {
  const { census } = parseSettings({ census: censusSystemSettings }, environment);
  return toCensusOptions(census, 'Europe/Madrid', log);
}

it('makes of address and account a client with the limits that every connector has', () => {
  expect(read(GIVEN)).toEqual({
    url: new URL('https://census.example/soap'),
    credentials: { user: 'hub', password: 'secret' },
    application: 'TESSERA',
    procedure: 'TARJETA-CIUDADANA',
    municipality: null,
    timeZone: 'Europe/Madrid',
    guard: { timeoutMs: 1_500, concurrency: 8, breakerMinimumCalls: 5, breakerOpenMs: 5_000 },
    log,
  });
});

it('takes the municipality of the city', () => {
  expect(read({ ...GIVEN, HUB_CENSUS_MUNICIPALITY: '33024' }).municipality).toBe('33024');
});

it.each([
  ['HUB_CENSUS_MUNICIPALITY', 'Gijón', 'HUB_CENSUS_MUNICIPALITY: must be five digits.'],
  ['HUB_CENSUS_URL', 'census', 'HUB_CENSUS_URL: must be an http or https address.'],
  ['HUB_CENSUS_PASSWORD', '', 'HUB_CENSUS_PASSWORD is missing.'],
])('refuses %s as %j', (name, value, sentence) => {
  expect(() => read({ ...GIVEN, [name]: value })).toThrow(sentence);
});
