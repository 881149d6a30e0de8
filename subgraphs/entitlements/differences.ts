import type { CityDay } from '../../domain/city-day.ts';
import type { GroupId } from '../../domain/reader-list/group.ts';
import type { Rulebook } from '../../domain/tariff/rulebook.ts';
import type { ServiceId } from '../../domain/tariff/service.ts';
import { judge, type Outlook, type Outlooks } from './outlook.ts';
import type { CardRightRow, TariffRecord } from './store.ts';

/** What a card is to readers on a day: `off` stands in no list. */
export type Standing = CardRightRow['standing'];

/** A card and its holder as of a day. */
export type View = {
  readonly record: TariffRecord;
  readonly standing: Standing;
  readonly day: CityDay;
};

/** Ids of services; `*` for all. */
export type Difference = { readonly services: readonly string[]; readonly isUrgent: boolean };

/** With the clock: what is written holds only between the card's first and last day. */
export function standingOn(
  { standing, firstOn, lastOn }: Pick<CardRightRow, 'standing' | 'firstOn' | 'lastOn'>,
  day: CityDay,
): Standing {
  if (lastOn !== null && day > lastOn) return 'off';
  return standing === 'usable' && day < firstOn ? 'off' : standing;
}

/**
 * What readers have to be told when one view has become the other: under any of the rulebooks another
 * price or access of a service, or another end of it. Ends are told by the month, so that another day of
 * one month is no difference. What had changed and changed back between the two days is one: a list
 * that was built meanwhile has it. Null when there is nothing to tell.
 */
export function differenceOf(
  before: View,
  after: View,
  { rulebooks, at }: { readonly rulebooks: readonly Rulebook[]; readonly at: Date },
): Difference | null {
  if (before.standing !== after.standing) {
    return { services: ['*'], isUrgent: after.standing === 'denied' };
  }
  if (after.standing !== 'usable') return null;
  const services = changedServices(before, after, { rulebooks, at });
  return services.length === 0 ? null : { services, isUrgent: false };
}

function changedServices(
  before: View,
  after: View,
  { rulebooks, at }: { readonly rulebooks: readonly Rulebook[]; readonly at: Date },
): readonly ServiceId[] {
  const changed = new Set<ServiceId>();
  for (const rulebook of rulebooks) {
    const was = judge(before.record, rulebook, { day: before.day, at });
    const is = judge(after.record, rulebook, { day: after.day, at });
    for (const service of rulebook.terms.keys()) {
      if (changed.has(service)) continue;
      const doors = doorsOf(service, before.record, after.record);
      if (doors.some((group) => differs(was, is, { service, group, day: after.day }))) {
        changed.add(service);
      }
    }
  }
  return [...changed];
}

/** Null for all doors of a service that no pass of a group opens. */
function doorsOf(service: ServiceId, ...records: readonly TariffRecord[]) {
  const doors = new Set<GroupId | null>([null]);
  for (const { passes } of records) {
    for (const pass of passes) if (pass.service === service) doors.add(pass.group);
  }
  return [...doors];
}

type Door = {
  readonly service: ServiceId;
  readonly group: GroupId | null;
  readonly day: CityDay;
};

function differs(was: Outlooks, is: Outlooks, { service, group, day }: Door): boolean {
  const [before, after] = [was.of(service, group), is.of(service, group)];
  if (before === null || after === null) return before !== after;
  if (before.priceCents !== after.priceCents) return true;
  return monthOf(before) !== monthOf(after) || (before.until !== null && before.until < day);
}

function monthOf({ until }: Outlook): string | null {
  return until === null ? null : until.slice(0, 'YYYY-MM'.length);
}
