import { verify, type KeyObject } from 'node:crypto';
import type { ArtefactHeader, ListAnswer, ListName, ListTerms, Refusal } from './artefact.ts';
import {
  decodeChanges,
  MalformedArtefactError,
  openEnvelope,
  readTerms,
  type Envelope,
} from './codec.ts';
import type { GroupId } from './group.ts';
import { createListContent, type ListContent } from './list-content.ts';
import { isDelta, isDeny, listNameOf } from './list-name.ts';
import type { ListShare } from './list-share.ts';

/** A snapshot may be so far ahead of what a reader knows, so that a leaked key cannot use up all sequences. */
export const MAX_JUMP = 1_000_000;

/** An artefact may be issued so much after the reader's time, since clocks are wrong; further is refused. */
export const MAX_AHEAD_MS = 36 * 60 * 60 * 1000;

/** The highest version of a list that a reader has ever kept. Outlives the list itself. */
export type Ratchet = {
  /** Another issuer, pinned later, begins anew. */
  readonly issuer: string;
  readonly epoch: number;
  readonly sequence: number;
  /** Hexadecimal. */
  readonly digest: string;
};

/** What a reader has of the list that an artefact is about. */
export type HeldVersion = {
  /** Null when it never kept any. */
  readonly ratchet: Ratchet | null;
  /** Null when it has none, or had to give up what it had. */
  readonly list: {
    readonly issuer: string;
    readonly epoch: number;
    readonly sequence: number;
    readonly content: ListContent;
  } | null;
};

/** Who is asking, and what it trusts. */
export type VerifyContext = {
  readonly group: GroupId;
  /** Public keys that are pinned, by `ArtefactHeader.issuer`. */
  readonly issuers: ReadonlyMap<string, KeyObject>;
  /** Epochs of which the reader has the group's key. */
  readonly epochs: ReadonlySet<number>;
  /** The guarded time; null while the clock is unset: then nothing can be called expired or early. */
  readonly now: Date | null;
  /** True for one that is followed by another of the same list in the same message: only the last has to be fresh. */
  readonly isFollowed?: boolean | undefined;
  readonly share?: ListShare | undefined;
};

export type Verdict =
  | {
      readonly refusal: null;
      /** True when exactly this version is held already: there is nothing to keep. */
      readonly isHeld: boolean;
      readonly name: ListName;
      readonly header: ArtefactHeader;
      /** Null for a deny list, and for a withdrawn list without. */
      readonly terms: ListTerms | null;
      /** The list with this applied; what was held is untouched. */
      readonly content: ListContent;
    }
  | { readonly refusal: Refusal };

/**
 * Decides whether a reader may keep an artefact, before anything of it is kept. Pure. In this order:
 * shape, issuer, signature, audience, epoch, expiry, time, sequence, base, terms, entries and digest.
 *
 * @param heldOf What the reader has of the list; asked once, after the signature.
 */
export function verifyArtefact(
  bytes: Uint8Array,
  heldOf: (name: ListName) => HeldVersion,
  context: VerifyContext,
): Verdict {
  try {
    const envelope = openEnvelope(bytes);
    const refusal = refuseOrigin(envelope, context) ?? refuseTime(envelope.header, context);
    if (refusal !== null) return { refusal };
    return verifyVersion(envelope, heldOf(listNameOf(envelope.header)), context.share);
  } catch (error) {
    if (error instanceof MalformedArtefactError) return { refusal: error.refusal };
    throw error;
  }
}

/** How a reader answers for a refusal, in the words of OCPP 1.6; `Accepted` for none. */
export function answerFor(refusal: Refusal | null): ListAnswer {
  if (refusal === null) return 'Accepted';
  if (refusal === 'rollback' || refusal === 'gap') return 'VersionMismatch';
  return refusal === 'unsupportedFormat' ? 'NotSupported' : 'Failed';
}

function refuseOrigin({ header, signedBytes, signature }: Envelope, context: VerifyContext) {
  const publicKey = context.issuers.get(header.issuer);
  if (publicKey === undefined) return 'unknownIssuer';
  if (!verify(null, signedBytes, publicKey, signature)) return 'badSignature';
  if (header.audience !== context.group) return 'wrongAudience';
  return context.epochs.has(header.epoch) ? null : 'unknownEpoch';
}

function refuseTime(header: ArtefactHeader, { now, isFollowed }: VerifyContext): Refusal | null {
  if (now === null) return null;
  if (header.notAfter <= now && isFollowed !== true) return 'expired';
  return header.issuedAt.getTime() > now.getTime() + MAX_AHEAD_MS ? 'fromTheFuture' : null;
}

function verifyVersion(
  envelope: Envelope,
  { ratchet, list }: HeldVersion,
  share: ListShare | undefined,
): Verdict {
  const { header } = envelope;
  const held = list?.issuer === header.issuer ? list : null;
  const refusal = refuseSequence(header, ratchet, held);
  if (refusal === 'held' && held !== null) {
    return {
      refusal: null,
      isHeld: true,
      name: listNameOf(header),
      header,
      terms: readTerms(envelope),
      content: held.content,
    };
  }
  if (refusal !== null) return { refusal: refusal === 'held' ? 'rollback' : refusal };
  const terms = readTerms(envelope);
  const content = isDelta(header.kind)
    ? applyDelta(envelope, held)
    : createListContent(envelope.body, { share, digest: header.digest });
  if (typeof content === 'string') return { refusal: content };
  if (content.count !== header.entryCount || !isSame(content.digest(), header.digest)) {
    return { refusal: 'wrongDigest' };
  }
  return { refusal: null, isHeld: false, name: listNameOf(header), header, terms, content };
}

function applyDelta(
  { header, body }: Envelope,
  held: HeldVersion['list'],
): ListContent | 'gap' | 'malformed' {
  if (held?.sequence !== header.baseSequence || held.epoch !== header.epoch) return 'gap';
  const changes = decodeChanges(body);
  if (isDeny(header.kind) && changes.some(({ entry }) => entry !== null && entry.code !== 0)) {
    return 'malformed';
  }
  const content = held.content.fork();
  content.prepare(changes).commit();
  return content;
}

function refuseSequence(
  header: ArtefactHeader,
  ratchet: Ratchet | null,
  held: HeldVersion['list'],
): Refusal | 'held' | null {
  const digest = Buffer.from(header.digest).toString('hex');
  if (ratchet !== null && ratchet.issuer === header.issuer) {
    if (header.epoch < ratchet.epoch || header.sequence < ratchet.sequence) return 'rollback';
    if (header.sequence > ratchet.sequence + MAX_JUMP) return 'tooFarAhead';
    if (header.sequence === ratchet.sequence) {
      // A version is never used twice, so another content under it is not the hub's.
      if (digest !== ratchet.digest) return 'rollback';
      if (held?.sequence === header.sequence) return 'held';
    }
  }
  if (held !== null && header.sequence <= held.sequence) {
    return header.sequence === held.sequence && isSame(held.content.digest(), header.digest)
      ? 'held'
      : 'rollback';
  }
  return null;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
