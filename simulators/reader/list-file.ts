import { readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArtefactHeader, ListName, ListTerms } from '../../domain/reader-list/artefact.ts';
import type { ListContent } from '../../domain/reader-list/list-content.ts';
import {
  verifyArtefact,
  type HeldVersion,
  type Ratchet,
  type VerifyContext,
} from '../../domain/reader-list/verify.ts';
import { openFramedFile, readRecords, type FramedFile } from './framed-file.ts';
import type { SnapshotShare } from './snapshot-share.ts';

/** A list as a reader has it, verified. */
export type KeptList = {
  /** Of the last artefact applied. */
  readonly header: ArtefactHeader;
  readonly terms: ListTerms | null;
  readonly content: ListContent;
};

/**
 * One list on disk: two slots, each a snapshot and the log of the deltas that came after it. The slot
 * with the later version holds. Deltas go to its log; a snapshot goes to the other slot, whose log is
 * emptied first. So power may go at any byte: what is not whole is not there, and what was before is.
 */
export type ListFile = {
  /** What was last whole when the file was opened; null for nothing. Verified anew, signatures and all. */
  readonly opened: KeptList | null;
  /**
   * Keeps verified artefacts, on disk once this resolves. Calls follow one another.
   *
   * @param artefacts A snapshot may come first; all others are deltas that follow one another.
   */
  keep(artefacts: readonly KeepItem[]): Promise<void>;
  /** Deletes the slot that does not hold: what was withdrawn is not to lie about. */
  forgetOther(): Promise<void>;
  /** Deletes everything. */
  remove(): Promise<void>;
  close(): Promise<void>;
};

export type KeepItem = { readonly bytes: Uint8Array; readonly isSnapshot: boolean };

/** What is needed to verify again what lies on disk. No time: whether it has expired is another question. */
export type Trust = Pick<VerifyContext, 'group' | 'issuers' | 'epochs'>;

type Slot = { readonly path: string; readonly log: FramedFile; readonly list: KeptList | null };

/** @param at.ratchet Of this list; of two issuers that both are pinned, the one it names holds. */
export async function openListFile(at: {
  readonly folder: string;
  readonly name: ListName;
  readonly trust: Trust;
  readonly share: SnapshotShare;
  readonly ratchet: Ratchet | null;
}): Promise<ListFile> {
  const { folder, name, share } = at;
  const open = (end: string) => openSlot(join(folder, `${name}.${end}`), at);
  const slots = await Promise.all([open('a'), open('b')]);
  let holding = isLater(slots[1].list, slots[0].list, at.ratchet) ? slots[1] : slots[0];
  const opened = holding.list;
  const other = () => (holding === slots[0] ? slots[1] : slots[0]);
  return {
    opened,
    async keep(artefacts) {
      const [first, ...rest] = artefacts;
      if (first === undefined) return;
      if (!first.isSnapshot) {
        await holding.log.append(artefacts.map(({ bytes }) => bytes));
        return;
      }
      const next = other();
      // Deltas of what this slot held before must not follow the snapshot that comes into it.
      await next.log.clear();
      await share.place(first.bytes, next.path);
      if (rest.length > 0) await next.log.append(rest.map(({ bytes }) => bytes));
      holding = next;
    },
    async forgetOther() {
      await other().log.clear();
      await unlink(other().path).catch(() => undefined);
    },
    async remove() {
      await Promise.all(slots.map(({ log }) => log.close()));
      const paths = slots.flatMap(({ path }) => [path, `${path}.log`]);
      await Promise.all(paths.map((path) => unlink(path).catch(() => undefined)));
    },
    async close() {
      await Promise.all(slots.map(({ log }) => log.close()));
    },
  };
}

async function openSlot(
  path: string,
  {
    name,
    trust,
    share,
  }: { readonly name: ListName; readonly trust: Trust; readonly share: SnapshotShare },
): Promise<Slot> {
  const log = await openFramedFile(`${path}.log`);
  const context = { ...trust, now: null, share: share.lists };
  const [snapshot] = readRecords(await readFile(path).catch(() => Buffer.alloc(0))).records;
  let list = snapshot === undefined ? null : applied(snapshot, null, { name, context });
  let applicable = 0;
  const records = log.takeRecords();
  for (const record of records) {
    const next = list === null ? null : applied(record, list, { name, context });
    if (next === null) break;
    list = next;
    applicable += 1;
  }
  if (applicable < records.length) {
    // What comes after something that does not apply would never be read again.
    const kept = records.slice(0, applicable);
    await log.clear();
    if (kept.length > 0) await log.append(kept);
  }
  return { path, log, list };
}

function applied(
  bytes: Uint8Array,
  list: KeptList | null,
  { name, context }: { readonly name: ListName; readonly context: VerifyContext },
): KeptList | null {
  const held: HeldVersion = { ratchet: null, list: list === null ? null : versionOf(list) };
  const verdict = verifyArtefact(bytes, () => held, context);
  if (verdict.refusal !== null || verdict.name !== name) return null;
  const { header, terms, content } = verdict;
  return { header, terms, content };
}

/** A list as `verifyArtefact` wants it. */
export function versionOf({ header, content }: KeptList): NonNullable<HeldVersion['list']> {
  return { issuer: header.issuer, epoch: header.epoch, sequence: header.sequence, content };
}

function isLater(one: KeptList | null, than: KeptList | null, ratchet: Ratchet | null): boolean {
  if (one === null || than === null) return one !== null;
  if (one.header.issuer === than.header.issuer) return one.header.sequence > than.header.sequence;
  return one.header.issuer === ratchet?.issuer;
}
