import type { ClientSession } from 'mongoose';
import type { CityDay } from '../../domain/city-day.ts';
import type { GroupId } from '../../domain/reader-list/group.ts';
import { mapBounded } from '../../platform/map-bounded.ts';
import { diffLists } from './diff-lists.ts';
import type { GroupDraft } from './draft-lists.ts';
import { countPairs, pastCodes, type KeptList } from './kept-list.ts';
import { toContent } from './list-loading.ts';
import type { KeptTerms, ListHead } from './list-store.ts';
import { changeByRights } from './list-wishes.ts';
import { print, type Edition, type ListMove, type PressDeps } from './press.ts';
import { findRights } from './publisher.ts';

/** Beyond this share of its entries a list is sent whole rather than as a change of itself. */
const WHOLE_FROM_SHARE = 0.25;
const WHOLE_FROM_CHANGES = 1_000;

/** Cards caught up with at once, outside a transaction and inside the one that installs. */
const CARDS_AT_ONCE = 100;

/** Bodies written at once: small ones are mostly waiting, large ones are few. */
const BODIES_AT_ONCE = 8;

/** How long late uploads may be of an epoch that is over. */
const EARLIER_EPOCH_MS = 10 * 24 * 60 * 60 * 1000;

export type InstallOptions = {
  /** Of the publication before the lists began to be built. */
  readonly builtAfter: number;
  readonly day: CityDay;
  /** True when every list of the groups is among them and was compared with the rights. */
  readonly isNightly: boolean;
  readonly about: (
    group: GroupId,
    rulebook: number,
  ) => { readonly effectiveAt: Date; readonly terms: KeptTerms | null };
  readonly signal: AbortSignal;
};

/**
 * Puts lists that were built into force, all of them in one publication. Whatever was published while
 * they were built is applied to them first. A list that is there already, in the same epoch, goes on
 * from what it is by a delta, which may be empty: it is signed anew then. Any other is made anew.
 */
export async function installLists(
  deps: PressDeps,
  drafts: readonly GroupDraft[],
  options: InstallOptions,
): Promise<void> {
  // Whatever was written until now may be in them.
  const builtAt = deps.clock.now();
  let lists = drafts.flatMap((draft) => toLists(draft, options, builtAt));
  let reached = options.builtAfter;
  const catchUp = async (cards: readonly string[], session?: ClientSession) => {
    for (let from = 0; from < cards.length; from += CARDS_AT_ONCE) {
      const versions = cards.slice(from, from + CARDS_AT_ONCE).map((cardId) => ({ cardId }));
      const rights = await findRights(deps, { lists, session, versions });
      const next = await changeByRights(deps, lists, rights);
      const changed = new Map(next.map(({ list }) => [idOf(list), list]));
      lists = lists.map((list) => changed.get(idOf(list)) ?? list);
    }
  };
  for (;;) {
    options.signal.throwIfAborted();
    const now = await deps.store.findOrdinal();
    const cards = await deps.rightChanges.findCardsPublishedAfter(reached);
    await catchUp(cards);
    reached = now;
    if (cards.length <= CARDS_AT_ONCE) break;
  }
  const bodies = createBodySaver(deps);
  const added = lists.filter((list) => isNew(deps, list));
  await mapBounded(added, BODIES_AT_ONCE, (list) => bodies.save(list));
  await deps.lane.run(
    () =>
      print(deps, async (session): Promise<Edition> => {
        // What this transaction sees: nobody else can publish before it is through.
        await catchUp(await deps.rightChanges.findCardsPublishedAfter(reached, session), session);
        const moves: ListMove[] = [];
        for (const list of lists) moves.push(await toMove(deps, list, bodies));
        await saveGroups(deps, { drafts, options, session });
        return { moves, cards: [], isUrgent: false };
      }),
    { isUrgent: false },
  );
}

function toLists(
  { group, epoch, lists }: GroupDraft,
  { about }: InstallOptions,
  builtAt: Date,
): KeptList[] {
  return lists.map(({ name, rulebook, body, codes, pairs, isSmall }) => {
    const content = toContent(body);
    const head: ListHead = {
      group: group.id,
      name,
      rulebook,
      epoch,
      ...about(group.id, rulebook),
      state: 'live',
      codes,
      pastCodes: [],
      isSmall,
      builtAt,
      signedAt: builtAt,
      sequence: 0,
      digest: '',
      entryCount: content.count,
      ordinal: 0,
      firstOrdinal: 0,
      snapshot: { id: '', sequence: 0 },
    };
    return { head, content, pairs: new Map(pairs), counts: countPairs(head, content) };
  });
}

function headNow({ memory }: PressDeps, { head }: KeptList): ListHead | undefined {
  return memory.heads(head.group).find(({ name }) => name === head.name);
}

function isNew(deps: PressDeps, list: KeptList): boolean {
  const now = headNow(deps, list);
  return now?.state !== 'live' || now.epoch !== list.head.epoch || isDamaged(deps, now);
}

function isDamaged({ memory }: PressDeps, head: ListHead): boolean {
  return memory.damaged().some(({ group, name }) => group === head.group && name === head.name);
}

async function toMove(
  deps: PressDeps,
  list: KeptList,
  bodies: ReturnType<typeof createBodySaver>,
): Promise<ListMove> {
  const now = headNow(deps, list);
  const expected = now?.sequence ?? null;
  if (now !== undefined && !isNew(deps, list)) {
    const current = await deps.memory.list(now.group, now.name);
    const changes = current === null ? null : diffLists(current.content, list.content);
    if (current !== null && changes !== null && isWorthADelta(changes.length, list)) {
      const content = current.content.fork();
      content.prepare(changes).commit();
      const { snapshot, firstOrdinal } = now;
      const head = {
        ...list.head,
        snapshot,
        firstOrdinal,
        pastCodes: pastCodes(now, list.head.codes),
      };
      return { list: { ...list, head, content }, expected, changes, hasOtherPairs: true };
    }
  }
  const snapshot = { id: await bodies.save(list), sequence: 0 };
  const past = now === undefined ? [] : pastCodes(now, list.head.codes);
  const firstOrdinal = now?.firstOrdinal ?? 0;
  const head = { ...list.head, snapshot, firstOrdinal, pastCodes: past };
  return { list: { ...list, head }, expected, changes: null, hasOtherPairs: true };
}

function isWorthADelta(changes: number, { content }: KeptList): boolean {
  return changes < WHOLE_FROM_CHANGES || changes < WHOLE_FROM_SHARE * content.count;
}

/** Saves a body once for what it is, however often a transaction is tried. */
function createBodySaver({ store, clock }: PressDeps) {
  const saved = new Map<string, string>();
  return {
    async save(list: KeptList): Promise<string> {
      const digest = Buffer.from(list.content.digest()).toString('hex');
      const key = `${idOf(list)}:${digest}`;
      const known = saved.get(key);
      if (known !== undefined) return known;
      const id = await store.saveBody(list.content.toBody(), clock.now());
      saved.set(key, id);
      return id;
    },
  };
}

type Installed = {
  readonly drafts: readonly GroupDraft[];
  readonly options: InstallOptions;
  readonly session: ClientSession;
};

async function saveGroups(
  { store, clock }: PressDeps,
  { drafts, options: { day, isNightly }, session }: Installed,
): Promise<void> {
  const now = clock.now().getTime();
  const ids = drafts.map(({ group }) => group.id);
  for (const [index, row] of (await store.findGroups(ids, session)).entries()) {
    const epoch = drafts[index]?.epoch ?? row.epoch;
    if (epoch < row.epoch) {
      throw new Error(`the key of ${row.group} was changed while its lists were built`);
    }
    const isRotated = epoch !== row.epoch;
    if (!isRotated && !isNightly && row.rebuiltOn !== null) continue;
    const known = row.earlier.filter(({ until }) => until.getTime() > now);
    const over = { epoch: row.epoch, until: new Date(now + EARLIER_EPOCH_MS) };
    const earlier = isRotated ? [...known, over] : known;
    const nextEpoch = isRotated ? null : row.nextEpoch;
    await store.saveGroup({ group: row.group, epoch, nextEpoch, earlier, rebuiltOn: day }, session);
  }
}

function idOf({ head: { group, name } }: KeptList): string {
  return `${group}:${name}`;
}
