import type { HeldList, ListName } from '../../domain/reader-list/artefact.ts';
import type { GroupId } from '../../domain/reader-list/group.ts';
import type { KeptList } from './kept-list.ts';
import { encodeSnapshot, type ArtefactOptions } from './list-artefacts.ts';
import type { ListHead, ListStep } from './list-store.ts';
import type { ListNews, Lists } from './lists-port.ts';
import type { PressDeps } from './press.ts';

/** Encoded whole lists kept for the readers that ask next, 4.3 MB each at 270,512 cards. */
const WHOLE_KEPT = 16;

/** A whole list is encoded anew when it is that old, or so many steps behind. */
const WHOLE_LIFE_MS = 10 * 60 * 1000;
const WHOLE_STEPS = 100;

export type NewsDesk = {
  readonly tellNews: (news: ListNews) => void;
  readonly onNews: Lists['onNews'];
};

export function createNewsDesk(): NewsDesk {
  const listeners = new Set<(news: ListNews) => void>();
  return {
    tellNews(news) {
      for (const listener of listeners) listener(news);
    },
    onNews(listener) {
      // The same function may listen twice.
      const own = (news: ListNews) => listener(news);
      listeners.add(own);
      return { [Symbol.dispose]: () => void listeners.delete(own) };
    },
  };
}

type ListsDeps = Pick<PressDeps, 'memory' | 'groups' | 'keys' | 'clock' | 'validMs'>;

type Telling = Pick<Lists, 'onNews' | 'overtake'>;

/** What readers are given, from memory. Deltas that are not there any more are read from the store. */
export function createLists(deps: ListsDeps, telling: Telling): Lists {
  const { memory } = deps;
  const whole = createWholeLists(deps);
  return {
    groups: deps.groups,
    ...telling,
    async heads(group) {
      return told(memory.heads(group))
        .filter(({ state }) => state === 'live')
        .map(toHeld);
    },
    async since(group, held, { isExact = false } = {}) {
      const artefacts: Uint8Array[] = [];
      for (const head of told(memory.heads(group))) {
        const has = held.find(({ name }) => name === head.name);
        // A list that was taken back is told only to those who have it.
        if (has === undefined && head.state === 'withdrawn') continue;
        if (has !== undefined && isHead(has, head)) continue;
        const steps = has === undefined ? null : await deltasAfter(deps, head, has);
        artefacts.push(...(steps ?? (await whole.get(group, head.name, isExact))));
      }
      return artefacts;
    },
    async reached(group, held) {
      const { ordinal } = memory;
      const all = told(memory.heads(group)).map((head) => reachedOf(deps, head, held));
      return Math.min(ordinal, ...(await Promise.all(all)));
    },
  };
}

/** Those that readers are told of, the deny list first. */
function told(heads: readonly ListHead[]): readonly ListHead[] {
  return heads
    .filter(({ state }) => state !== 'retired')
    .toSorted((a, b) => a.rulebook - b.rulebook);
}

function toHeld({ name, epoch, sequence, digest }: ListHead): HeldList {
  return { name, epoch, sequence, digest };
}

function isHead(has: HeldList, { epoch, sequence, digest }: ListHead): boolean {
  return has.epoch === epoch && has.sequence === sequence && has.digest === digest;
}

/** Null where the reader needs the list whole. */
async function deltasAfter(
  { memory }: ListsDeps,
  head: ListHead,
  has: HeldList,
): Promise<readonly Uint8Array[] | null> {
  if (has.epoch !== head.epoch || has.sequence >= head.sequence) return null;
  const steps = await memory.stepsAfter(head, has.sequence);
  const deltas = unbroken(steps, has.sequence);
  const bytes = deltas?.reduce((sum, { length }) => sum + length, 0) ?? 0;
  // Many deltas would be longer than what they lead to.
  return bytes > 1_000 + head.entryCount * 16 ? null : deltas;
}

/** Null where one is missing, or the list was made anew on the way. */
function unbroken(steps: readonly ListStep[], after: number): readonly Uint8Array[] | null {
  const deltas: Uint8Array[] = [];
  for (const [index, { sequence, delta }] of steps.entries()) {
    if (delta === null || sequence !== after + index + 1) return null;
    deltas.push(delta);
  }
  return deltas.length === 0 ? null : deltas;
}

async function reachedOf(
  { memory }: ListsDeps,
  head: ListHead,
  held: readonly HeldList[],
): Promise<number> {
  const has = held.find(({ name }) => name === head.name);
  if (has === undefined) return head.state === 'withdrawn' ? Infinity : head.firstOrdinal - 1;
  if (isHead(has, head)) return Infinity;
  const [next] = await memory.stepsAfter(head, has.sequence);
  // What came next is not known any more, or what the reader has need not be of this list at all.
  const isKnown = next?.sequence === has.sequence + 1 && next.delta !== null;
  return isKnown ? next.ordinal - 1 : 0;
}

type Whole = {
  readonly artefact: Uint8Array;
  readonly head: ListHead;
  readonly issuedAt: number;
};

/** Whole lists, encoded once for all who ask within minutes: the deltas since are sent with them. */
function createWholeLists(deps: ListsDeps) {
  const kept = new Map<string, Whole>();
  const encode = (id: string, list: KeptList): readonly Uint8Array[] => {
    const { keys, clock, validMs } = deps;
    const sealed: ArtefactOptions = { keys, issuedAt: clock.now(), validMs };
    const artefact = encodeSnapshot(list, sealed);
    kept.delete(id);
    kept.set(id, { artefact, head: list.head, issuedAt: sealed.issuedAt.getTime() });
    for (const oldest of [...kept.keys()].slice(0, -WHOLE_KEPT)) kept.delete(oldest);
    return [artefact];
  };
  return {
    async get(group: GroupId, name: ListName, isExact: boolean): Promise<readonly Uint8Array[]> {
      const id = `${group}:${name}`;
      const list = await deps.memory.list(group, name);
      // Damaged: nothing of it can be given before it was built anew.
      if (list === null) return [];
      const known = kept.get(id);
      const isUsable =
        known?.head.epoch === list.head.epoch &&
        known.head.state === list.head.state &&
        deps.clock.now().getTime() - known.issuedAt < WHOLE_LIFE_MS;
      if (known === undefined || !isUsable) return encode(id, list);
      if (known.head.sequence === list.head.sequence) return [known.artefact];
      if (isExact) return encode(id, list);
      const steps = await deps.memory.stepsAfter(list.head, known.head.sequence);
      const deltas = steps.length > WHOLE_STEPS ? null : unbroken(steps, known.head.sequence);
      return deltas === null ? encode(id, list) : [known.artefact, ...deltas];
    },
  };
}
