import { setImmediate } from 'node:timers/promises';
import type { CityDay } from '../../domain/city-day.ts';
import type { ListName } from '../../domain/reader-list/artefact.ts';
import { NO_END, toDayNumber } from '../../domain/reader-list/day-number.ts';
import type { ReaderGroup } from '../../domain/reader-list/group.ts';
import { roundUntil } from '../../domain/reader-list/pairs.ts';
import type { BuildStore } from './build-store.ts';
import { createCardKeyer, tokenWords, type CardKeyer } from './card-keyer.ts';
import { toWish } from './list-wishes.ts';
import type { CardRight, Rights } from './rights-port.ts';
import {
  createScratchList,
  finishAllowList,
  finishDenyList,
  type FinishedList,
  type NaturalEntry,
  type ScratchList,
} from './scratch-list.ts';

/** Cards hashed for every group before others have their turn: some ten milliseconds. */
const CARDS_IN_A_ROW = 100;

/** Lists of one group to build. */
export type GroupTask = {
  readonly group: ReaderGroup;
  readonly epoch: number;
  /** Of the group and epoch. In memory only. */
  readonly key: Uint8Array;
  readonly lists: readonly {
    readonly name: ListName;
    /** 0 for the deny list. */
    readonly rulebook: number;
    readonly codeKey: Uint8Array;
  }[];
};

/** What is to be built; may be handed to a thread. */
export type BuildTask = {
  /** Of the build's row. */
  readonly id: string;
  readonly groups: readonly GroupTask[];
  readonly day: CityDay;
  /** Where an earlier try got to; null from the beginning. */
  readonly after: CardId | null;
  readonly parts: number;
  readonly done: number;
  /** Cards between two saved parts; null for a build that is quickly done again. */
  readonly cardsPerPart: number | null;
};

type CardId = CardRight['cardId'];

/** The lists of one group, built. */
export type GroupDraft = {
  readonly group: ReaderGroup;
  readonly epoch: number;
  readonly lists: readonly (FinishedList & {
    readonly name: ListName;
    readonly rulebook: number;
  })[];
};

export type DraftDeps = {
  readonly rights: Rights;
  readonly builds: Pick<BuildStore, 'savePart' | 'findParts'>;
  /** Called after every batch of cards. */
  readonly onProgress: (done: number) => void;
  readonly signal?: AbortSignal | undefined;
};

type Line = {
  readonly task: GroupTask;
  readonly list: GroupTask['lists'][number];
  readonly id: string;
  readonly scratch: ScratchList;
  /** Bytes of `scratch` that are saved in parts. */
  saved: number;
};

/**
 * Builds lists from the rights of every card, in one walk over them, and hands out group after group.
 * Every `cardsPerPart` cards what was gathered is saved, so that a build that is cut off goes on there.
 *
 * @throws {Error} Whatever the rights or the store throw; the signal's reason.
 */
export async function* draftLists(deps: DraftDeps, task: BuildTask): AsyncGenerator<GroupDraft> {
  const lines = task.groups.flatMap((group) =>
    group.lists.map((list): Line => ({
      task: group,
      list,
      id: listId(group, list.name),
      scratch: createScratchList(),
      saved: 0,
    })),
  );
  await takeUp(deps, task, lines);
  await walk(deps, task, lines);
  for (const group of task.groups) {
    const mine = lines.filter((line) => line.task === group);
    await setImmediate();
    deps.signal?.throwIfAborted();
    const lists = mine.map(({ list: { name, rulebook, codeKey }, scratch }) => {
      const bytes = scratch.bytes();
      const finished = name === 'deny' ? finishDenyList(bytes) : finishAllowList(bytes, codeKey);
      return { ...finished, name, rulebook };
    });
    // Each group's gathered bytes may go before the next is sorted.
    for (const line of mine) lines.splice(lines.indexOf(line), 1);
    yield { group: group.group, epoch: group.epoch, lists };
  }
}

export function listId({ group, epoch }: Pick<GroupTask, 'group' | 'epoch'>, name: ListName) {
  return `${group.id}:${epoch}:${name}`;
}

async function takeUp({ builds }: DraftDeps, task: BuildTask, lines: readonly Line[]) {
  if (task.parts === 0) return;
  for (const line of lines) {
    for (const bytes of await builds.findParts(task.id, line.id, task.parts)) {
      line.scratch.addAll(bytes);
    }
    line.saved = line.scratch.bytes().length;
  }
}

/** What is gathered for one group. */
type Gathering = {
  readonly group: ReaderGroup;
  readonly keyer: CardKeyer;
  readonly lines: readonly Line[];
};

async function walk(deps: DraftDeps, task: BuildTask, lines: readonly Line[]): Promise<void> {
  const rulebooks = [...new Set(lines.map(({ list }) => list.rulebook))].filter((one) => one > 0);
  const groups = task.groups.map(({ group }) => group);
  const gatherings = task.groups.map((one): Gathering => ({
    group: one.group,
    keyer: createCardKeyer(one.key),
    lines: lines.filter((line) => line.task === one),
  }));
  let { done, parts } = task;
  let sincePart = 0;
  for await (const batch of deps.rights.all({ groups, rulebooks, day: task.day }, task.after)) {
    deps.signal?.throwIfAborted();
    for (const [index, right] of batch.entries()) {
      addRight(right, gatherings, task.day);
      // In the hub's own process others want to be answered.
      if (index % CARDS_IN_A_ROW === CARDS_IN_A_ROW - 1) await setImmediate();
    }
    done += batch.length;
    sincePart += batch.length;
    deps.onProgress(done);
    const last = batch.at(-1);
    if (task.cardsPerPart === null || sincePart < task.cardsPerPart || last === undefined) continue;
    await savePart(deps, { id: task.id, index: parts, after: last.cardId }, lines);
    parts += 1;
    sincePart = 0;
  }
}

async function savePart(
  { builds }: DraftDeps,
  part: { readonly id: string; readonly index: number; readonly after: CardId },
  lines: readonly Line[],
): Promise<void> {
  const parts = lines.map(({ id, scratch, saved }) => ({
    list: id,
    bytes: scratch.bytes().subarray(saved),
  }));
  await builds.savePart(part.id, { index: part.index, after: part.after, parts });
  for (const line of lines) line.saved = line.scratch.bytes().length;
}

function addRight(right: CardRight, gatherings: readonly Gathering[], day: CityDay): void {
  if (right.standing === 'off') return;
  const token = tokenWords(right.token);
  for (const { group, keyer, lines } of gatherings) {
    const wish = toWish(right, group, day);
    // Hashing costs much, and many cards get nothing in many groups.
    let key: Uint8Array | null = null;
    for (const { list, scratch } of lines) {
      const isDeny = list.name === 'deny';
      const natural = isDeny ? toDenied(wish.deniedUntil) : toAllowed(wish, list.rulebook);
      if (natural === null) continue;
      key ??= keyer.keyOf(token);
      scratch.add(key, natural);
    }
  }
}

function toDenied(until: CityDay | null | false): NaturalEntry | null {
  return until === false ? null : { priceCents: 0, dayNumber: roundedNumber(until) };
}

function toAllowed(wish: ReturnType<typeof toWish>, rulebook: number): NaturalEntry | null {
  const outcome = wish.allowed(rulebook);
  if (outcome === null) return null;
  return { priceCents: outcome.priceCents, dayNumber: roundedNumber(outcome.until) };
}

/** A month's end as lists keep it. Millions are asked for, of a few thousand days. */
function roundedNumber(until: CityDay | null): number {
  if (until === null) return NO_END;
  const known = roundedNumbers.get(until);
  if (known !== undefined) return known;
  const number = toDayNumber(roundUntil(until));
  roundedNumbers.set(until, number);
  return number;
}

const roundedNumbers = new Map<CityDay, number>();
