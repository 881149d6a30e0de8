import { addDays, type CityDay } from '../../domain/city-day.ts';
import type { ReaderGroup } from '../../domain/reader-list/group.ts';
import { evaluateUnder } from '../../domain/tariff/evaluate.ts';
import type { Fact } from '../../domain/tariff/fact.ts';
import { birthdayOn } from '../../domain/tariff/next-change.ts';
import type { Pass } from '../../domain/tariff/pass.ts';
import type { Rulebook } from '../../domain/tariff/rulebook.ts';
import type { HolderKind } from '../../domain/tariff/situation.ts';

/** A holder as the test knows it: what was there, and what the hub has said yes to since. */
export type ModelHolder = {
  readonly id: string;
  readonly kind: HolderKind;
  /** Those that stand. What is withdrawn is taken out. */
  facts: readonly Fact[];
  passes: readonly Pass[];
  /** One more with every change. */
  version: number;
};

export type ModelCard = {
  readonly number: string;
  readonly holder: ModelHolder;
  /** `issued`: printed and not in use. `dead`: lost, replaced or cancelled. */
  state: 'issued' | 'active' | 'blocked' | 'dead';
  readonly lastOn: CityDay | null;
  /** What its chip gives a reader, once it was looked up. */
  token: string | null;
};

/** What the rulebook says of a card at a door, and until when it is so: exact days. */
export type Expected = { readonly priceCents: number; readonly until: CityDay | null };

export function newHolder(id: string, kind: HolderKind, facts: readonly Fact[]): ModelHolder {
  return { id, kind, facts, passes: [], version: 0 };
}

export function newCard(
  number: string,
  holder: ModelHolder,
  { state, lastOn }: Pick<ModelCard, 'state' | 'lastOn'>,
): ModelCard {
  return { number, holder, state, lastOn, token: null };
}

/** What a reader has to do with a card, by the rulebook alone. */
export type Judge = {
  /** Null where the card gets nothing. As of `day`, or of the rulebook's first day when that is later. */
  expected(card: ModelCard, group: ReaderGroup, rulebook: Rulebook): Expected | null;
};

/**
 * Asks the tariff for every single day on which anything might be another, with nothing remembered of
 * how the hub does it.
 *
 * @param zone Of the city.
 */
export function createJudge(day: CityDay, zone: string): Judge {
  const known = new Map<string, Expected | null>();
  const judgeHolder = (holder: ModelHolder, group: ReaderGroup, rulebook: Rulebook) => {
    const key = `${holder.id} ${holder.version} ${group.id} ${rulebook.version}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const from = day < rulebook.startsOn ? rulebook.startsOn : day;
    const priceOn = (on: CityDay) => priceAt(on, { holder, group, rulebook, zone });
    const judged = outlook(from, changeDays(holder, from), priceOn);
    known.set(key, judged);
    return judged;
  };
  return {
    expected(card, group, rulebook) {
      const isOver = card.lastOn !== null && day > card.lastOn;
      if (card.state !== 'active' || isOver) return null;
      const judged = judgeHolder(card.holder, group, rulebook);
      if (judged === null || card.lastOn === null) return judged;
      const isShorter = judged.until === null || judged.until > card.lastOn;
      return isShorter ? { ...judged, until: card.lastOn } : judged;
    },
  };
}

function outlook(
  from: CityDay,
  days: readonly CityDay[],
  priceOn: (day: CityDay) => number | null,
): Expected | null {
  const priceCents = priceOn(from);
  if (priceCents === null) return null;
  const change = days.find((day) => priceOn(day) !== priceCents);
  return { priceCents, until: change === undefined ? null : addDays(change, -1) };
}

type Door = {
  readonly holder: ModelHolder;
  readonly group: ReaderGroup;
  readonly rulebook: Rulebook;
  readonly zone: string;
};

function priceAt(day: CityDay, { holder, group, rulebook, zone }: Door): number | null {
  const isOpened = holder.passes.some(
    (pass) =>
      pass.service === group.service &&
      (pass.group === null || pass.group === group.id) &&
      pass.firstOn <= day &&
      (pass.lastOn === null || day <= pass.lastOn),
  );
  if (isOpened) return 0;
  if (!rulebook.terms.has(group.service)) return null;
  const on = new Date(`${day}T12:00:00Z`);
  const { kind, facts } = holder;
  const ask = { rulebook, service: group.service, holder: { kind, facts }, on, zone };
  return evaluateUnder(ask, day).outcome.priceCents;
}

/** Later days on which something of the holder begins or ends, and every birthday. In order. */
function changeDays({ facts, passes }: ModelHolder, from: CityDay): readonly CityDay[] {
  const days = new Set<CityDay>();
  for (const { firstOn, lastOn } of [...facts, ...passes]) {
    days.add(firstOn);
    if (lastOn !== null) days.add(addDays(lastOn, 1));
  }
  for (const { claim } of facts) {
    if (claim.kind !== 'birth-date') continue;
    for (let age = 1; age <= 100; age += 1) days.add(birthdayOn(claim.bornOn, age));
  }
  return [...days].filter((day) => day > from).toSorted();
}
