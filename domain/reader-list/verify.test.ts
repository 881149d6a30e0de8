import { expect, it } from '@jest/globals';
import { assert, integer, nat, property } from 'fast-check';
import {
  deleteOf,
  deltaOf,
  entryOf,
  hub,
  keyOf,
  NOON,
  POOLS,
  putOf,
  snapshotOf,
  stranger,
} from '../../tests/support/reader-lists.ts';
import type { Refusal } from './artefact.ts';
import { buildBody } from './build-list.ts';
import { parseGroupId } from './group.ts';
import { createListContent, type ListContent } from './list-content.ts';
import {
  answerFor,
  MAX_AHEAD_MS,
  MAX_JUMP,
  verifyArtefact,
  type HeldVersion,
  type VerifyContext,
} from './verify.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const context: VerifyContext = {
  group: POOLS,
  issuers: new Map([[hub.issuer, hub.publicKey]]),
  epochs: new Set([1]),
  now: NOON,
};
const nothing: HeldVersion = { ratchet: null, list: null };

/** Version 5 with the cards 1 and 2. */
function held(overrides: { readonly issuer?: string; readonly isLost?: boolean } = {}) {
  const content = createListContent(buildBody([entryOf(1), entryOf(2)]));
  const version = { issuer: overrides.issuer ?? hub.issuer, epoch: 1, sequence: 5 };
  const ratchet = { ...version, digest: Buffer.from(content.digest()).toString('hex') };
  const list = overrides.isLost === true ? null : { ...version, content };
  return { ratchet, list, content };
}

function refusalOf(
  bytes: Uint8Array,
  own: HeldVersion = held(),
  change: Partial<VerifyContext> = {},
): Refusal | null {
  return verifyArtefact(bytes, () => own, { ...context, ...change }).refusal;
}

it('accepts a first snapshot and gives what is in it', () => {
  const verdict = verifyArtefact(snapshotOf([entryOf(1)]), () => nothing, context);
  expect(verdict).toMatchObject({ refusal: null, isHeld: false, name: 'rulebook-1' });
  const content = 'content' in verdict ? verdict.content : null;
  expect(content?.find(keyOf(1))).not.toBeNull();
});

it('applies a delta to what is held without changing it', () => {
  const own = held();
  const delta = deltaOf(copyOf(own.content), [putOf(3), deleteOf(1)], { sequence: 6 });
  const verdict = verifyArtefact(delta, () => own, context);
  const content = 'content' in verdict ? verdict.content : null;
  expect([1, 2, 3].map((card) => content?.find(keyOf(card)) !== null)).toEqual([false, true, true]);
  expect(own.content.find(keyOf(3))).toBeNull();
});

it('accepts a delta over several versions', () => {
  const delta = deltaOf(copyOf(held().content), [putOf(3)], { sequence: 9, baseSequence: 5 });
  expect(refusalOf(delta)).toBeNull();
});

const artefacts: readonly [string, Refusal | null, () => Uint8Array, Partial<VerifyContext>?][] = [
  ['nothing at all', 'malformed', () => Buffer.of()],
  ['a stranger’s', 'unknownIssuer', () => snapshotOf([], { sequence: 6, signer: stranger })],
  [
    'one that a stranger signed in the name of the hub',
    'badSignature',
    () => snapshotOf([], { sequence: 6, signer: stranger, issuer: hub.issuer }),
  ],
  [
    'another group’s',
    'wrongAudience',
    () => snapshotOf([], { sequence: 6, audience: parseGroupId('toilets') }),
  ],
  ['one of an unknown epoch', 'unknownEpoch', () => snapshotOf([], { sequence: 6, epoch: 2 })],
  [
    'one that expires this very instant',
    'expired',
    () => snapshotOf([], { sequence: 6, notAfter: NOON }),
  ],
  [
    'an expired one that is followed by another',
    null,
    () => snapshotOf([], { sequence: 6, notAfter: NOON }),
    { isFollowed: true },
  ],
  [
    'an expired one while the clock is unset',
    null,
    () => snapshotOf([], { sequence: 6, notAfter: NOON }),
    { now: null },
  ],
  [
    'one from the day after tomorrow',
    'fromTheFuture',
    () => snapshotOf([], { sequence: 6, issuedAt: new Date(NOON.getTime() + MAX_AHEAD_MS + 1) }),
  ],
  [
    'one from tomorrow, as the clock may be wrong',
    null,
    () => snapshotOf([], { sequence: 6, issuedAt: new Date(NOON.getTime() + DAY_MS) }),
  ],
  ['an earlier version', 'rollback', () => snapshotOf([], { sequence: 4 })],
  ['other content under the version held', 'rollback', () => snapshotOf([], { sequence: 5 })],
  [
    'an earlier epoch',
    'rollback',
    () => snapshotOf([], { sequence: 6, epoch: 0 }),
    { epochs: new Set([0, 1]) },
  ],
  ['the highest version allowed', null, () => snapshotOf([], { sequence: 5 + MAX_JUMP })],
  ['a version beyond that', 'tooFarAhead', () => snapshotOf([], { sequence: 6 + MAX_JUMP })],
  [
    'a delta of a version not held',
    'gap',
    () => deltaOf(copyOf(held().content), [], { sequence: 7 }),
  ],
  [
    'a delta of another epoch',
    'gap',
    () => deltaOf(copyOf(held().content), [], { sequence: 6, epoch: 2 }),
    { epochs: new Set([1, 2]) },
  ],
  [
    'a delta of a list with other entries',
    'wrongDigest',
    () => deltaOf(createListContent(buildBody([entryOf(9)])), [putOf(3)], { sequence: 6 }),
  ],
  [
    'a snapshot with another count',
    'malformed',
    () => Buffer.concat([snapshotOf([], { sequence: 6 }), Buffer.alloc(16)]),
  ],
  [
    'a snapshot with another digest',
    'wrongDigest',
    () => snapshotOf([], { sequence: 6, digest: Buffer.alloc(32) }),
  ],
];

it.each(artefacts.map(([name, refusal, make, change = {}]) => ({ name, refusal, make, change })))(
  'answers $name with $refusal',
  ({ refusal, make, change }) => {
    expect(refusalOf(make(), held(), change)).toBe(refusal);
  },
);

it('takes the version it holds for one to keep nothing of', () => {
  const again = snapshotOf([entryOf(1), entryOf(2)], { sequence: 5 });
  expect(verifyArtefact(again, () => held(), context)).toMatchObject({
    refusal: null,
    isHeld: true,
  });
});

it('takes the version of its ratchet again when it has lost the list, and only that or later', () => {
  const lost = held({ isLost: true });
  expect(refusalOf(snapshotOf([entryOf(1), entryOf(2)], { sequence: 5 }), lost)).toBeNull();
  expect(refusalOf(snapshotOf([entryOf(1)], { sequence: 5 }), lost)).toBe('rollback');
  expect(refusalOf(snapshotOf([entryOf(1)], { sequence: 4 }), lost)).toBe('rollback');
});

it('begins anew with another pinned issuer, for snapshots only', () => {
  const other = held({ issuer: stranger.issuer });
  expect(refusalOf(snapshotOf([], { sequence: 1 }), other)).toBeNull();
  expect(refusalOf(deltaOf(copyOf(other.content), [], { sequence: 6 }), other)).toBe('gap');
});

it('refuses a code in a deny list', () => {
  const content = createListContent(buildBody([]));
  const list = { issuer: hub.issuer, epoch: 1, sequence: 5, content };
  const delta = deltaOf(copyOf(content), [putOf(1, 3)], { sequence: 6, kind: 'deny-delta' });
  expect(refusalOf(delta, { ratchet: null, list })).toBe('malformed');
});

it('refuses an artefact with any byte changed and leaves what it holds as it was', () => {
  const own = held();
  const before = Buffer.from(own.content.digest());
  const made = [
    snapshotOf([entryOf(1), entryOf(7)], { sequence: 6 }),
    deltaOf(copyOf(own.content), [putOf(3)], { sequence: 6 }),
  ];
  for (const artefact of made) {
    assert(
      property(nat(artefact.length - 1), integer({ min: 1, max: 255 }), (at, by) => {
        const bytes = Buffer.from(artefact);
        bytes[at] = (bytes[at] ?? 0) ^ by;
        expect(refusalOf(bytes, own)).not.toBeNull();
        expect(before.equals(own.content.digest())).toBe(true);
      }),
      { numRuns: 600 },
    );
  }
});

it.each([
  [null, 'Accepted'],
  ['gap', 'VersionMismatch'],
  ['rollback', 'VersionMismatch'],
  ['unsupportedFormat', 'NotSupported'],
  ['badSignature', 'Failed'],
  ['expired', 'Failed'],
] as const)('answers %s in the word of OCPP, %s', (refusal, answer) => {
  expect(answerFor(refusal)).toBe(answer);
});

function copyOf(content: ListContent): ListContent {
  return content.fork();
}
