import type { ArtefactHeader, ListChange, ListTerms } from '../../domain/reader-list/artefact.ts';
import { encodeArtefact } from '../../domain/reader-list/codec.ts';
import { encodeChanges } from '../../domain/reader-list/records.ts';
import type { ReaderKeys } from '../../platform/reader-keys.ts';
import type { KeptList } from './kept-list.ts';
import type { ListHead } from './list-store.ts';

export type ArtefactOptions = {
  readonly keys: Pick<ReaderKeys, 'issuer' | 'sign'>;
  readonly issuedAt: Date;
  /** How long a list lets people in; the nightly rebuild renews it. */
  readonly validMs: number;
};

/** From the sequence before the head's to the head's. */
export function encodeDelta(
  { head, content }: KeptList,
  changes: readonly ListChange[],
  options: ArtefactOptions,
): Uint8Array {
  const header: ArtefactHeader = {
    ...headerOf(head, content.digest(), options),
    kind: head.name === 'deny' ? 'deny-delta' : 'allow-delta',
    baseSequence: head.sequence - 1,
    changeCount: changes.length,
  };
  const body = encodeChanges(changes);
  return encodeArtefact({ header, terms: termsOf(head), body, sign: options.keys.sign });
}

/** The whole list as its head says. */
export function encodeSnapshot({ head, content }: KeptList, options: ArtefactOptions): Uint8Array {
  const header = headerOf(head, content.digest(), options);
  const body = content.toBody();
  return encodeArtefact({ header, terms: termsOf(head), body, sign: options.keys.sign });
}

function headerOf(
  head: ListHead,
  digest: Uint8Array,
  { keys, issuedAt, validMs }: ArtefactOptions,
): ArtefactHeader {
  return {
    kind: head.name === 'deny' ? 'deny-snapshot' : 'allow-snapshot',
    issuer: keys.issuer,
    audience: head.group,
    epoch: head.epoch,
    rulebook: head.rulebook,
    sequence: head.sequence,
    baseSequence: 0,
    issuedAt,
    notAfter: new Date(issuedAt.getTime() + validMs),
    effectiveAt: head.effectiveAt,
    isWithdrawn: head.state === 'withdrawn',
    entryCount: head.entryCount,
    changeCount: head.entryCount,
    digest,
  };
}

function termsOf({ codes, terms }: ListHead): ListTerms | null {
  return terms === null ? null : { codes, ...terms };
}
