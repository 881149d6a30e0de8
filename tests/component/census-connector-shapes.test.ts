import { beforeEach, expect, it } from '@jest/globals';
import nock from 'nock';
import {
  answerBytes,
  answerOf,
  envelope,
  fields,
  NIF,
  readMinors,
  readPart,
  type Fields,
} from '../contract/support/census-wire.ts';

beforeEach(() => nock.disableNetConnect());

const MALFORMED = 'UPSTREAM_MALFORMED census:';
const NO_DAY = `${MALFORMED} A day is written YYYY-MM-DD and has to be in the calendar.`;

const IDENTITY: Fields = { FechaNacimiento: '1985-03-04', Fallecido: 'N' };
const READ_IDENTITY = { birthDay: '1985-03-04', isDeceased: false };

it.each<readonly [string, Fields]>([
  ['as people write it', { FechaNacimiento: '04/03/1985' }],
  ['with a zone behind it', { FechaNacimiento: '1985-03-04+01:00' }],
  ['with midnight behind it', { FechaNacimiento: '1985-03-04T00:00:00.000+01:00' }],
  ['with blanks around it', { FechaNacimiento: '\n 1985-03-04 ' }],
  ['beside a no in letters', { Fallecido: 'no' }],
  ['beside a no as a number', { Fallecido: '0' }],
  ['beside a no of programs', { Fallecido: 'false' }],
])('reads a day of birth %s', async (_what, more) => {
  answerBytes(answerOf('identity', fields({ ...IDENTITY, ...more })));
  expect(await readPart('identity')).toEqual(READ_IDENTITY);
});

it.each(['S', 'si', 'SÍ', 'true', '1'])('reads %s as a death', async (spelt) => {
  answerBytes(answerOf('identity', fields({ ...IDENTITY, Fallecido: spelt })));
  expect(await readPart('identity')).toEqual({ ...READ_IDENTITY, isDeceased: true });
});

it.each<readonly [string, Fields, string]>([
  ['a day that nobody knows', { FechaNacimiento: '00/00/1950' }, NO_DAY],
  ['a day that is none', { FechaNacimiento: '2001-02-29' }, NO_DAY],
  ['a day in American order', { FechaNacimiento: '03/14/1985' }, NO_DAY],
  ['a year of two digits', { FechaNacimiento: '04/03/85' }, NO_DAY],
  [
    'a day that fills a gap',
    { FechaNacimiento: '01/01/1900' },
    `${MALFORMED} a birth too long ago to be one`,
  ],
  ['a day to come', { FechaNacimiento: '2026-10-03' }, `${MALFORMED} a day that is to come`],
  ['no day', { FechaNacimiento: null }, `${MALFORMED} unexpected FechaNacimiento`],
  ['no word on a death', { Fallecido: null }, `${MALFORMED} unexpected Fallecido`],
  ['another word on a death', { Fallecido: 'QUIZAS' }, `${MALFORMED} unexpected Fallecido`],
])('refuses an identity with %s', async (_what, more, message) => {
  answerBytes(answerOf('identity', fields({ ...IDENTITY, ...more })));
  expect(await readPart('identity')).toBe(message);
});

it('takes neither nil for a day nor nil for a death', async () => {
  const nil = '<FechaNacimiento xsi:nil="true"/><Fallecido xsi:nil="1"/>';
  answerBytes(answerOf('identity', nil));
  expect(await readPart('identity')).toBe(`${MALFORMED} unexpected FechaNacimiento, Fallecido`);
});

it.each(['2026-10-01', '2026-10-02'])('takes a birth on %s, of today or nearly', async (day) => {
  answerBytes(answerOf('identity', fields({ ...IDENTITY, FechaNacimiento: day })));
  expect(await readPart('identity')).toMatchObject({ birthDay: day });
});

const REGISTERED: Fields = { Empadronado: 'S', FechaAlta: '2001-02-03', Municipio: '33024' };
const READ_REGISTERED = { isResident: true, since: '2001-02-03', municipality: '33024' };

it.each<readonly [string, Fields, unknown]>([
  ['all of it', {}, READ_REGISTERED],
  ['no day', { FechaAlta: null }, { ...READ_REGISTERED, since: null }],
  ['no residency', { Empadronado: 'N', FechaAlta: null, Municipio: null }, { isResident: false }],
  [
    'no residency, but one elsewhere',
    { Empadronado: '0', Municipio: '33044' },
    { isResident: false },
  ],
  ['no municipality', { Municipio: null }, `${MALFORMED} a resident of no municipality`],
  ['the name of a town', { Municipio: 'GIJÓN' }, `${MALFORMED} unexpected Municipio`],
  ['neither yes nor no', { Empadronado: null }, `${MALFORMED} unexpected Empadronado`],
  ['a day to come', { FechaAlta: '2027-01-01' }, `${MALFORMED} a day that is to come`],
])('reads a registration with %s', async (_what, more, read) => {
  answerBytes(answerOf('residency', fields({ ...REGISTERED, ...more })));
  expect(await readPart('residency')).toEqual(read);
});

it.each([
  ['33024', true],
  ['33044', false],
])("takes a resident of %s for one of the city's own: %s", async (Municipio, isResident) => {
  answerBytes(answerOf('residency', fields({ ...REGISTERED, Municipio })));
  expect(await readPart('residency', { municipality: '33024' })).toMatchObject({ isResident });
});

it.each([
  [
    { IdUnidad: 'U-1', NumeroMiembros: '4' },
    { id: 'U-1', memberCount: 4 },
  ],
  [{ IdUnidad: 'U-1', NumeroMiembros: '0' }, `${MALFORMED} unexpected NumeroMiembros`],
  [{ IdUnidad: 'U-1', NumeroMiembros: '-1' }, `${MALFORMED} unexpected NumeroMiembros`],
  [{ IdUnidad: 'Calle Mayor, 1', NumeroMiembros: '4' }, `${MALFORMED} unexpected IdUnidad`],
])('reads the household %j', async (household, read) => {
  answerBytes(answerOf('household', fields(household)));
  expect(await readPart('household')).toEqual(read);
});

it.each(['00000012-N', '00000012n', '12N', ' 00.000.012-N '])(
  'knows its own document again in %j',
  async (Nif) => {
    answerBytes(answerOf('identity', fields(IDENTITY), { Nif }));
    expect(await readPart('identity')).toEqual(READ_IDENTITY);
  },
);

it.each([
  [{ Nif: '00000013J' }, `${MALFORMED} a record that was not asked for`],
  [{ Nif: null }, `${MALFORMED} a record that was not asked for`],
  [{ Nif: null, IdMiembro: 'M-1' }, `${MALFORMED} a record that was not asked for`],
  [{ Nif: 'ANA' }, `${MALFORMED} This is not a DNI, NIE, NIF or CIF.`],
])('takes no facts from the record of %j', async (subject, message) => {
  answerBytes(answerOf('identity', fields(IDENTITY), subject));
  expect(await readPart('identity')).toBe(message);
});

it.each([
  [{ IdPeticion: 'another' }, `${MALFORMED} the answer to another request`],
  [{ IdPeticion: null }, `${MALFORMED} unexpected IdPeticion`],
  [{ CodigoEstado: null }, `${MALFORMED} unexpected CodigoEstado`],
  [{ FechaProceso: 'ayer' }, `${MALFORMED} unexpected FechaProceso`],
  [{ CodigoEstado: '0502' }, 'UPSTREAM_UNAVAILABLE census: state 0502'],
  [{ CodigoEstado: '0231' }, 'UPSTREAM_REJECTED census: refused with 0231'],
  [{ CodigoEstado: '0233' }, 'unknownPerson'],
  [{ FechaProceso: '01/10/2026 14:00:00' }, READ_IDENTITY],
])('takes an answer with %j for what it is', async (frame, read) => {
  answerBytes(answerOf('identity', fields(IDENTITY), frame));
  expect(await readPart('identity')).toEqual(read);
});

function faultOf(code: string, detail: string): string {
  return envelope(
    `<e:Fault><faultcode>e:${code}</faultcode><faultstring>${NIF}</faultstring><detail><x:Error xmlns:x="urn:x"><x:Codigo>${detail}</x:Codigo></x:Error></detail></e:Fault>`,
  );
}

it.each([
  ['Client', 'PERSONA_DESCONOCIDA', 'unknownPerson'],
  [
    'Client',
    'FINALIDAD_OBLIGATORIA',
    'UPSTREAM_REJECTED census: refused with FINALIDAD_OBLIGATORIA',
  ],
  ['Client', 'FALLECIDA', 'UPSTREAM_REJECTED census: refused with a code that is not known'],
  ['Client', NIF, 'UPSTREAM_REJECTED census: refused with a code that is not known'],
  ['Server', 'FALLECIDA', 'UPSTREAM_UNAVAILABLE census: a fault of the server'],
])('takes the fault %s with %s for what it is, with status 200 too', async (code, detail, read) => {
  answerBytes(faultOf(code, detail), { status: 500 });
  expect(await readPart('identity')).toBe(read);
  answerBytes(faultOf(code, detail));
  expect(await readPart('identity')).toBe(read);
});

const CHILD: Fields = { IdMiembro: 'M-1', FechaNacimiento: '06/05/2020' };

function householdOf(children: readonly Fields[], count = children.length): string {
  const head = { IdUnidad: 'U-1', NumeroMiembros: '5', NumeroMenores: String(count) };
  const rows = children.map((child) => `<Menor>${fields(child)}</Menor>`).join('');
  return answerOf('household', `${fields(head)}<Menores>${rows}</Menores>`);
}

const SISTER = { IdMiembro: 'M-2', FechaNacimiento: '2018-01-01' };
const TWIN = { IdMiembro: 'M-3', FechaNacimiento: '2020-05-06' };
const BROKEN = { IdMiembro: 'M-4', FechaNacimiento: '00/00/2020' };

it.each<readonly [string, readonly Fields[], unknown]>([
  ['one child', [CHILD], ['M-1']],
  ['one of two children', [SISTER, CHILD], ['M-1']],
  ['twins', [CHILD, TWIN], ['M-1', 'M-3']],
  ['nobody of that day', [SISTER], []],
  ['nobody at all', [], []],
  ['a child beside a broken row', [BROKEN, CHILD], ['M-1']],
  ['nobody but a broken row', [SISTER, BROKEN], NO_DAY],
  ['a child without an id', [{ ...CHILD, IdMiembro: null }], `${MALFORMED} unexpected IdMiembro`],
])('finds %s', async (_what, children, found) => {
  answerBytes(householdOf(children));
  expect(await readMinors()).toEqual(found);
});

it('takes nothing of a list that was cut', async () => {
  answerBytes(householdOf([CHILD], 2));
  expect(await readMinors()).toBe(`${MALFORMED} 1 rows of 2 in Menores`);
});

it.each(['<Menores/>', '<Menores xsi:nil="true"/>', ''])(
  'reads %j as no children',
  async (list) => {
    const head = fields({ IdUnidad: 'U-1', NumeroMiembros: '2', NumeroMenores: '0' });
    answerBytes(answerOf('household', `${head}${list}`));
    expect(await readMinors()).toEqual([]);
  },
);
