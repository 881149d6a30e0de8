import { expect, it } from '@jest/globals';
import { parseCivilId, parsePassport } from '../../domain/card/civil-id.ts';
import { parseCityDay } from '../../domain/city-day.ts';
import { dni } from '../../simulators/city/numbers.ts';
import {
  ANA,
  ask,
  askFor,
  CHILDREN,
  CHILDREN_AT_HOME,
  CITY,
  createClientOf,
  DOCUMENTED,
  FOR_TARIFFS,
  headOf,
  PATIENT,
  RESIDENTS,
  startOffice,
  type Resident,
} from './support/census-office.ts';

const PARTS = ['residency', 'identity', 'household'] as const;

it('tells residency, birth and household of the example person', async () => {
  await using office = await startOffice();
  await using client = createClientOf(office);
  expect(await client.fetchPersons([askFor(ANA, ...PARTS)], FOR_TARIFFS)).toEqual([
    {
      residency: {
        value: { isResident: true, since: ANA.census.since, municipality: '33024' },
      },
      identity: { value: { birthDay: ANA.birthDate, isDeceased: false } },
      household: {
        value: { id: expect.stringMatching(/^U[0-9a-f]{16}$/), memberCount: expect.any(Number) },
      },
    },
  ]);
});

it('asks once for each person and part, and for nothing that was not asked for', async () => {
  await using office = await startOffice();
  await using client = createClientOf(office, PATIENT);
  const asks = DOCUMENTED.slice(0, 20).map((each, place) =>
    place % 2 === 0 ? askFor(each, 'identity') : askFor(each, 'identity', 'residency'),
  );
  const answers = await client.fetchPersons(asks, FOR_TARIFFS);
  expect(answers.map(({ residency }) => residency === null)).toEqual(
    asks.map((_, place) => place % 2 === 0),
  );
  expect(office.calls()).toEqual({ ConsultarDatosIdentidad: 20, ConsultarEmpadronamiento: 10 });
});

it('asks for nothing when no part is wanted', async () => {
  await using office = await startOffice();
  await using client = createClientOf(office);
  const nothing = { residency: null, identity: null, household: null };
  expect(await client.fetchPersons([askFor(ANA)], FOR_TARIFFS)).toEqual([nothing]);
  expect(office.calls()).toEqual({});
});

it('reads everybody whom the city has, however it is spelt, in the order asked', async () => {
  await using office = await startOffice();
  await using client = createClientOf(office, PATIENT);
  for (let start = 0; start < DOCUMENTED.length; start += 100) {
    const some = DOCUMENTED.slice(start, start + 100);
    const answers = await client.fetchPersons(
      some.map((each) => askFor(each, 'residency', 'identity')),
      FOR_TARIFFS,
    );
    expect(answers).toEqual(some.map(factsOf));
  }
});

/** What the census has to say of somebody, worked out from the city. */
function factsOf({ index, birthDate, census }: Resident) {
  const { since, leftTo, isDeceased } = census;
  const isResident = leftTo === null && (!isDeceased || index % 2 === 0);
  return {
    residency: {
      value: isResident ? { isResident, since, municipality: '33024' } : { isResident },
    },
    identity: { value: { birthDay: birthDate, isDeceased } },
    household: null,
  };
}

it('has people who died, who moved, and of whom nobody knows since when they are there', () => {
  const census = RESIDENTS.map((each) => each.census);
  expect(census.filter(({ isDeceased }) => isDeceased).length).toBeGreaterThan(1);
  expect(census.filter(({ leftTo }) => leftTo !== null).length).toBeGreaterThan(3);
  expect(census.filter(({ since }) => since === null).length).toBeGreaterThan(10);
  expect(CHILDREN.length).toBeGreaterThan(10);
});

it('takes a resident of another town for none, unless any town will do', async () => {
  const isHosted = ({ index, census }: Resident) =>
    census.leftTo !== null && !census.isDeceased && index % 2 === 0;
  const [moved = ANA] = DOCUMENTED.filter(isHosted);
  await using office = await startOffice();
  await using strict = createClientOf(office);
  await using lenient = createClientOf(office, { municipality: null });
  const asks = [askFor(moved, 'residency')];
  expect(await strict.fetchPersons(asks, FOR_TARIFFS)).toMatchObject([
    { residency: { value: { isResident: false } } },
  ]);
  expect(await lenient.fetchPersons(asks, FOR_TARIFFS)).toMatchObject([
    { residency: { value: { isResident: true, municipality: moved.census.leftTo } } },
  ]);
});

it('tells those who live together the same household', async () => {
  await using office = await startOffice();
  await using client = createClientOf(office, PATIENT);
  const asks = DOCUMENTED.slice(0, 60).map((each) => askFor(each, 'household'));
  const answers = await client.fetchPersons(asks, FOR_TARIFFS);
  const households = answers.flatMap(({ household }) =>
    household && 'value' in household && household.value !== 'unknownPerson'
      ? [household.value]
      : [],
  );
  const byId = Map.groupBy(households, ({ id }) => id);
  expect(byId.size).toBeGreaterThan(10);
  for (const [{ memberCount } = { memberCount: 0 }, ...others] of byId.values()) {
    expect(memberCount).toBeGreaterThan(others.length);
    expect(others.every((each) => each.memberCount === memberCount)).toBe(true);
  }
});

it.each([999_999, 999_998, 999_997, 999_996])(
  'knows nobody of the document number %i, in whatever way that is said',
  async (number) => {
    await using office = await startOffice();
    await using client = createClientOf(office);
    const [answer] = await client.fetchPersons(
      [askFor({ civilId: dni(number) }, ...PARTS)],
      FOR_TARIFFS,
    );
    const unknown = { value: 'unknownPerson' };
    expect(answer).toMatchObject({ identity: unknown, household: unknown });
    expect([unknown, { value: { isResident: false } }]).toContainEqual(answer?.residency);
  },
);

it('knows no visitor', async () => {
  const [visitor = ANA] = CITY.cardholders.filter(({ kind }) => kind === 'visitor');
  await using office = await startOffice();
  await using client = createClientOf(office);
  expect(await client.fetchPersons([askFor(visitor, 'identity')], FOR_TARIFFS)).toMatchObject([
    { identity: { value: 'unknownPerson' } },
  ]);
});

it.each([
  ['an organisation', parseCivilId('B00000000')],
  ['a passport', parsePassport('FRA', '12AB34567')],
])('does not ask for %s', async (_what, civilId) => {
  await using office = await startOffice();
  await using client = createClientOf(office);
  const asks = [ask({ kind: 'civilId', civilId }, 'identity')];
  expect(await client.fetchPersons(asks, FOR_TARIFFS)).toMatchObject([
    { identity: { error: { message: 'census: asks by DNI, NIE or NIF alone' } } },
  ]);
  expect(office.calls()).toEqual({});
});

it('does not ask for what is no id of a member', async () => {
  await using office = await startOffice();
  await using client = createClientOf(office);
  const asks = ['', '<&>', '\0'].map((memberId) => ask({ kind: 'member', memberId }, 'identity'));
  const answers = await client.fetchPersons(asks, FOR_TARIFFS);
  const rejected = { error: expect.objectContaining({ code: 'UPSTREAM_REJECTED' }) };
  expect(answers.map(({ identity }) => identity)).toEqual([rejected, rejected, rejected]);
  expect(office.calls()).toEqual({});
});

it('says why and for whom it asks, with every request', async () => {
  await using office = await startOffice();
  await using client = createClientOf(office);
  const access = {
    purpose: 'identityCheck',
    consent: 'legalBasis',
    requestedBy: 'clerk-7',
  } as const;
  await client.fetchPersons([askFor(ANA, 'identity')], FOR_TARIFFS);
  const guardian = parseCivilId(ANA.civilId);
  await client.findMinors([{ guardian, birthDay: parseCityDay('2020-01-01') }], access);
  const [first, second] = office.accesses();
  expect(first).toEqual({
    operation: 'ConsultarDatosIdentidad',
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    purpose: 'TARIFAS',
    consent: 'Si',
    procedure: 'TARJETA-CIUDADANA',
    user: 'facts-1',
    application: 'TESSERA',
  });
  expect(second).toMatchObject({ purpose: 'COMPROBACION_IDENTIDAD', consent: 'Ley' });
  expect(second?.requestId).not.toBe(first?.requestId);
});

it('is not let in with a wrong password', async () => {
  await using office = await startOffice();
  await using client = createClientOf(office, { credentials: { user: 'hub', password: 'no' } });
  expect(await client.fetchPersons([askFor(ANA, 'identity')], FOR_TARIFFS)).toMatchObject([
    { identity: { error: { message: 'census: refused with CREDENCIALES_NO_VALIDAS' } } },
  ]);
  expect(office.accesses()).toEqual([]);
});

/** A child without a document, and who is in the census by one and lives with it. */
const [CHILD = ANA] = CHILDREN_AT_HOME;
const GUARDIAN = headOf(CHILD);
const BIRTH_DAY = parseCityDay(CHILD.birthDate);
const FAMILY = { guardian: parseCivilId(GUARDIAN.civilId), birthDay: BIRTH_DAY };

it('finds a child without a document through its household, and then its facts', async () => {
  await using office = await startOffice();
  await using client = createClientOf(office);
  const [found] = await client.findMinors([FAMILY], FOR_TARIFFS);
  expect(found).toEqual({ value: [expect.stringMatching(/^M[0-9a-f]{16}$/)] });
  const memberId = found && 'value' in found ? (found.value[0] ?? '') : '';
  const asks = [ask({ kind: 'member', memberId }, ...PARTS)];
  expect(await client.fetchPersons(asks, FOR_TARIFFS)).toMatchObject([
    {
      residency: { value: { isResident: true } },
      identity: { value: { birthDay: BIRTH_DAY, isDeceased: false } },
      household: { value: { memberCount: expect.any(Number) } },
    },
  ]);
});

it('finds no child by another day of birth, another household, or a guardian whom nobody knows', async () => {
  await using office = await startOffice();
  await using client = createClientOf(office);
  const [stranger = ANA] = RESIDENTS.filter(
    ({ index, census }) => index > CHILD.index && census.startsHousehold,
  );
  const asks = [
    { ...FAMILY, birthDay: parseCityDay('2019-02-03') },
    { ...FAMILY, guardian: parseCivilId(stranger.civilId) },
    { ...FAMILY, guardian: parseCivilId(dni(999_998)) },
  ];
  const nobody = { value: [] };
  expect(await client.findMinors(asks, FOR_TARIFFS)).toEqual([nobody, nobody, nobody]);
  expect(office.calls()).toEqual({ ConsultarConvivencia: 3 });
});

it('finds every child that lives in the city', async () => {
  await using office = await startOffice();
  await using client = createClientOf(office, PATIENT);
  const asks = CHILDREN_AT_HOME.map((child) => ({
    guardian: parseCivilId(headOf(child).civilId),
    birthDay: parseCityDay(child.birthDate),
  }));
  const found = await client.findMinors(asks, FOR_TARIFFS);
  expect(found).toEqual(CHILDREN_AT_HOME.map(() => ({ value: [expect.any(String)] })));
});

it('no longer knows a child as a member once it needs a document of its own', async () => {
  const grown = { now: () => new Date('2041-01-01T12:00:00Z') };
  await using office = await startOffice({ clock: grown });
  await using client = createClientOf(office, { clock: grown });
  expect(await client.findMinors([FAMILY], FOR_TARIFFS)).toEqual([{ value: [] }]);
  expect(await client.fetchPersons([askFor(CHILD, 'identity')], FOR_TARIFFS)).toMatchObject([
    { identity: { value: { birthDay: BIRTH_DAY } } },
  ]);
});
