import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { UpstreamMalformedError } from '../../../domain/errors.ts';
import { decodeMessage, encodeMessage, encodeResendRequest } from './codec.ts';
import { fixedWidth, FIXED_PARTS, isMessageId } from './fixed-part.ts';

const decode = (text: string, encoding: 'utf8' | 'latin1' = 'utf8') =>
  decodeMessage(Buffer.from(text, encoding));
const outcomeOf = (work: () => unknown): unknown => {
  try {
    work();
    return 'a value';
  } catch (error) {
    return error instanceof Error ? error.constructor : error;
  }
};
const ITEM = '1804000120261121    093000';

it('keeps every value of a repeated field, in order', () => {
  expect(decode(`${ITEM}AF1|AJtitle|AF2|`).fields).toEqual(
    new Map([
      ['AF', ['1', '2']],
      ['AJ', ['title']],
    ]),
  );
});

it('keeps the fields of makers apart', () => {
  expect(decode(`${ITEM}PCADULTO|XI7|AB1|`).extensions).toEqual(
    new Map([
      ['PC', ['ADULTO']],
      ['XI', ['7']],
    ]),
  );
});

it('drops name, address, mail, telephone and birth date, control bytes included', () => {
  const { fields, extensions } = decode(`${ITEM}AEAna|BDCalle|BEa@b|BF985|PB\u00011985|AB1|`);
  expect([[...fields.keys()], [...extensions.keys()]]).toEqual([['AB'], []]);
});

it('decodes the entity of the delimiter and no other', () => {
  expect(decode(`${ITEM}AJa&#124;b &amp; &#65;|`).fields.get('AJ')).toEqual(['a|b &amp; &#65;']);
});

it('writes delimiter and line ends so that they cannot break out of a field', () => {
  const message = { id: '35', fixed: ' '.repeat(18), fields: [['AA', '1|AB2\r\n93']] } as const;
  expect(encodeMessage(message, null, 'latin1').toString('latin1')).toBe(
    `35${' '.repeat(18)}AA1&#124;AB2  93|`,
  );
});

it('reads sequence and checksum behind the last delimiter only', () => {
  expect(decode('941AY0AZFDFD')).toMatchObject({ sequence: 0, isChecksumRight: true });
  expect(decode('941AY0AZFDFE')).toMatchObject({ sequence: 0, isChecksumRight: false });
  expect(decode(`${ITEM}AJAY0AZFDFD|`)).toMatchObject({ sequence: null, isChecksumRight: null });
});

it('reads a title that is cut into pieces by a raw delimiter', () => {
  expect([...decode(`${ITEM}AJa|b c|x||AB1|`).fields.keys()]).toEqual(['AJ', 'AB']);
});

it.each(['', '9', '00', 'HTTP/1.1 503', '64', ITEM.slice(0, -1)])('refuses %j', (text) => {
  expect(() => decode(text)).toThrow(UpstreamMalformedError);
});

it('asks for the last answer again without a sequence', () => {
  expect(encodeResendRequest().toString('latin1')).toBe('97AZFEF5');
});

const someId = fc.constantFrom(...Object.keys(FIXED_PARTS).filter(isMessageId));
const someCode = fc.constantFrom('AA', 'AB', 'AF', 'AU', 'AV', 'BV', 'CQ');
const someValue = fc
  .string({ unit: 'grapheme' })
  .filter((text) => !/[\r\n]|&#124;/.test(text) && text.isWellFormed());

it('reads back what it writes', () => {
  const fields = fc.array(fc.tuple(someCode, someValue));
  fc.assert(
    fc.property(someId, fields, fc.nat(9), (id, pairs, sequence) => {
      const fixed = '7'.repeat(fixedWidth(id));
      const decoded = decodeMessage(encodeMessage({ id, fixed, fields: pairs }, sequence, 'utf8'));
      const expected = Map.groupBy(pairs, ([code]) => code);
      expect(decoded).toEqual({
        id,
        fixed,
        sequence,
        isChecksumRight: true,
        extensions: new Map(),
        fields: new Map([...expected].map(([code, all]) => [code, all.map(([, value]) => value)])),
      });
    }),
  );
});

it('gives a message or its own error for any bytes', () => {
  const prefix = fc.constantFrom('', '64', '98', '18', '941', ITEM);
  fc.assert(
    fc.property(prefix, fc.uint8Array({ maxLength: 300 }), (start, bytes) => {
      const line = Buffer.concat([Buffer.from(start), bytes]);
      expect(['a value', UpstreamMalformedError]).toContain(outcomeOf(() => decodeMessage(line)));
    }),
    { numRuns: 1_000 },
  );
});
