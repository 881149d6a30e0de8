import { createHash } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { array, assert, integer, nat, property, uint8Array } from 'fast-check';
import {
  deltaOf,
  entryOf,
  hub,
  POOLS,
  putOf,
  snapshotOf,
  TERMS,
} from '../../tests/support/reader-lists.ts';
import type { MediumToken } from '../card/medium-token.ts';
import { parseCityDay } from '../city-day.ts';
import type { ArtefactHeader } from './artefact.ts';
import { buildBody } from './build-list.ts';
import { cardKey } from './card-key.ts';
import {
  decodeArtefact,
  decodeChanges,
  encodeArtefact,
  encodeChanges,
  encodeEntries,
  joinArtefacts,
  MalformedArtefactError,
  splitArtefacts,
} from './codec.ts';
import { createListContent } from './list-content.ts';

// Made with Python's hashlib, hmac, struct and cryptography from the layout alone.
const GOLDEN_DIGEST = 'aed42c78b5a2aff9f3257cf5288edc404cf112a4bd22afdd49478d7579c63539';
const GOLDEN_BODY = '00000000000000000007000009ffff0086f2d4036cb3c26f4de201020326df00';
const GOLDEN = [
  '5453524c 01 01 0000 21fe31dfa154a261',
  '706f6f6c73000000000000000000000000000000000000000000000000000000',
  '00000003 00000002 0000000000000029 0000000000000000',
  '0000019aa4b64500 0000019aaf02fd00 0000019aa37efd80 00000002 00000002 0000007d',
  GOLDEN_DIGEST,
  'ec7c42527bc78cef734f2aba2d9fa128880e40ac94be2eb3537382a043a382e9',
  '37be114c417d12056363fdc184fce53cd729a73cf9e9daeb98c76a405b41510f',
  '66262b7699e9b45620bc8915fded11658896f9fe9daf6c79251458323a037109',
  Buffer.from(
    '{"codes":[{"code":9,"priceCents":0},{"code":66051,"priceCents":70}],' +
      '"unlisted":{"priceCents":150},"whenStale":"open-and-log"}',
  ).toString('hex'),
  GOLDEN_BODY,
]
  .join('')
  .replaceAll(' ', '');

const token = Buffer.from(Array.from({ length: 16 }, (_, index) => 16 + index)).toString(
  'hex',
) as MediumToken;
const groupKey = Buffer.from(Array.from({ length: 32 }, (_, index) => index));
const entries = [
  { key: cardKey(groupKey, token), code: 66_051, until: parseCityDay('2027-03-31') },
  { key: Buffer.from('00000000000000000007', 'hex'), code: 9, until: null },
];

function golden(): Uint8Array {
  const body = buildBody(entries);
  const header: ArtefactHeader = {
    kind: 'allow-snapshot',
    issuer: hub.issuer,
    audience: POOLS,
    epoch: 3,
    rulebook: 2,
    sequence: 41,
    baseSequence: 0,
    issuedAt: new Date(1_763_700_000_000),
    notAfter: new Date(1_763_872_800_000),
    effectiveAt: new Date(1_763_679_600_000),
    isWithdrawn: false,
    entryCount: 2,
    changeCount: 2,
    digest: createListContent(body).digest(),
  };
  const codes = [
    { code: 66_051, priceCents: 70 },
    { code: 9, priceCents: 0 },
  ];
  return encodeArtefact({ header, terms: { ...TERMS, codes }, body, sign: hub.sign });
}

it('makes an artefact of exactly the bytes that the layout says', () => {
  expect(Buffer.from(golden()).toString('hex')).toBe(GOLDEN);
  expect(createHash('sha256').update(golden()).digest('hex')).toBe(
    'b967b37a7330492152ed004f6a21d8715d6ee0470339392d0705d5298072c7fd',
  );
});

it('reads back what it made', () => {
  const { header, terms, body } = decodeArtefact(golden());
  const again = encodeArtefact({ header, terms, body, sign: hub.sign });
  expect(Buffer.from(again).toString('hex')).toBe(GOLDEN);
  expect(header).toMatchObject({ sequence: 41, epoch: 3, issuedAt: new Date(1_763_700_000_000) });
});

it('writes entries in the order in which they are given', () => {
  expect(Buffer.from(encodeEntries(entries.toReversed())).toString('hex')).toBe(GOLDEN_BODY);
});

it('writes a deletion as zeros after its key', () => {
  const body = encodeChanges([{ key: Buffer.alloc(10, 0xab), entry: null }]);
  expect(Buffer.from(body).toString('hex')).toBe(`00${'ab'.repeat(10)}000000000000`);
  expect(decodeChanges(body)).toEqual([{ key: Buffer.alloc(10, 0xab), entry: null }]);
});

it.each<[string, (bytes: Buffer) => Buffer]>([
  ['cut short', (bytes) => bytes.subarray(0, 200)],
  ['another magic', (bytes) => Buffer.concat([Buffer.from('X'), bytes.subarray(1)])],
  ['kind zero', (bytes) => replaced(bytes, 5, 0)],
  ['kind five', (bytes) => replaced(bytes, 5, 5)],
  ['an unknown flag', (bytes) => replaced(bytes, 7, 2)],
  ['an audience that is no group', (bytes) => replaced(bytes, 16, 0x50)],
  ['something after the audience', (bytes) => replaced(bytes, 40, 1)],
  ['no rulebook', (bytes) => replaced(bytes, 55, 0)],
  ['sequence zero', (bytes) => replaced(bytes, 63, 0)],
  ['a sequence beyond what numbers hold', (bytes) => replaced(bytes, 56, 0xff)],
  ['an instant beyond the calendar', (bytes) => replaced(bytes, 72, 0x7f)],
  ['a snapshot with a base', (bytes) => replaced(bytes, 71, 1)],
  ['counts that differ', (bytes) => replaced(bytes, 99, 3)],
  ['a body of another length', (bytes) => Buffer.concat([bytes, Buffer.alloc(16)])],
  ['other terms', (bytes) => replaced(bytes, 250, 0x20)],
])('refuses an artefact with %s', (_, change) => {
  expect(() => decodeArtefact(change(Buffer.from(golden())))).toThrow(MalformedArtefactError);
});

it('says of another format that it is not supported', () => {
  const bytes = replaced(Buffer.from(golden()), 4, 2);
  expect(() => decodeArtefact(bytes)).toThrow(
    expect.objectContaining({ refusal: 'unsupportedFormat' }),
  );
});

it.each([
  ['a change twice', Buffer.from(`00${'00'.repeat(16)}`.repeat(2), 'hex')],
  ['an unknown operation', Buffer.from(`02${'00'.repeat(16)}`, 'hex')],
  ['a deletion with a code', Buffer.from(`00${'00'.repeat(12)}01000000`, 'hex')],
  ['flags', Buffer.from(`01${'00'.repeat(15)}01`, 'hex')],
  ['half a change', Buffer.alloc(16)],
])('refuses changes with %s', (_, body) => {
  expect(() => decodeChanges(body)).toThrow(MalformedArtefactError);
});

it('refuses terms that are not written as they are signed', () => {
  const terms = { ...TERMS, codes: [TERMS.codes[0], TERMS.codes[0]].flatMap((one) => one ?? []) };
  expect(() => snapshotOf([entryOf(1)], { terms })).toThrow(/a code twice/);
});

it('joins artefacts into a message and parts them again, whatever they are', () => {
  assert(
    property(array(uint8Array({ maxLength: 50 }), { maxLength: 6 }), (artefacts) => {
      expect(splitArtefacts(joinArtefacts(artefacts)).map((one) => [...one])).toEqual(
        artefacts.map((one) => [...one]),
      );
    }),
  );
});

it('refuses a message that is cut off anywhere but between artefacts', () => {
  const message = joinArtefacts([Buffer.alloc(3), Buffer.alloc(5)]);
  const lengths = Array.from({ length: 17 }, (_, length) => length);
  const readable = lengths.filter((length) =>
    isRead(() => splitArtefacts(message.subarray(0, length))),
  );
  expect(readable).toEqual([0, 7, 16]);
});

it('reads no bytes whatever as anything but an artefact or a refusal', () => {
  const delta = deltaOf(createListContent(buildBody([entryOf(1)])), [putOf(2)], { sequence: 2 });
  assert(
    property(nat(delta.length - 1), integer({ min: 1, max: 255 }), (at, by) => {
      const bytes = replaced(Buffer.from(delta), at, (delta[at] ?? 0) ^ by);
      expect([true, false]).toContain(isRead(() => decodeArtefact(bytes)));
    }),
    { numRuns: 1_000 },
  );
});

/** Anything thrown but a refusal fails the test. */
function isRead(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof MalformedArtefactError) return false;
    throw error;
  }
}

function replaced(bytes: Buffer, at: number, value: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = value;
  return changed;
}
