import { expect, it } from '@jest/globals';
import { parseLinkedAccount } from '../../domain/linked-account.ts';
import type { City } from '../../simulators/city/city.ts';
import type { Cardholder } from '../../simulators/city/model.ts';
import { until } from '../support/until.ts';
import { CITY, createClientOf, MADE_ON, startLibrary } from './support/sip2-library.ts';
import { startProxy } from './support/sip2-proxy.ts';

const DIALOGUE = [
  '> 9300CNhub|COs3cret|CPgijon-01|AY0AZF46D',
  '< 941AY0AZFDFD',
  '> 9900802.00AY1AZFCA0',
  '< 98YYYYNN10000520261121    0930002.00AOGIJON|BXYYYYYYYYYYYNYYYY|AY1AZEDEA',
  '> 6300020261121    093000          AOGIJON|AA0000000000017|AC|AD1234|AY2AZF061',
  '< 64              00820261121    093000000000010002000100000000' +
    'AOGIJON|AA0000000000017|AENunez, Ana|BLY|CQY|BHEUR|BV3.50|CC10|AY2AZE1B6',
  '> 3520261121    093001AOGIJON|AA0000000000017|AY3AZF4FB',
  '< 36Y20261121    093001AOGIJON|AA0000000000017|AY3AZF4A1',
];

/** One borrower: two loans, one of them overdue, and 3.50 euros owed. */
function cityOfTheSample(): City {
  const [first] = CITY.cardholders;
  if (first === undefined) throw new RangeError('the city is empty');
  const item = { title: 'Nada', author: 'Carmen Laforet', mayRenew: true };
  const ana: Cardholder = {
    ...first,
    givenName: 'Ana',
    familyName: 'Nunez',
    municipalLibrary: {
      account: '0000000000017',
      pin: '1234',
      isBlocked: false,
      loans: [
        { ...item, barcode: '1', dueInDays: -1 },
        { ...item, barcode: '2', dueInDays: 0 },
      ],
      holds: [],
      charges: [{ concept: 'Retraso', amountCents: 350 }],
    },
  };
  return { ...CITY, cardholders: [ana] };
}

it.each(['CR', 'CRLF'] as const)(
  'speaks the sample byte for byte, lines ended by %s',
  async (end) => {
    // The sample's borrower leaves one second after the question.
    const hasAsked = () => proxy.lines.some((line) => line.startsWith('< 64'));
    const clock = { now: () => new Date(`${MADE_ON}T08:30:${hasAsked() ? '01' : '00'}Z`) };
    const hiddenFields = ['BD', 'BE', 'BF', 'PB', 'PC', 'PI'];
    const rules = { hiddenFields, terminator: end };
    await using library = await startLibrary({ city: cityOfTheSample(), clock, rules });
    await using proxy = await startProxy(library);
    await using client = createClientOf(proxy, { clock, institution: { terminator: end } });
    const account = parseLinkedAccount('0000000000017');
    expect(await client.checkOwner(account, { kind: 'pin', pin: '1234' })).toBe('confirmed');
    await until(() => proxy.lines.length === DIALOGUE.length);
    expect(proxy.lines).toEqual(DIALOGUE);
  },
);
