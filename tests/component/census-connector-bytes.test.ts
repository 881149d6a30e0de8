import { beforeEach, expect, it } from '@jest/globals';
import {
  assert,
  asyncProperty,
  constantFrom,
  integer,
  string,
  tuple,
  uint8Array,
} from 'fast-check';
import nock from 'nock';
import {
  answerBytes,
  answerOf,
  fields,
  NIF,
  readMinors,
  readPart,
} from '../contract/support/census-wire.ts';

beforeEach(() => nock.disableNetConnect());

/** A breaker that has seen rubbish would answer the rest by itself. */
const PATIENT = { guard: { breakerWindow: 10_000, breakerMinimumCalls: 10_000 } };

const parts = constantFrom('residency' as const, 'identity' as const, 'household' as const);

const types = constantFrom(
  'text/xml; charset=utf-8',
  'text/xml; charset=ISO-8859-1',
  'text/html',
  'multipart/related',
);

const statuses = constantFrom(200, 500);

it('answers any bytes with a named failure, in every part', async () => {
  await assert(
    asyncProperty(
      uint8Array({ maxLength: 400 }),
      tuple(parts, types, statuses),
      async (bytes, [part, type, status]) => {
        answerBytes(Buffer.from(bytes), { type, status });
        expect(await readPart(part, PATIENT)).toMatch(
          status === 200
            ? /^UPSTREAM_MALFORMED census: /
            : /^UPSTREAM_UNAVAILABLE census: HTTP 500/,
        );
      },
    ),
    { numRuns: 150 },
  );
});

const FACTS =
  fields({ Empadronado: 'S', FechaAlta: '2001-02-03', Municipio: '33024' }) +
  fields({ FechaNacimiento: '1985-03-04', Fallecido: 'N' }) +
  fields({ IdUnidad: 'U-1', NumeroMiembros: '3', NumeroMenores: '1' }) +
  `<Menores><Menor>${fields({ IdMiembro: 'M-1', FechaNacimiento: '2020-05-06' })}</Menor></Menores>`;

/** A right answer with a piece of it replaced. */
const changes = tuple(
  integer({ min: 0, max: answerOf('residency', FACTS).length }),
  integer({ min: 0, max: 60 }),
  string({ unit: 'binary', maxLength: 8 }),
);

// A piece may also make another state code of the one that means success, which is a clear no.
const NAMED = /^UPSTREAM_(MALFORMED|UNAVAILABLE|REJECTED) census: /;

function isFacts(read: unknown): boolean {
  return read === 'unknownPerson' || (typeof read === 'object' && read !== null);
}

it('answers a right answer with any piece replaced by facts or a named failure', async () => {
  await assert(
    asyncProperty(changes, tuple(parts, types), async ([start, length, piece], [part, type]) => {
      const whole = answerOf(part, FACTS);
      answerBytes(whole.slice(0, start) + piece + whole.slice(start + length), { type });
      const read = await readPart(part, PATIENT);
      expect(isFacts(read) || NAMED.test(String(read))).toBe(true);
      expect(JSON.stringify(read)).not.toContain(NIF);
    }),
    { numRuns: 200 },
  );
});

it('finds in a household with any piece replaced the child, nobody, or a named failure', async () => {
  await assert(
    asyncProperty(changes, types, async ([start, length, piece], type) => {
      const whole = answerOf('household', FACTS);
      answerBytes(whole.slice(0, start) + piece + whole.slice(start + length), { type });
      const read = await readMinors(PATIENT);
      expect(Array.isArray(read) || NAMED.test(String(read))).toBe(true);
    }),
    { numRuns: 150 },
  );
});

const digits = constantFrom('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');

it('never tells facts from a record whose document is not the one that was asked by', async () => {
  await assert(
    asyncProperty(integer({ min: 0, max: 7 }), digits, async (place, digit) => {
      const Nif = NIF.slice(0, place) + digit + NIF.slice(place + 1);
      if (Nif === NIF) return;
      answerBytes(answerOf('identity', FACTS, { Nif }));
      expect(await readPart('identity', PATIENT)).toMatch(/^UPSTREAM_MALFORMED census: /);
    }),
    { numRuns: 80 },
  );
});

it.each([
  ['an entity of its own', '<!DOCTYPE e [<!ENTITY a "x">]>'],
  ['a file of the machine', '<!DOCTYPE e [<!ENTITY a SYSTEM "file:///etc/passwd">]>'],
])('refuses a document with %s', async (_what, prologue) => {
  answerBytes(prologue + answerOf('identity', FACTS));
  expect(await readPart('identity')).toBe('UPSTREAM_MALFORMED census: no SOAP answer');
});

it('reads UTF-8 that calls itself ISO-8859-1, and ISO-8859-1', async () => {
  const answer = answerOf('identity', `<Nombre>Iñaki</Nombre>${FACTS}`.replace('>N<', '>SÍ<'));
  const type = 'text/xml; charset=ISO-8859-1';
  for (const encoding of ['utf8', 'latin1'] as const) {
    answerBytes(Buffer.from(answer, encoding), { type });
    expect(await readPart('identity')).toEqual({ birthDay: '1985-03-04', isDeceased: true });
  }
});
