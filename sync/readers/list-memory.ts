import type { Logger } from 'pino';
import type { ListName } from '../../domain/reader-list/artefact.ts';
import type { GroupId } from '../../domain/reader-list/group.ts';
import { mapBounded } from '../../platform/map-bounded.ts';
import type { KeptList } from './kept-list.ts';
import { DamagedListError, followList, loadList } from './list-loading.ts';
import type { ListHead, ListStep, ListStore } from './list-store.ts';

/** Lists loaded at once: reading is waiting, and hashing one takes some ten milliseconds. */
const LOADS_AT_ONCE = 4;

/** Steps of one list kept in memory for readers that are a little behind, and how many bytes of them. */
const RECENT = { steps: 512, bytes: 2 * 1024 * 1024 };

export type Published = {
  readonly ordinal: number;
  readonly lists: readonly KeptList[];
  readonly steps: readonly ListStep[];
};

/** The lists as this process knows them. Values are never changed, only replaced. */
export type ListMemory = {
  /** Of the last publication that is known here. */
  readonly ordinal: number;
  heads(group: GroupId): readonly ListHead[];
  allHeads(): readonly ListHead[];
  /** Null for a list that is not there, or is damaged in the store. */
  list(group: GroupId, name: ListName): Promise<KeptList | null>;
  /** Every live list that is not damaged. Loads those that nobody has asked for yet. */
  liveLists(): Promise<readonly KeptList[]>;
  /** Lists whose stored state does not fit their head. */
  damaged(): readonly ListHead[];
  /** Steps after `after` up to the head; fewer than that where they are not kept any more. */
  stepsAfter(head: ListHead, after: number): Promise<readonly ListStep[]>;
  /** Takes over what this process has published. */
  apply(published: Published): void;
  replaceHead(head: ListHead): void;
  /** Takes over what other processes have published. @returns Groups whose lists have moved. */
  refresh(): Promise<readonly GroupId[]>;
};

/** Reads the heads; the lists themselves are read when they are needed first. */
export async function openListMemory(store: ListStore, log: Logger): Promise<ListMemory> {
  let ordinal = await store.findOrdinal();
  const heads = new Map((await store.findHeads()).map((head) => [idOf(head), head]));
  const lists = createLoadedLists(store, heads, log);
  const recent = createRecentSteps();
  return {
    get ordinal() {
      return ordinal;
    },
    heads: (group) => [...heads.values()].filter((head) => head.group === group),
    allHeads: () => [...heads.values()],
    list: (group, name) => lists.get(`${group}:${name}`),
    async liveLists() {
      const live = [...heads.values()].filter(({ state }) => state === 'live');
      const loaded = await mapBounded(live, LOADS_AT_ONCE, (head) => lists.get(idOf(head)));
      return loaded.filter((list) => list !== null);
    },
    damaged: () => [...heads.values()].filter((head) => lists.isDamaged(idOf(head))),
    async stepsAfter(head, after) {
      const known = recent.after(head, after);
      return known ?? store.findSteps(head.group, head.name, after);
    },
    apply(published) {
      ordinal = published.ordinal;
      for (const list of published.lists) {
        heads.set(idOf(list.head), list.head);
        lists.set(list);
      }
      for (const step of published.steps) recent.add(step);
    },
    replaceHead(head) {
      heads.set(idOf(head), head);
      lists.replaceHead(head);
    },
    async refresh() {
      const now = await store.findOrdinal();
      if (now === ordinal) return [];
      const moved = await store.findHeadsAfter(ordinal);
      for (const head of moved) await lists.follow(head);
      for (const head of moved) heads.set(idOf(head), head);
      ordinal = Math.max(ordinal, now);
      return [...new Set(moved.map(({ group }) => group))];
    },
  };
}

/** Lists by id, each loaded once; whoever asks meanwhile waits for the same loading. */
function createLoadedLists(store: ListStore, heads: Map<string, ListHead>, log: Logger) {
  const loaded = new Map<string, Promise<KeptList | null>>();
  const damaged = new Set<string>();
  const keep = (id: string, list: Promise<KeptList | null>): Promise<KeptList | null> => {
    const kept = list.catch((error: unknown) => {
      if (!(error instanceof DamagedListError)) {
        // The next asking tries again.
        if (loaded.get(id) === kept) loaded.delete(id);
        throw error;
      }
      log.error({ err: error, list: id }, 'a reader list is damaged and will be built anew');
      damaged.add(id);
      return null;
    });
    // Whoever asks is told; nobody may be asking just now.
    kept.catch(() => {});
    loaded.set(id, kept);
    return kept;
  };
  return {
    isDamaged: (id: string) => damaged.has(id),
    async get(id: string): Promise<KeptList | null> {
      const head = heads.get(id);
      return loaded.get(id) ?? (head === undefined ? null : keep(id, loadList(store, head)));
    },
    set(list: KeptList) {
      damaged.delete(idOf(list.head));
      void keep(idOf(list.head), Promise.resolve(list));
    },
    replaceHead(head: ListHead) {
      const known = loaded.get(idOf(head));
      if (known === undefined) return;
      const changed = known.then((list) => list && { ...list, head });
      void keep(idOf(head), changed);
    },
    /** Leads a loaded list to a head that another process has made. */
    async follow(head: ListHead): Promise<void> {
      const id = idOf(head);
      const list = await loaded.get(id);
      damaged.delete(id);
      const steps = list ? await stepsTo(store, list, head) : null;
      if (!list || steps === null) loaded.delete(id);
      else await keep(id, followList(store, { list, head, steps }));
    },
  };
}

/** Null where the list cannot be led there: it was made anew. */
async function stepsTo(
  store: ListStore,
  { head: { epoch, sequence: after } }: KeptList,
  head: ListHead,
): Promise<readonly ListStep[] | null> {
  const found = await store.findSteps(head.group, head.name, after);
  const steps = found.filter(({ sequence }) => sequence <= head.sequence);
  return epoch !== head.epoch || steps.some(({ delta }) => delta === null) ? null : steps;
}

/** The newest steps of each list. */
function createRecentSteps() {
  const byList = new Map<string, ListStep[]>();
  return {
    add(step: ListStep) {
      const steps = byList.get(idOf(step)) ?? [];
      // Another process has published between: what came before does not join.
      if (steps.length > 0 && steps.at(-1)?.sequence !== step.sequence - 1) steps.length = 0;
      steps.push(step);
      byList.set(idOf(step), steps);
      let bytes = steps.reduce((sum, { delta }) => sum + (delta?.length ?? 0), 0);
      while (steps.length > RECENT.steps || (bytes > RECENT.bytes && steps.length > 1)) {
        bytes -= steps.shift()?.delta?.length ?? 0;
      }
    },
    /** Null where this process does not have all of them. */
    after(head: ListHead, after: number): readonly ListStep[] | null {
      const steps = byList.get(idOf(head));
      const first = steps?.[0];
      if (steps === undefined || first === undefined || first.sequence > after + 1) return null;
      if (steps.at(-1)?.sequence !== head.sequence) return null;
      return steps.filter(({ sequence }) => sequence > after);
    },
  };
}

function idOf({ group, name }: Pick<ListHead, 'group' | 'name'>): string {
  return `${group}:${name}`;
}
