import type { ListChange } from '../../domain/reader-list/artefact.ts';
import { createListContent, type ListContent } from '../../domain/reader-list/list-content.ts';
import { decodeArtefact } from '../../domain/reader-list/codec.ts';
import { readChanges } from '../../domain/reader-list/records.ts';
import { countAfter, countPairs, type KeptList } from './kept-list.ts';
import type { ListHead, ListStep, ListStore } from './list-store.ts';

/** Thrown when what is stored of a list does not give the digest that its readers were told. */
export class DamagedListError extends Error {
  override readonly name = 'DamagedListError';
}

/** Most lists of a small city's groups are empty: they share one. */
const empty = createListContent(new Uint8Array());

export function toContent(body: Uint8Array): ListContent {
  return body.length === 0 ? empty.fork() : createListContent(body);
}

/**
 * Reads a list as its head says: the stored body, and the deltas after it.
 *
 * @throws {DamagedListError} It cannot be had from what is stored; the list has to be built anew.
 */
export async function loadList(store: ListStore, head: ListHead): Promise<KeptList> {
  const { group, name, snapshot } = head;
  const [body, pairs, steps] = await Promise.all([
    readBody(store, head),
    store.findPairs(group, name),
    store.findSteps(group, name, snapshot.sequence),
  ]);
  const needed = steps.filter(({ sequence }) => sequence <= head.sequence);
  const content = toContent(body);
  content.prepare(changesOf(needed, snapshot.sequence)).commit();
  return keep({ head, content, pairs: new Map(pairs), counts: countPairs(head, content) });
}

/** A list that somebody else has led further. @param steps Those since, all deltas. */
export async function followList(
  store: ListStore,
  { list, head, steps }: { list: KeptList; head: ListHead; steps: readonly ListStep[] },
): Promise<KeptList> {
  const pairs = new Map(await store.findPairs(head.group, head.name));
  const changes = changesOf(steps, list.head.sequence);
  const content = list.content.fork();
  content.prepare(changes).commit();
  return keep({ head, content, pairs, counts: countAfter(list, changes, head.codes) });
}

function keep(list: KeptList): KeptList {
  const { head, content } = list;
  if (Buffer.from(content.digest()).toString('hex') !== head.digest) {
    throw new DamagedListError(`the list ${head.name} of ${head.group} has another digest`);
  }
  return list;
}

async function readBody(store: ListStore, { group, name, snapshot }: ListHead) {
  try {
    return await store.getBody(snapshot.id);
  } catch (cause) {
    throw new DamagedListError(`the list ${name} of ${group} has no body`, { cause });
  }
}

/** Many deltas are applied as one change, so that each bucket is hashed once. */
function changesOf(steps: readonly ListStep[], from: number): readonly ListChange[] {
  const changes = new Map<string, ListChange>();
  for (const [index, { delta, sequence, group, name }] of steps.entries()) {
    const body = delta === null ? null : readChanges(decodeArtefact(delta).body);
    if (body === null || sequence !== from + index + 1) {
      throw new DamagedListError(`the step ${sequence} of ${name} of ${group} does not fit`);
    }
    for (const change of body) changes.set(Buffer.from(change.key).toString('latin1'), change);
  }
  return [...changes.values()];
}
