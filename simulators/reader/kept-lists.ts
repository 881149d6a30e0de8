import type { HeldList, ListName, Refusal } from '../../domain/reader-list/artefact.ts';
import { MalformedArtefactError, openEnvelope } from '../../domain/reader-list/codec.ts';
import {
  editionAt,
  priceTable,
  type HeldAllow,
  type ReaderLists,
} from '../../domain/reader-list/decide.ts';
import type { GroupId } from '../../domain/reader-list/group.ts';
import { createListContent } from '../../domain/reader-list/list-content.ts';
import { isDelta, listNameOf } from '../../domain/reader-list/list-name.ts';
import {
  verifyArtefact,
  type Ratchet,
  type VerifyContext,
} from '../../domain/reader-list/verify.ts';
import type { ClockGuard } from './clock-guard.ts';
import type { KeyFile } from './key-file.ts';
import { versionOf, type KeepItem, type KeptList, type ListFile } from './list-file.ts';
import type { ReaderStore } from './reader-store.ts';

/** The lists of one reader, in memory as on disk. */
export type KeptLists = {
  /** Verifies in order, keeps what may be kept. @returns The first refusal; null when there was none. */
  receive(artefacts: readonly Uint8Array[]): Promise<Refusal | null>;
  held(): readonly HeldList[];
  forDecisions(): ReaderLists;
  /** Group keys of the epochs that the lists have, or of the newest where there is no list. */
  groupKeys(): ReadonlyMap<number, Uint8Array>;
};

type Parts = {
  readonly group: GroupId;
  readonly store: ReaderStore;
  readonly keys: KeyFile;
  readonly guard: ClockGuard;
};

type Shelf = {
  readonly files: Map<ListName, ListFile>;
  readonly lists: Map<ListName, KeptList>;
};

/** What one message brings for one list, before anything of it is on disk. */
type Draft = { readonly list: KeptList; readonly items: readonly KeepItem[] };

export async function openKeptLists(parts: Parts): Promise<KeptLists> {
  const shelf: Shelf = { files: new Map(), lists: new Map() };
  const { lists } = shelf;
  for (const name of await parts.store.findLists()) {
    const { opened } = await fileOf(name, shelf, parts);
    if (opened !== null) lists.set(name, opened);
  }
  let decisions = viewOf(lists, parts);
  let groupKeys = keysFor(lists, parts.keys);
  return {
    async receive(artefacts) {
      const drafts = new Map<ListName, Draft>();
      const refusal = draftAll(artefacts, { lists, drafts, parts });
      if (drafts.size > 0) await keepAll(drafts, shelf, parts);
      if (refusal === 'wrongDigest') giveUpDamaged(lists);
      decisions = viewOf(lists, parts);
      groupKeys = keysFor(lists, parts.keys);
      return refusal;
    },
    held: () =>
      [...lists]
        .filter(([name, list]) => !isBehind(name, list, parts))
        .map(([name, { header, content }]) => ({
          name,
          epoch: header.epoch,
          sequence: header.sequence,
          digest: hex(content.digest()),
        })),
    forDecisions: () => decisions,
    groupKeys: () => (groupKeys.size > 0 ? groupKeys : keysFor(lists, parts.keys)),
  };
}

async function fileOf(name: ListName, { files }: Shelf, parts: Parts): Promise<ListFile> {
  const file = files.get(name) ?? (await parts.store.openList(name, trustOf(parts)));
  files.set(name, file);
  return file;
}

/** First to disk, then to memory. */
async function keepAll(
  drafts: ReadonlyMap<ListName, Draft>,
  shelf: Shelf,
  parts: Parts,
): Promise<void> {
  const { files, lists } = shelf;
  await Promise.all(
    [...drafts].map(async ([name, { items }]) => (await fileOf(name, shelf, parts)).keep(items)),
  );
  const signedAt = [...drafts.values()].map(({ list }) => list.header.issuedAt.getTime());
  const latest = new Date(Math.max(...signedAt));
  // After the lists: a ratchet ahead of them would make what is whole on disk useless.
  await parts.store.ratchet.advance(ratchetsOf(drafts), latest);
  for (const [name, { list }] of drafts) {
    lists.set(name, list);
    if (list.header.isWithdrawn) await files.get(name)?.forgetOther();
  }
  parts.guard.witness(latest);
  for (const name of finished(lists, parts)) {
    await files.get(name)?.remove();
    files.delete(name);
    lists.delete(name);
  }
}

/** @returns The first refusal. */
function draftAll(
  artefacts: readonly Uint8Array[],
  at: {
    readonly lists: ReadonlyMap<ListName, KeptList>;
    readonly drafts: Map<ListName, Draft>;
    readonly parts: Parts;
  },
): Refusal | null {
  const { lists, drafts, parts } = at;
  const time = parts.guard.read();
  const names = artefacts.map(nameIn);
  let first: Refusal | null = null;
  for (const [index, bytes] of artefacts.entries()) {
    const context: VerifyContext = {
      ...trustOf(parts),
      now: time.isSet ? time.now : null,
      isFollowed: names.includes(names[index] ?? null, index + 1),
      share: parts.store.share.lists,
    };
    const heldOf = (name: ListName) => {
      const list = drafts.get(name)?.list ?? lists.get(name);
      const isUsable = list !== undefined && (drafts.has(name) || !isBehind(name, list, parts));
      return {
        ratchet:
          drafts.has(name) && list !== undefined ? ratchetOf(list) : parts.store.ratchet.of(name),
        list: isUsable ? versionOf(list) : null,
      };
    };
    const verdict = verifyArtefact(bytes, heldOf, context);
    if (verdict.refusal !== null) {
      first ??= verdict.refusal;
      continue;
    }
    if (verdict.isHeld) continue;
    const { name, header, terms, content } = verdict;
    const isSnapshot = !isDelta(header.kind);
    const before = isSnapshot ? [] : (drafts.get(name)?.items ?? []);
    drafts.set(name, {
      list: { header, terms, content },
      items: [...before, { bytes, isSnapshot }],
    });
  }
  return first;
}

function trustOf({ group, keys }: Parts) {
  return { group, issuers: keys.issuers, epochs: new Set(keys.groupKeys.keys()) };
}

/** Whether the reader knows of a later version than the one it has. */
function isBehind(name: ListName, { header }: KeptList, { store }: Parts): boolean {
  const ratchet = store.ratchet.of(name);
  return ratchet?.issuer === header.issuer && ratchet.sequence > header.sequence;
}

function ratchetOf({ header, content }: KeptList): Ratchet {
  const { issuer, epoch, sequence } = header;
  return { issuer, epoch, sequence, digest: hex(content.digest()) };
}

function ratchetsOf(drafts: ReadonlyMap<ListName, Draft>): ReadonlyMap<ListName, Ratchet> {
  return new Map([...drafts].map(([name, { list }]) => [name, ratchetOf(list)]));
}

function viewOf(lists: ReadonlyMap<ListName, KeptList>, parts: Parts): ReaderLists {
  const deny = lists.get('deny');
  return {
    deny: deny === undefined ? null : { epoch: deny.header.epoch, content: deny.content },
    allow: [...lists].flatMap(([name, list]) => allowOf(list, isBehind(name, list, parts))),
  };
}

function allowOf({ header, terms, content }: KeptList, isOld: boolean): readonly HeldAllow[] {
  if (terms === null || header.isWithdrawn) return [];
  const { rulebook, epoch, effectiveAt, notAfter } = header;
  const prices = priceTable(terms);
  return [{ rulebook, epoch, effectiveAt, notAfter, isBehind: isOld, terms, prices, content }];
}

function keysFor(
  lists: ReadonlyMap<ListName, KeptList>,
  { groupKeys }: KeyFile,
): ReadonlyMap<number, Uint8Array> {
  const epochs = new Set([...lists.values()].map(({ header }) => header.epoch));
  const newest = Math.max(...groupKeys.keys());
  return new Map([...groupKeys].filter(([epoch]) => epochs.has(epoch) || epoch === newest));
}

/** Allow lists that another has taken the place of and that nobody keeps fresh any more. */
function finished(lists: ReadonlyMap<ListName, KeptList>, parts: Parts): readonly ListName[] {
  const time = parts.guard.read();
  const inForce = editionAt(viewOf(lists, parts).allow, time.now);
  if (inForce === null || !time.isSet) return [];
  return [...lists]
    .filter(([name]) => name !== 'deny')
    .filter(
      ([, { header }]) => header.effectiveAt < inForce.effectiveAt && header.notAfter <= time.now,
    )
    .map(([name]) => name);
}

/** A delta that fits and still gives another digest: where the list itself is damaged, it is asked for anew. */
function giveUpDamaged(lists: Map<ListName, KeptList>): void {
  for (const [name, { content }] of lists) {
    const digest = createListContent(content.toBody()).digest();
    if (Buffer.compare(digest, content.digest()) !== 0) lists.delete(name);
  }
}

function nameIn(bytes: Uint8Array): ListName | null {
  try {
    return listNameOf(openEnvelope(bytes).header);
  } catch (error) {
    if (error instanceof MalformedArtefactError) return null;
    throw error;
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
