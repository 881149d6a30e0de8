import { Writable } from 'node:stream';
import { inspect } from 'node:util';
import { expect, it } from '@jest/globals';
import { pino } from 'pino';
import { parseCivilId } from '../../domain/card/civil-id.ts';
import { parseCityDay } from '../../domain/city-day.ts';
import type { CensusSystem } from '../../simulators/census/start-census.ts';
import { fault } from '../support/regional-library.ts';
import {
  askFor,
  createClientOf,
  DOCUMENTED,
  FOR_TARIFFS,
  startOffice,
} from './support/census-office.ts';

const SOME = DOCUMENTED.slice(0, 60);

/** Documents in each of their spellings, names, addresses and places of birth: all that is planted. */
const PLANTED = [
  ...SOME.flatMap(({ civilId }) => [civilId, `${civilId.slice(0, -1)}-${civilId.slice(-1)}`]),
  ...SOME.map(({ civilId }) => civilId.toLowerCase()),
  ...SOME.flatMap(({ givenName, familyName }) => [givenName, ...familyName.split(' ')]),
  'Calle Inventada',
  'Villa Inventada',
  'ESPAÑA',
  'RUMANÍA',
];

function leaksIn(said: string): readonly string[] {
  return PLANTED.filter((each) => said.includes(each));
}

/** Every failure is told as it came: an open breaker would hide what stands in the first ones. */
const BLUNT = { timeoutMs: 8_000, retries: 0, breakerMinimumCalls: 10_000 };

/** Everything that the connector says of everybody: results, errors with causes, log lines. */
async function sayEverything(prepare: (office: CensusSystem) => Promise<void>): Promise<string> {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  await using office = await startOffice();
  await prepare(office);
  const log = pino({ level: 'trace' }, sink);
  await using client = createClientOf(office, { log, guard: BLUNT });
  const asks = SOME.map((each) => askFor(each, 'residency', 'identity', 'household'));
  const answers = await client.fetchPersons(asks, FOR_TARIFFS);
  const children = await client.findMinors(
    SOME.map(({ civilId, birthDate }) => ({
      guardian: parseCivilId(civilId),
      birthDay: parseCityDay(birthDate),
    })),
    FOR_TARIFFS,
  );
  return inspect([answers, children, lines], { depth: Infinity, maxArrayLength: Infinity });
}

it('says no document, name or address in any answer', async () => {
  const said = await sayEverything(async () => {});
  expect(said).toContain('birthDay');
  expect(leaksIn(said)).toEqual([]);
});

it.each(['error', 'malformed', 'close', 'refuse'] as const)(
  'says nothing of anybody at the fault %s',
  async (kind) => {
    const said = await sayEverything((office) => office.putFault(fault(kind)));
    expect(said).toContain('UPSTREAM_');
    expect(leaksIn(said)).toEqual([]);
    expect(SOME.filter(({ birthDate }) => said.includes(birthDate))).toEqual([]);
  },
);

it('would notice what is planted', () => {
  for (const { civilId } of SOME) expect(leaksIn(inspect({ civilId }))).toEqual([civilId]);
});
