import { cityDayAt } from '../../domain/city-day.ts';
import type { ListName } from '../../domain/reader-list/artefact.ts';
import type { ReaderGroup } from '../../domain/reader-list/group.ts';
import { build, type BuilderOptions, type Wanted, type WantedGroup } from './build.ts';
import { pastCodes } from './kept-list.ts';
import { toContent } from './list-loading.ts';
import type { GroupRow, ListHead } from './list-store.ts';
import { print, type Edition, type ListMove, type PressDeps } from './press.ts';
import { renewLists } from './renew-lists.ts';
import type { RulebookForLists } from './rights-port.ts';

export type UpkeepOptions = BuilderOptions & {
  /** Those of an hour ago on: a reader's clock may be behind. */
  readonly live: () => Promise<readonly RulebookForLists[]>;
  /** Hour of the city's day from which lists are compared with the rights, 0 to 23. */
  readonly nightlyHour: number;
};

/**
 * One look at which lists there should be. Takes back what is over, signs anew what is half way to its
 * end, then builds what is missing, else
 * the lists of a group whose key is being changed, else what has not been compared with the rights
 * today. A build is aborted when its rulebook is taken back.
 *
 * @returns True when it may go on at once: something was built and more may be to do.
 */
export async function keepUp(options: UpkeepOptions, signal: AbortSignal): Promise<boolean> {
  const { deps } = options;
  const rulebooks = await options.live();
  await takeBack(deps, rulebooks);
  await renewLists(deps);
  const rows = await deps.store.findGroups(deps.groups.map(({ id }) => id));
  const wanted = missing(deps, { rulebooks, rows }) ?? rotation(deps, { rulebooks, rows });
  const next = wanted ?? nightly(options, { rulebooks, rows });
  return next !== null && build(options, next, signal);
}

/** Whether every list that is being built is still wanted. */
export function isStillWanted(
  wanted: readonly number[],
  rulebooks: readonly RulebookForLists[],
): boolean {
  return wanted.every((version) => rulebooks.some((rulebook) => rulebook.version === version));
}

type Known = {
  readonly rulebooks: readonly RulebookForLists[];
  /** In the order of the groups. */
  readonly rows: readonly GroupRow[];
};

function listsOf(
  group: ReaderGroup,
  rulebooks: readonly RulebookForLists[],
): readonly { readonly name: ListName; readonly rulebook: number }[] {
  const allow = rulebooks
    .filter((rulebook) => rulebook.terms(group) !== null)
    .map(({ version }) => ({ name: `rulebook-${version}` as const, rulebook: version }));
  return [{ name: 'deny', rulebook: 0 }, ...allow];
}

function missing(deps: PressDeps, { rulebooks, rows }: Known): Wanted | null {
  const damaged = new Set(deps.memory.damaged().map(({ group, name }) => `${group}:${name}`));
  const groups = deps.groups.map((group, index): WantedGroup => {
    const epoch = rows[index]?.epoch ?? 1;
    const heads = deps.memory.heads(group.id).filter(({ state }) => state === 'live');
    const there = heads.filter(({ name }) => !damaged.has(`${group.id}:${name}`));
    const lists = listsOf(group, rulebooks).filter(
      (list) => !there.some(({ name }) => name === list.name),
    );
    return { group, epoch, lists };
  });
  return toWanted('missing', groups);
}

function rotation(deps: PressDeps, { rulebooks, rows }: Known): Wanted | null {
  const groups = deps.groups.flatMap((group, index): WantedGroup | [] => {
    const epoch = rows[index]?.nextEpoch ?? null;
    return epoch === null ? [] : { group, epoch, lists: listsOf(group, rulebooks) };
  });
  return toWanted('rotation', groups);
}

function nightly({ deps, nightlyHour }: UpkeepOptions, { rulebooks, rows }: Known): Wanted | null {
  const { clock, zone } = deps;
  // A day that begins at the hour of the rebuild.
  const today = cityDayAt(new Date(clock.now().getTime() - nightlyHour * 3_600_000), zone);
  const groups = deps.groups.flatMap((group, index): WantedGroup | [] => {
    const row = rows[index];
    if (row === undefined || row.rebuiltOn === null || row.rebuiltOn >= today) return [];
    return { group, epoch: row.epoch, lists: listsOf(group, rulebooks) };
  });
  return toWanted('nightly', groups);
}

function toWanted(kind: Wanted['kind'], groups: readonly WantedGroup[]): Wanted | null {
  const wanted = groups.filter(({ lists }) => lists.length > 0);
  return wanted.length === 0 ? null : { kind, groups: wanted };
}

/** Lists whose rulebook was cancelled before its hour are withdrawn; those that are over are retired. */
async function takeBack(deps: PressDeps, rulebooks: readonly RulebookForLists[]): Promise<void> {
  const nextStates = () =>
    deps.memory.allHeads().flatMap((head) => nextState(deps, head, rulebooks));
  if (nextStates().length === 0) return;
  const bodyId = await deps.store.saveBody(new Uint8Array(), deps.clock.now());
  await deps.lane.run(
    () =>
      print(deps, async (): Promise<Edition> => {
        const moves = nextStates().map((head) => toEmpty(head, bodyId));
        return { moves, cards: [], isUrgent: false };
      }),
    { isUrgent: false },
  );
}

function nextState(
  { groups, clock }: PressDeps,
  head: ListHead,
  rulebooks: readonly RulebookForLists[],
): ListHead | [] {
  const now = clock.now().getTime();
  if (head.state === 'retired') return [];
  const group = groups.find(({ id }) => id === head.group);
  if (group === undefined) return { ...head, state: 'retired' };
  if (listsOf(group, rulebooks).some(({ name }) => name === head.name)) return [];
  const isAhead = head.effectiveAt.getTime() > now;
  if (isAhead) return head.state === 'withdrawn' ? [] : { ...head, state: 'withdrawn' };
  // A reader that has been away for long would else go over to it: it stays withdrawn for good.
  return head.state === 'withdrawn' ? [] : { ...head, state: 'retired' };
}

function toEmpty(head: ListHead, bodyId: string): ListMove {
  const snapshot = { id: bodyId, sequence: 0 };
  const empty = { codes: [], pastCodes: pastCodes(head, []), snapshot };
  const content = toContent(new Uint8Array());
  return {
    list: { head: { ...head, ...empty }, content, pairs: new Map(), counts: new Map() },
    expected: head.sequence,
    changes: null,
    hasOtherPairs: true,
  };
}
