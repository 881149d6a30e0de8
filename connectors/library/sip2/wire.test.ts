import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { UpstreamMalformedError } from '../../../domain/errors.ts';
import { decodeMessage } from './codec.ts';
import {
  parseItemInformation,
  parseLent,
  parseLoginReply,
  parsePatronInformation,
  parsePatronStatus,
  parsePaymentReply,
  parseRenewals,
  parseStatusReply,
} from './wire.ts';

const read = (text: string) => decodeMessage(Buffer.from(text));
const outcomeOf = (work: () => unknown): unknown => {
  try {
    work();
    return 'a value';
  } catch (error) {
    return error instanceof Error ? error.constructor : error;
  }
};
const AT = '20261121    093000';

it('reads a borrower, blank counts and blank list entries included', () => {
  const counts = '0001    000200010000    ';
  const text = `64${' '.repeat(14)}008${AT}${counts}AOX|AA17|BLY|CQmaybe|BV |AU1|AU |AU2|CD|`;
  expect(parsePatronInformation(read(text))).toEqual({
    patron: '17',
    patronStatus: ' '.repeat(14),
    isValid: true,
    isPinRight: null,
    owed: null,
    counts: { hold: 1, overdue: null, charged: 2, fine: 1, unavailable: null },
    lists: { hold: [], overdue: [], charged: ['1', '2'], fine: [], unavailable: [] },
  });
});

it('reads a status reply', () => {
  const text = `98YYYYNN100005${AT}2.00AOX|BXYN|`;
  expect(parseStatusReply(read(text))).toEqual({
    isOnline: true,
    retriesAllowed: '005',
    supported: 'YN',
  });
});

it.each([
  ['941', true],
  ['940', false],
])('reads the login reply %s', (text, isIn) => {
  expect(parseLoginReply(read(text))).toBe(isIn);
});

it.each([
  ['12', 'Y'],
  ['30', '1'],
] as const)('reads %s, with its flag as Y or 1', (id, ok) => {
  expect(parseLent(id, read(`${id}${ok}NUY${AT}AB1|AJ Nada |AH${AT}|`))).toEqual({
    isDone: true,
    barcode: '1',
    title: 'Nada',
    due: AT,
  });
});

const REPLIES = {
  '18': parseItemInformation,
  '24': parsePatronStatus,
  '30': (message: ReturnType<typeof read>) => parseLent('30', message),
  '38': parsePaymentReply,
  '64': parsePatronInformation,
  '66': parseRenewals,
  '94': parseLoginReply,
  '98': parseStatusReply,
} as const;

it.each(Object.entries(REPLIES))('refuses anything but %s in its place', (id, parse) => {
  const other = id === '18' ? '941' : `18${'0'.repeat(24)}AB1|`;
  expect(() => parse(read(other))).toThrow(UpstreamMalformedError);
});

it.each(Object.entries(REPLIES))('gives %s or its own error for any rest', (id, parse) => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (rest) => {
      const outcome = outcomeOf(() => parse(read(`${id}${rest}`)));
      expect(['a value', UpstreamMalformedError]).toContain(outcome);
    }),
  );
});
