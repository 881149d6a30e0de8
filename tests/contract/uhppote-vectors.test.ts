import { expect, it } from '@jest/globals';
import {
  decodeCard,
  decodeCount,
  decodeStatus,
  decodeSuccess,
  decodeTime,
  encodeAsk,
  encodeCardAsk,
  encodeDeleteAll,
  encodePutCard,
  encodeSetTime,
} from '../../connectors/readers/uhppote/codec.ts';
import { isDatagramOf } from '../../connectors/readers/uhppote/datagram.ts';

// The bytes are those of uhppoted/uhppote-core (MIT), `messages/*_test.go` at commit 117ff01, read 2026-11-21.
const SERIAL = 423_187_757;

const CARD = {
  number: 6_154_412,
  from: '2019-01-02',
  until: '2019-12-31',
  doors: [1, 0, 29, 1],
  pin: 0,
  firstCard: 5,
} as const;

/** 64 bytes that begin so. */
function datagram(hex: string): Buffer {
  const bytes = Buffer.alloc(64);
  bytes.write(hex, 'hex');
  return bytes;
}

it.each([
  [
    'put-card',
    encodePutCard(SERIAL, CARD),
    '175000002d553919ace85d00201901022019123101001d0100000005',
  ],
  [
    'put-card with a code',
    encodePutCard(SERIAL, { ...CARD, pin: 975_319 }),
    '175000002d553919ace85d00201901022019123101001d01d7e10e05',
  ],
  [
    'get-card by number',
    encodeCardAsk('getCardByNumber', SERIAL, 6_154_412),
    '175a00002d553919ace85d00',
  ],
  ['get-card by place', encodeCardAsk('getCardByIndex', SERIAL, 4), '175c00002d55391904'],
  ['delete-card', encodeCardAsk('deleteCard', SERIAL, 6_154_412), '175200002d553919ace85d00'],
  ['delete-cards', encodeDeleteAll(SERIAL), '175400002d55391955aaaa55'],
  ['get-cards', encodeAsk('countCards', SERIAL), '175800002d553919'],
  ['get-status', encodeAsk('getStatus', SERIAL), '172000002d553919'],
  ['get-time', encodeAsk('getTime', SERIAL), '173200002d553919'],
  ['set-time', encodeSetTime(SERIAL, '2019-04-21 09:44:40'), '173000002d55391920190421094440'],
])('writes %s as controllers know it', (_name, written, hex) => {
  expect(written.toString('hex')).toBe(datagram(hex).toString('hex'));
});

it.each(['5c', '5a'])('reads a card out of the answer to 0x%s', (code) => {
  const answer = datagram(`17${code}00002d553919ace85d00201902032019122900001d0100000005`);
  expect(decodeCard(answer)).toEqual({
    ...CARD,
    from: '2019-02-03',
    until: '2019-12-29',
    doors: [0, 0, 29, 1],
  });
});

it('reads the code of a card', () => {
  const answer = datagram('175a00002d553919ace85d00201902032019122900001d0116390f05');
  expect(decodeCard(answer)?.pin).toBe(997_654);
});

it.each([
  ['that is empty', '175c00002d55391900000000'],
  ['whose card was deleted', '175c00002d553919ffffffff'],
])('reads no card out of a place %s', (_what, hex) => {
  expect(decodeCard(datagram(hex))).toBeNull();
});

it.each([
  ['000000000', null],
  ['20190230', null],
  ['2019ab01', null],
  ['20200229', '2020-02-29'],
])('reads the date %s of a card as %s', (bytes, day) => {
  expect(decodeCard(datagram(`175a00002d553919ace85d00${bytes}`))?.from).toBe(day);
});

it.each([0x50, 0x52, 0x54])('reads whether function %i was carried out', (code) => {
  const head = `17${code.toString(16)}00002d553919`;
  expect([decodeSuccess(datagram(`${head}01`)), decodeSuccess(datagram(head))]).toEqual([
    true,
    false,
  ]);
});

it('reads how many cards there are', () => {
  expect(decodeCount(datagram('175800002d5539190d'))).toBe(13);
});

it('reads the time of a controller', () => {
  expect(decodeTime(datagram('173200002d55391920191229123456'))).toBe('2019-12-29 12:34:56');
  expect(decodeTime(datagram('173200002d553919'))).toBeNull();
});

it('reads the last event and the clock out of a status', () => {
  const status = datagram(
    '172000002d5539193900000001000301aae85d00201904191700090601000101000001010914370211000000210000002b0401190420000093260488089200',
  );
  expect(decodeStatus(status)).toEqual({
    eventIndex: 57,
    event: { isGranted: false, door: 3, card: 6_154_410, at: '2019-04-19 17:00:09', reason: 6 },
    time: '2019-04-20 14:37:02',
  });
});

it('reads a status before there was any event', () => {
  const status = datagram(
    '1720000078372a1800000000000000000000000000000000000000000000000000000000831116200000000000000000000000230929',
  );
  expect(decodeStatus(status)).toEqual({ eventIndex: 0, event: null, time: '2023-09-29 11:16:20' });
});

it.each([
  ['another function', '179400002d55391901'],
  ['another controller', '175000002e55391901'],
  ['another protocol', '195000002d55391901'],
])('knows a datagram of %s for none of its own', (_what, hex) => {
  expect(isDatagramOf(datagram(hex), 'putCard', SERIAL)).toBe(false);
  expect(isDatagramOf(datagram('175000002d55391901'), 'putCard', SERIAL)).toBe(true);
});

it('knows a datagram that is too short or too long for none of its own', () => {
  const whole = datagram('175000002d55391901');
  const cases = [whole.subarray(0, 63), Buffer.concat([whole, Buffer.alloc(1)]), Buffer.alloc(0)];
  expect(cases.map((bytes) => isDatagramOf(bytes, 'putCard', SERIAL))).toEqual([
    false,
    false,
    false,
  ]);
});
