import { expect, it } from '@jest/globals';
import { checksumOf, hasRightChecksum } from '../../connectors/library/sip2/checksum.ts';
import { DEFAULT_RULES } from '../../simulators/municipal-library/rules.ts';
import { encodeAnswer, readTail } from '../../simulators/municipal-library/frame.ts';

/** Sources: the 3M guide as quoted by SIPServer, CASSIE, node-sip2, invenio-sip2, SIP2.NET; the last four computed. */
const VECTORS = [
  ['990 402.00AY1AZ', 'FCB4'],
  ['941AY0AZ', 'FDFD'],
  ['941AY3AZ', 'FDFA'],
  ['97AZ', 'FEF5'],
  ['96AZ', 'FEF6'],
  ['9900802.00AY1AZ', 'FCA0'],
  ['9300CNlibrarian@test.com|CO123456|CPselfcheck_location|AY1AZ', 'EAEE'],
  ['9300CNinfo@test.org|COtester|CPselfcheck_location|AY0AZ', 'EB8C'],
  ['9900302.0E|AY1AZ', 'FC14'],
  ['9300CNhub|COs3cret|CPgijon-01|AY0AZ', 'F46D'],
  ['6300020261121    093000          AOGIJON|AA0000000000017|AC|AD1234|AY2AZ', 'F061'],
  ['3520261121    093001AOGIJON|AA0000000000017|AY3AZ', 'F4FB'],
  ['98YYYYNN10000520261121    0930002.00AOGIJON|BXYYYYYYYYYYYNYYYY|AY1AZ', 'EDEA'],
] as const;
const SEQUENCED = VECTORS.filter(([text]) => /AY\dAZ$/.test(text));

it.each(VECTORS)('the hub sums %s to %s', (text, checksum) => {
  const line = `${text}${checksum}`;
  expect(checksumOf(Buffer.from(text, 'latin1'))).toBe(checksum);
  expect(hasRightChecksum(Buffer.from(line, 'latin1'), line)).toBe(true);
});

it.each(SEQUENCED)('the simulated library sums %s to %s', (text, checksum) => {
  const sequence = text.slice(-3, -2);
  const signed = encodeAnswer(text.slice(0, -5), sequence, { ...DEFAULT_RULES, terminator: 'CR' });
  expect(signed.toString('latin1')).toBe(`${text}${checksum}\r`);
  expect(readTail(`${text}${checksum}`).kind).toBe('right');
});
