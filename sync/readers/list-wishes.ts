import { setImmediate } from 'node:timers/promises';
import { cityDayAt, type CityDay } from '../../domain/city-day.ts';
import type { ReaderGroup } from '../../domain/reader-list/group.ts';
import {
  changeAllowList,
  changeDenyList,
  type AllowWish,
  type ChangedList,
  type DenyWish,
} from './change-list.ts';
import { createCardKeyer, tokenWords } from './card-keyer.ts';
import type { KeptList } from './kept-list.ts';
import type { PressDeps } from './press.ts';
import type { CardOutcome, CardRight } from './rights-port.ts';

/** What a right asks of the lists of one group. */
export type RightWish = {
  /** Until when it is refused, null for no end; `false` where it is not. */
  readonly deniedUntil: CityDay | null | false;
  allowed(rulebook: number): CardOutcome | null;
};

/** @param day Today: a medium that has expired is not refused by name any more. */
export function toWish(right: CardRight, group: ReaderGroup, day: CityDay): RightWish {
  const { standing, mediumUntil } = right;
  const isDenied = standing === 'denied' && (mediumUntil === null || mediumUntil >= day);
  return {
    deniedUntil: isDenied && mediumUntil,
    allowed: (rulebook) => (standing === 'usable' ? right.outcome(rulebook, group) : null),
  };
}

/** Lists that say something else than these rights ask for, as they are to be. Lets others in between groups. */
export async function changeByRights(
  { keys, groups, clock, zone }: Pick<PressDeps, 'keys' | 'groups' | 'clock' | 'zone'>,
  lists: readonly KeptList[],
  rights: readonly CardRight[],
): Promise<readonly ChangedList[]> {
  const day = cityDayAt(clock.now(), zone);
  const byEpoch = Map.groupBy(lists, ({ head }) => `${head.group}|${head.epoch}`);
  const tokens = rights.map((right) => ({ right, token: tokenWords(right.token) }));
  const changed: ChangedList[] = [];
  for (const ofGroup of byEpoch.values()) {
    const { group: id, epoch } = headOf(ofGroup);
    const group = groups.find((one) => one.id === id);
    if (group === undefined) continue;
    await setImmediate();
    const keyer = createCardKeyer(keys.groupKey(id, epoch));
    const wishes = tokens.map(({ right, token }) => ({
      key: keyer.keyOf(token).slice(),
      wish: toWish(right, group, day),
    }));
    for (const list of ofGroup) {
      const next = changeList(list, wishes, () => keys.codeKey(id, epoch, list.head.rulebook));
      if (next !== null) changed.push(next);
    }
  }
  return changed;
}

function changeList(
  list: KeptList,
  wishes: readonly { readonly key: Uint8Array; readonly wish: RightWish }[],
  codeKey: () => Uint8Array,
): ChangedList | null {
  const { name, rulebook } = list.head;
  if (name === 'deny') {
    const denied = wishes.map(({ key, wish }): DenyWish => ({ key, until: wish.deniedUntil }));
    return changeDenyList(list, denied);
  }
  const allowed = wishes.map(({ key, wish }): AllowWish => ({
    key,
    outcome: wish.allowed(rulebook),
  }));
  return changeAllowList(list, allowed, codeKey());
}

function headOf(lists: readonly KeptList[]) {
  const [first] = lists;
  if (first === undefined) throw new Error('a group of lists is never empty');
  return first.head;
}
