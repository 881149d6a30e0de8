import { createHash } from 'node:crypto';
import type { HeldList, ListName } from '../../domain/reader-list/artefact.ts';
import { parseGroupId, type GroupId, type ReaderGroup } from '../../domain/reader-list/group.ts';
import type { ListNews, Lists } from '../../sync/readers/lists-port.ts';

/** Lists whose artefacts are words: `deny 3>4` for a step, `deny *4` for a whole list. */
export type WordLists = Lists & {
  /** One step more of a list. */
  publish(group: GroupId, name: ListName): void;
  /** The same list from scratch, so that everybody needs it whole. */
  remake(group: GroupId, name: ListName): void;
  readonly ordinal: () => number;
  /** What readers held that refused it as too old. */
  readonly overtaken: (readonly HeldList[])[];
  /** Calls of `since`. */
  readonly asked: () => number;
};

/** What step so many of a list digests to; a list that is astray digests to something else. */
export function digestOf(group: string, name: string, sequence: number): string {
  return createHash('sha256').update(`${group} ${name} ${sequence}`).digest('hex');
}

type Step = { readonly ordinal: number; readonly isWhole: boolean };

/** @param bulk Bytes of every whole list, for memory to be felt. */
export function createWordLists(groupNames: readonly string[], bulk = 0): WordLists {
  const log = createLog();
  const listeners = new Set<(news: ListNews) => void>();
  const overtaken: (readonly HeldList[])[] = [];
  let asked = 0;
  const add = (group: GroupId, name: ListName, isWhole: boolean) => {
    log.add(group, name, isWhole);
    for (const tell of listeners) tell({ group, isUrgent: name === 'deny' });
  };
  return {
    groups: groupNames.map(toGroup),
    ordinal: log.ordinal,
    overtaken,
    async overtake(_group, held) {
      overtaken.push(held);
    },
    asked: () => asked,
    publish: (group, name) => add(group, name, false),
    remake: (group, name) => add(group, name, true),
    heads: async (group) => log.heads(group),
    async since(group, held) {
      asked += 1;
      const words = log.heads(group).flatMap((head) => {
        const own = held.find(({ name }) => name === head.name);
        return log.words(group, head, own);
      });
      return words.map((word) => toBytes(word, bulk));
    },
    async reached(group, held) {
      const open = log.heads(group).flatMap(({ name }) => {
        const have = held.find((one) => one.name === name)?.sequence ?? 0;
        return log.steps(group, name).slice(have);
      });
      return open.length === 0 ? log.ordinal() : Math.min(...open.map((step) => step.ordinal)) - 1;
    },
    onNews(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
  };
}

/** What was published, in order. */
function createLog() {
  const byList = new Map<string, Step[]>();
  let ordinal = 0;
  const steps = (group: GroupId, name: ListName) => byList.get(`${group}:${name}`) ?? [];
  return {
    ordinal: () => ordinal,
    steps,
    add(group: GroupId, name: ListName, isWhole: boolean) {
      ordinal += 1;
      const list = byList.get(`${group}:${name}`);
      if (list === undefined) byList.set(`${group}:${name}`, [{ ordinal, isWhole }]);
      else list.push({ ordinal, isWhole });
    },
    heads: (group: GroupId): HeldList[] =>
      (['deny', 'rulebook-1'] as const).flatMap((name) => {
        const sequence = steps(group, name).length;
        if (sequence === 0) return [];
        return { name, epoch: 1, sequence, digest: digestOf(group, name, sequence) };
      }),
    words(group: GroupId, head: HeldList, held: HeldList | undefined): string[] {
      const { name, sequence } = head;
      const later = steps(group, name).slice(held?.sequence ?? 0);
      const isAstray = held?.sequence === sequence && held.digest !== head.digest;
      if (held === undefined || isAstray || later.some(({ isWhole }) => isWhole)) {
        return [`${name} *${sequence}`];
      }
      return later.map((_, at) => `${name} ${held.sequence + at}>${held.sequence + at + 1}`);
    },
  };
}

function toGroup(name: string): ReaderGroup {
  return { id: parseGroupId(name), service: 'pools' as ReaderGroup['service'], places: ['Here'] };
}

function toBytes(word: string, bulk: number): Uint8Array {
  const text = Buffer.from(word.padEnd(24));
  return word.includes('*') && bulk > 0 ? Buffer.concat([text, Buffer.alloc(bulk)]) : text;
}
