import { createPrivateKey, createPublicKey, sign as signBytes, type KeyObject } from 'node:crypto';
import { parseCityDay, type CityDay } from '../../domain/city-day.ts';
import type { MediumToken } from '../../domain/card/medium-token.ts';
import type {
  ArtefactHeader,
  ListChange,
  ListEntry,
  ListTerms,
} from '../../domain/reader-list/artefact.ts';
import { buildBody } from '../../domain/reader-list/build-list.ts';
import { cardKey } from '../../domain/reader-list/card-key.ts';
import { encodeArtefact, encodeChanges } from '../../domain/reader-list/codec.ts';
import { parseGroupId } from '../../domain/reader-list/group.ts';
import { createListContent, type ListContent } from '../../domain/reader-list/list-content.ts';
import { issuerOf } from '../../platform/reader-keys.ts';

/** The hour around which test lists are made. */
export const NOON = new Date('2026-11-21T11:00:00Z');
export const POOLS = parseGroupId('pools');
export const GROUP_KEY = Buffer.alloc(32, 0x11);
const DAY_MS = 24 * 60 * 60 * 1000;

/** Somebody who signs lists. */
export type Signer = {
  readonly publicKey: KeyObject;
  readonly issuer: string;
  readonly sign: (bytes: Uint8Array) => Uint8Array;
};

/** @param seed Of an Ed25519 key, 64 hexadecimal digits. */
export function signerOf(seed: string): Signer {
  const der = Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex');
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  return {
    publicKey,
    issuer: issuerOf(publicKey),
    sign: (bytes) => signBytes(null, bytes, privateKey),
  };
}

/** The first test key of RFC 8032, section 7.1. */
export const hub = signerOf('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60');
/** The second one, for somebody else. */
export const stranger = signerOf(
  '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
);

export const PAID_CODE = 70_001;
export const FREE_CODE = 4_711;

export const TERMS: ListTerms = {
  codes: [
    { code: PAID_CODE, priceCents: 70 },
    { code: FREE_CODE, priceCents: 0 },
  ],
  unlisted: { priceCents: 150 },
  whenStale: 'open-and-log',
};

/** The token of the n-th test card. */
export function tokenOf(card: number): MediumToken {
  return card.toString(16).padStart(32, '0') as MediumToken;
}

export function entryOf(card: number, code = PAID_CODE, until: string | null = null): ListEntry {
  return { key: keyOf(card), code, until: until === null ? null : parseCityDay(until) };
}

export function putOf(card: number, code = PAID_CODE, until: CityDay | null = null): ListChange {
  return { key: keyOf(card), entry: { code, until } };
}

export function deleteOf(card: number): ListChange {
  return { key: keyOf(card), entry: null };
}

export function keyOf(card: number, groupKey: Uint8Array = GROUP_KEY): Uint8Array {
  return cardKey(groupKey, tokenOf(card));
}

type Overrides = Partial<ArtefactHeader> & {
  readonly terms?: ListTerms | null;
  readonly signer?: Signer;
};

/** A signed snapshot of version 1, unless said otherwise. */
export function snapshotOf(entries: readonly ListEntry[], overrides: Overrides = {}): Uint8Array {
  const body = buildBody(entries);
  const kind = overrides.kind ?? 'allow-snapshot';
  return signed(kind, createListContent(body), body, { changeCount: entries.length, ...overrides });
}

/** A signed delta; the list it is applied to is changed by it. */
export function deltaOf(
  content: ListContent,
  changes: readonly ListChange[],
  overrides: Overrides & { readonly sequence: number },
): Uint8Array {
  content.prepare(changes).commit();
  return signed(overrides.kind ?? 'allow-delta', content, encodeChanges(changes), {
    baseSequence: overrides.sequence - 1,
    changeCount: changes.length,
    ...overrides,
  });
}

function signed(
  kind: ArtefactHeader['kind'],
  content: ListContent,
  body: Uint8Array,
  { terms, signer = hub, ...overrides }: Overrides & { readonly changeCount: number },
): Uint8Array {
  const isDeny = kind.startsWith('deny');
  const issuedAt = overrides.issuedAt ?? NOON;
  const header: ArtefactHeader = {
    kind,
    issuer: signer.issuer,
    audience: POOLS,
    epoch: 1,
    rulebook: isDeny ? 0 : 1,
    sequence: 1,
    baseSequence: 0,
    issuedAt,
    notAfter: new Date(issuedAt.getTime() + 3 * DAY_MS),
    effectiveAt: new Date(NOON.getTime() - 30 * DAY_MS),
    isWithdrawn: false,
    entryCount: content.count,
    digest: content.digest(),
    ...overrides,
  };
  const ownTerms = isDeny ? null : TERMS;
  return encodeArtefact({
    header,
    terms: terms === undefined ? ownTerms : terms,
    body,
    sign: signer.sign,
  });
}
