import { addDays, type CityDay } from '../../domain/city-day.ts';
import type { HeldAllow } from '../../domain/reader-list/decide.ts';
import type { ReaderGroup } from '../../domain/reader-list/group.ts';
import { rulebookOn, type Rulebook } from '../../domain/tariff/rulebook.ts';
import type { Expected, Judge, ModelCard } from './reader-model.ts';
import type { ModelCity } from './reader-model-events.ts';
import type { ReaderView } from './reader-model-view.ts';

/** What a list says of a card. Compared as text: `70|2027-03-31`, `|` where it tells nothing. */
type Said = { readonly priceCents: number | null; readonly until: CityDay | null };

/** What has been so at some time since the lists were built, by list. */
export type History = {
  /** Natural pairs that fewer than 100 cards had. */
  readonly small: Map<string, Set<string>>;
  /** Lists that had fewer than 100 cards. */
  readonly untold: Set<string>;
};

const FEWEST = 100;

export type CheckDeps = {
  readonly city: ModelCity;
  readonly judge: Judge;
  readonly history: History;
};

/** Takes note of what is rare now. To be called after every event: any of these moments may be published. */
export function remember({ city, judge, history }: CheckDeps): void {
  for (const group of city.groups) {
    for (const rulebook of liveRulebooks(city)) {
      const counts = naturalCounts({ city, judge }, group, rulebook);
      const list = listKey(group, rulebook);
      const small = history.small.get(list) ?? new Set();
      history.small.set(list, small);
      for (const [natural, count] of counts) if (count < FEWEST) small.add(natural);
      const total = counts.values().reduce((sum, count) => sum + count, 0);
      if (total < FEWEST) history.untold.add(list);
    }
  }
}

/** @returns A sentence for each thing that is wrong with what a reader of the group has. */
export function checkLists(
  deps: CheckDeps,
  group: ReaderGroup,
  view: ReaderView,
): readonly string[] {
  const { city } = deps;
  const wrong = checkDenied(city, view);
  for (const rulebook of liveRulebooks(city)) {
    const list = view.allow.find((one) => one.rulebook === rulebook.version);
    if (list === undefined) wrong.push(`there is no list of rulebook ${rulebook.version}`);
    else wrong.push(...checkAllow(deps, { group, rulebook, list, view }));
  }
  return wrong.map((sentence) => `${group.id}: ${sentence}`);
}

function checkDenied({ cards, day }: ModelCity, view: ReaderView): string[] {
  const { deny } = view;
  if (deny === null) return ['there is no deny list'];
  const wrong: string[] = [];
  let count = 0;
  for (const card of cards) {
    const found = view.find(deny, card.token ?? '');
    if (found !== null) count += 1;
    const isOver = card.lastOn !== null && card.lastOn < day;
    const isDenied = (card.state === 'blocked' || card.state === 'dead') && !isOver;
    const until = card.lastOn === null ? null : monthEnd(card.lastOn);
    const said = found === null ? 'is not denied' : `is denied until ${found.until}`;
    if (said === (isDenied ? `is denied until ${until}` : 'is not denied')) continue;
    wrong.push(`${card.number} (${card.state}, ${card.lastOn}) ${said}`);
  }
  if (deny.content.count !== count)
    wrong.push(`the deny list has ${deny.content.count} entries and not ${count}`);
  return wrong;
}

type OneList = {
  readonly group: ReaderGroup;
  readonly rulebook: Rulebook;
  readonly list: HeldAllow;
  readonly view: ReaderView;
};

function checkAllow(deps: CheckDeps, one: OneList): readonly string[] {
  const { city, judge } = deps;
  const { group, rulebook, list, view } = one;
  const wrong: string[] = [];
  const published = new Map<
    string,
    { readonly natural: Said; readonly said: Said; cards: number }
  >();
  let listed = 0;
  for (const card of city.cards) {
    const expected = judge.expected(card, group, rulebook);
    const found = view.find(list, card.token ?? '');
    if ((found === null) !== (expected === null)) {
      wrong.push(
        `${card.number} ${found === null ? 'is not' : 'is'} in rulebook ${rulebook.version}`,
      );
    }
    if (found === null || expected === null) continue;
    listed += 1;
    const said = { priceCents: list.prices.get(found.code) ?? null, until: found.until };
    const natural = toNatural(expected);
    const key = `${text(natural)} as ${text(said)}`;
    const known = published.get(key) ?? { natural, said, cards: 0 };
    published.set(key, { ...known, cards: known.cards + 1 });
  }
  if (list.content.count !== listed) {
    wrong.push(`rulebook ${rulebook.version} has ${list.content.count} entries and not ${listed}`);
  }
  return [...wrong, ...checkMerging(deps, one, [...published.values()])];
}

type Published = { readonly natural: Said; readonly said: Said; readonly cards: number };

/** Every pair shared by enough, nobody worse off, and nothing merged that need not be. */
function checkMerging(
  { history }: CheckDeps,
  { group, rulebook }: OneList,
  published: readonly Published[],
): readonly string[] {
  const list = listKey(group, rulebook);
  const total = published.reduce((sum, { cards }) => sum + cards, 0);
  if (published.every(({ said }) => text(said) === '|')) {
    return history.untold.has(list) || total === 0
      ? []
      : [`${list} tells nothing of ${total} cards`];
  }
  if (total < FEWEST) return [`${list} tells prices of ${total} cards`];
  const wrong: string[] = [];
  for (const [said, of] of Map.groupBy(published, (one) => text(one.said))) {
    const cards = of.reduce((sum, one) => sum + one.cards, 0);
    if (cards < FEWEST) wrong.push(`${list}: ${said} is shared by ${cards}`);
  }
  const small = history.small.get(list) ?? new Set<string>();
  for (const { natural, said } of published) {
    if (!isAsGood(said, natural)) wrong.push(`${list}: ${text(natural)} is told as ${text(said)}`);
    if (text(natural) === text(said) || small.has(text(natural))) continue;
    const isForced = [...small].some((other) => isLiftedBy(said, fromText(other)));
    if (!isForced) wrong.push(`${list}: ${text(natural)} need not be ${text(said)}`);
  }
  return wrong;
}

/** What a reader has to do with a card at its own day. */
export function expectedAtTap(
  { city, judge }: Pick<CheckDeps, 'city' | 'judge'>,
  at: { readonly group: ReaderGroup; readonly day: CityDay; readonly view: ReaderView },
  card: ModelCard,
): string {
  const { view, day, group } = at;
  const { token } = card;
  if (token === null) throw new Error(`${card.number} was not looked up`);
  const rulebook = rulebookOn(city.rulebooks, day);
  const list = view.allow.find((one) => one.rulebook === rulebook.version);
  const denied = view.deny === null ? null : view.find(view.deny, token);
  if (denied !== null && (denied.until === null || denied.until >= day)) return 'denied null';
  const found = list === undefined ? null : view.find(list, token);
  if (list !== undefined && found !== null && (found.until === null || found.until >= day)) {
    const price = list.prices.get(found.code) ?? null;
    const expected = judge.expected(card, group, rulebook);
    const isHarm = expected !== null && price !== null && price > expected.priceCents;
    return `accepted ${price}${isHarm ? ' to the harm of the holder' : ''}`;
  }
  const expected = judge.expected(card, group, rulebook);
  if (expected !== null && (expected.until === null || expected.until >= day)) {
    return `accepted ${expected.priceCents}`;
  }
  const { withoutCard } = rulebook.terms.get(group.service) ?? {};
  return withoutCard?.access === 'allow'
    ? `acceptedUnlisted ${withoutCard.cents}`
    : 'unlisted null';
}

function naturalCounts(
  { city, judge }: Pick<CheckDeps, 'city' | 'judge'>,
  group: ReaderGroup,
  rulebook: Rulebook,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const card of city.cards) {
    const expected = judge.expected(card, group, rulebook);
    if (expected === null) continue;
    const natural = text(toNatural(expected));
    counts.set(natural, (counts.get(natural) ?? 0) + 1);
  }
  return counts;
}

/** The one in force and those that begin later. */
function liveRulebooks({ rulebooks, day }: ModelCity): readonly Rulebook[] {
  const inForce = rulebookOn(rulebooks, day);
  return rulebooks.filter((one) => one.startsOn >= inForce.startsOn);
}

function toNatural({ priceCents, until }: Expected): Said {
  return { priceCents, until: until === null ? null : monthEnd(until) };
}

/** Written anew here: the first day of the next month less one. */
function monthEnd(day: CityDay): CityDay {
  let last = day;
  while (addDays(last, 1).slice(0, 7) === day.slice(0, 7)) last = addDays(last, 1);
  return last;
}

function isAsGood(one: Said, than: Said): boolean {
  const isCheap = (one.priceCents ?? 0) <= (than.priceCents ?? 0);
  return isCheap && (one.until ?? '9999') >= (than.until ?? '9999');
}

/** A rare pair that nothing was as good as lifts others onto itself, or both onto the better of each. */
function isLiftedBy(said: Said, rare: Said): boolean {
  const isOneOfBoth = said.priceCents === rare.priceCents || said.until === rare.until;
  return isAsGood(said, rare) && isOneOfBoth;
}

function listKey(group: ReaderGroup, { version }: Rulebook): string {
  return `${group.id} rulebook ${version}`;
}

function text({ priceCents, until }: Said): string {
  return `${priceCents ?? ''}|${until ?? ''}`;
}

function fromText(pair: string): Said {
  const [price = '', until = ''] = pair.split('|');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made by `text`
  return {
    priceCents: price === '' ? null : Number(price),
    until: (until || null) as CityDay | null,
  };
}
