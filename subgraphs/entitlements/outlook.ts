import type { CityDay } from '../../domain/city-day.ts';
import type { GroupId } from '../../domain/reader-list/group.ts';
import { opensOn, type Pass } from '../../domain/tariff/pass.ts';
import type { Rulebook } from '../../domain/tariff/rulebook.ts';
import type { ServiceId } from '../../domain/tariff/service.ts';
import { situationAt } from '../../domain/tariff/situation.ts';
import { creditsLeftOn, renewalDays } from './credits/credits-taken.ts';
import type { TariffRecord } from './store.ts';
import {
  dayAfter,
  dayBefore,
  tariffTableOf,
  type Prices,
  type TariffTable,
} from './tariff-table.ts';

/** What a service costs a holder, and how long as far as is known. */
export type Outlook = {
  /** Whole cents, from zero on. */
  readonly priceCents: number;
  /** Last day on which it is so; null for no end in sight. */
  readonly until: CityDay | null;
};

/** What a holder gets under one rulebook, from one day on. */
export type Outlooks = {
  /**
   * @param group A reader group of the service, whose own passes count then; null for the service alone.
   * @returns Null where it is closed, or the rulebook does not know it.
   */
  of(service: ServiceId, group: GroupId | null): Outlook | null;
};

/** From this day on it is so. */
type Step = { readonly from: CityDay; readonly prices: Prices };

export type JudgeAsOf = {
  readonly day: CityDay;
  /** By what has not been withdrawn by then. */
  readonly at: Date;
};

/** Judges a holder as of a day, or of the rulebook's first day when that is later. */
export function judge(record: TariffRecord, rulebook: Rulebook, { day, at }: JudgeAsOf): Outlooks {
  const table = tariffTableOf(rulebook);
  const from = day < rulebook.startsOn ? rulebook.startsOn : day;
  const steps = stepsOf(record, table, { day: from, at });
  const passes = record.passes.filter(
    ({ lastOn, withdrawnAt }) =>
      (lastOn === null || lastOn >= from) && (withdrawnAt === null || at < withdrawnAt),
  );
  return {
    of(service, group) {
      const place = table.placeOf.get(service);
      if (place === undefined) return null;
      if (passes.length === 0) return plainOutlook(steps, place);
      const own = passes.filter(
        (pass) => pass.service === service && (pass.group === null || pass.group === group),
      );
      return own.length === 0
        ? plainOutlook(steps, place)
        : outlookWithPasses(steps, place, { passes: own, from, at });
    },
  };
}

/** The prices from the first day on, and each later day on which any may be another. */
function stepsOf(
  record: TariffRecord,
  table: TariffTable,
  { day: from, at }: JudgeAsOf,
): readonly Step[] {
  const pricesOn = (day: CityDay): Prices => {
    const left = creditsLeftOn(record.credits, table.rulebook, day);
    return table.pricesIn(situationAt(record, day, at), left);
  };
  let prices = pricesOn(from);
  const steps: Step[] = [{ from, prices }];
  const renewals = renewalDays(record.credits, table.rulebook, from);
  for (const day of laterDays(record, table, { from, renewals })) {
    const then = pricesOn(day);
    if (then === prices) continue;
    prices = then;
    steps.push({ from: day, prices });
  }
  return steps;
}

function laterDays(
  record: TariffRecord,
  table: TariffTable,
  { from, renewals }: { readonly from: CityDay; readonly renewals: readonly CityDay[] },
): readonly CityDay[] {
  const days: CityDay[] = [...renewals];
  // Facts are about people.
  for (const fact of record.kind === 'organisation' ? [] : record.facts) {
    if (fact.purpose !== 'tariff') continue;
    for (const day of table.daysOf(fact)) if (day > from && !days.includes(day)) days.push(day);
  }
  return days.length > 1 ? days.toSorted() : days;
}

function plainOutlook(steps: readonly Step[], place: number): Outlook | null {
  const priceCents = steps[0]?.prices[place] ?? null;
  if (priceCents === null) return null;
  if (steps.length === 1) return { priceCents, until: null };
  const change = steps.find(({ prices }) => prices[place] !== priceCents);
  return { priceCents, until: change === undefined ? null : dayBefore(change.from) };
}

type Passes = { readonly passes: readonly Pass[]; readonly from: CityDay; readonly at: Date };

function outlookWithPasses(
  steps: readonly Step[],
  place: number,
  { passes, from, at }: Passes,
): Outlook | null {
  const priceOn = (day: CityDay): number | null => {
    if (passes.some((pass) => opensOn(pass, day, at))) return 0;
    return steps.findLast((step) => step.from <= day)?.prices[place] ?? null;
  };
  const priceCents = priceOn(from);
  if (priceCents === null) return null;
  const ends = passes.flatMap(({ firstOn, lastOn }) =>
    lastOn === null ? [firstOn] : [firstOn, dayAfter(lastOn)],
  );
  const days = [...steps.map((step) => step.from), ...ends].filter((day) => day > from).toSorted();
  const change = days.find((day) => priceOn(day) !== priceCents);
  return { priceCents, until: change === undefined ? null : dayBefore(change) };
}

/** What is right for longer than a card counts is right as long as the card. */
export function untilCardEnds(
  outlook: Outlook | null,
  { lastOn }: { readonly lastOn: CityDay | null },
): Outlook | null {
  return outlook === null || lastOn === null ? outlook : untilAtLatest(outlook, lastOn);
}

export function untilAtLatest(outlook: Outlook, day: CityDay): Outlook {
  return outlook.until === null || outlook.until > day ? { ...outlook, until: day } : outlook;
}
