import { readFileSync } from 'node:fs';
import { addDays, cityDayAt, type CityDay } from '../../domain/city-day.ts';
import type { ReaderGroup } from '../../domain/reader-list/group.ts';
import { CLASS_FACTS, CLASS_FACT_KINDS } from '../../domain/tariff/fact-kinds.ts';
import { parseFact } from '../../domain/tariff/fact.ts';
import { parseRulebook } from '../../domain/tariff/parse-rulebook.ts';
import type { Pass } from '../../domain/tariff/pass.ts';
import type { Rulebook } from '../../domain/tariff/rulebook.ts';
import { rulebooksOfGijon } from '../../domain/tariff/rulebooks-of-gijon.ts';
import { servicesOfGijon as catalogue } from '../../domain/tariff/services-of-gijon.ts';
import type { Random } from '../../simulators/city/random.ts';
import { newCard, newHolder, type ModelCard, type ModelHolder } from './reader-model.ts';
import type { Wish } from './reader-model-ask.ts';

/** Everything that the test knows of the city; changed as the hub says yes. */
export type ModelCity = {
  readonly cards: ModelCard[];
  readonly groups: readonly ReaderGroup[];
  /** Not taken back, in the order of their first days. */
  rulebooks: readonly Rulebook[];
  /** The highest version ever published. */
  version: number;
  readonly day: CityDay;
  readonly zone: string;
};

export type EventDeps = {
  readonly city: ModelCity;
  readonly random: Random;
  readonly wish: Wish;
  /** A key that was never used. */
  readonly newKey: () => string;
};

/** Something that happens. @returns What happened, for the trace; null when nothing of the kind could. */
type Event = (deps: EventDeps) => Promise<string | null>;

const LATEST_RULEBOOK: unknown = JSON.parse(
  readFileSync('domain/tariff/rulebook-2025-07.json', 'utf8'),
);

/** Not those that give credits: being held up at readers uses these up. */
const KINDS = CLASS_FACT_KINDS.filter((kind) => kind !== 'social-bonus');

export function firstRulebooks(): readonly Rulebook[] {
  return rulebooksOfGijon;
}

const recordFact: Event = async ({ city, random, wish, newKey }) => {
  const card = pickCard(city, random, ({ holder }) => holder.kind === 'person');
  if (card === null || card.holder.facts.length > 150) return null;
  const kind = random.pick(KINDS);
  const name = random.pick(CLASS_FACTS[kind].classes);
  const evidencedOn = addDays(city.day, -random.below(40));
  const firstOn = random.chance(80) ? city.day : addDays(city.day, 1 + random.below(60));
  const lastOn = random.chance(40) ? null : addDays(firstOn, random.below(400));
  const claim = { kind: kind.toUpperCase().replaceAll('-', '_'), class: name };
  const days = { consentedOn: evidencedOn, firstOn, lastOn, evidencedOn };
  const input = { idempotencyKey: newKey(), card: card.number, ...claim, ...days };
  const answer = await wish('recordFact', input, '... on FactRecorded { fact { id } }');
  const { id } = answer['fact'] as { readonly id: string };
  const rest = { source: 'staff', purpose: 'tariff', withdrawnAt: null };
  const fact = parseFact({ id, claim: { kind, class: name }, ...days, ...rest });
  change(card.holder, { facts: [...card.holder.facts, fact] });
  return `fact ${kind}:${name} ${firstOn}..${lastOn ?? ''} (${evidencedOn}) of ${card.number}`;
};

const withdrawFact: Event = async ({ city, random, wish, newKey }) => {
  const card = pickCard(city, random, ({ holder }) => holder.facts.length > 0);
  if (card === null) return null;
  const fact = random.pick(card.holder.facts);
  const input = { idempotencyKey: newKey(), card: card.number, factId: fact.id };
  await done(wish('withdrawFact', input, ''), 'FactWithdrawn');
  change(card.holder, { facts: card.holder.facts.filter((one) => one !== fact) });
  return `withdrawn fact ${fact.claim.kind} ${fact.id} of ${card.number}`;
};

const grantPass: Event = async ({ city, random, wish, newKey }) => {
  const card = pickCard(city, random, ({ holder }) => holder.passes.length < 50);
  if (card === null) return null;
  const { id, service } = random.pick(city.groups);
  const group = random.chance(50) ? id : null;
  const firstOn = random.chance(80) ? city.day : addDays(city.day, 1 + random.below(40));
  const lastOn = random.chance(30) ? null : addDays(firstOn, random.below(120));
  const about = { service, group, firstOn, lastOn };
  const input = { idempotencyKey: newKey(), card: card.number, ...about };
  const answer = await wish('grantPass', input, '... on PassGranted { pass { id } }');
  const pass: Pass = { ...about, id: (answer['pass'] as Pass).id, withdrawnAt: null };
  change(card.holder, { passes: [...card.holder.passes, pass] });
  return `pass ${service} ${group ?? '*'} ${firstOn}..${lastOn ?? ''} of ${card.number}`;
};

const withdrawPass: Event = async ({ city, random, wish, newKey }) => {
  const card = pickCard(city, random, ({ holder }) => holder.passes.length > 0);
  if (card === null) return null;
  const pass = random.pick(card.holder.passes);
  const input = { idempotencyKey: newKey(), card: card.number, passId: pass.id };
  await done(wish('withdrawPass', input, ''), 'PassWithdrawn');
  change(card.holder, { passes: card.holder.passes.filter((one) => one !== pass) });
  return `withdrawn pass ${pass.id} of ${card.number}`;
};

const blockCard: Event = async ({ city, random, wish, newKey }) => {
  const card = pickCard(city, random, ({ state }) => state === 'active');
  if (card === null) return null;
  const input = { idempotencyKey: newKey(), number: card.number, reason: 'ADMINISTRATIVE' };
  await done(wish('blockCard', input, ''), 'CardBlocked');
  card.state = 'blocked';
  return `blocked ${card.number}`;
};

const unblockCard: Event = async ({ city, random, wish, newKey }) => {
  const card = pickCard(city, random, ({ state }) => state === 'blocked');
  if (card === null) return null;
  const input = { idempotencyKey: newKey(), number: card.number };
  await done(wish('unblockCard', input, ''), 'CardUnblocked');
  card.state = 'active';
  return `unblocked ${card.number}`;
};

const endCard: Event = async ({ city, random, wish, newKey }) => {
  const card = pickCard(city, random, ({ state }) => state === 'active' || state === 'blocked');
  if (card === null) return null;
  const [mutation, result] = random.chance(60)
    ? (['reportLost', 'CardReportedLost'] as const)
    : (['cancelCard', 'CardCancelled'] as const);
  const input = { idempotencyKey: newKey(), number: card.number };
  await done(wish(mutation, input, ''), result);
  card.state = 'dead';
  return `${mutation} ${card.number}`;
};

const replaceCard: Event = async (deps) => {
  const { city, random, wish, newKey } = deps;
  const card = pickCard(city, random, ({ state }) => state === 'active' || state === 'blocked');
  if (card === null) return null;
  const input = { idempotencyKey: newKey(), number: card.number };
  const shown = '... on CardReplaced { card { number } }';
  const answer = await wish('replaceCard', input, shown);
  card.state = 'dead';
  const { number } = answer['card'] as { readonly number: string };
  const { holder, lastOn } = card;
  const next = await activated(deps, newCard(number, holder, { state: 'issued', lastOn }));
  return `replaced ${card.number} by ${number}, ${next.state}`;
};

const issueCard: Event = async (deps) => {
  const { city, random, wish, newKey } = deps;
  const days = 3 + random.below(90);
  const validUntil = new Date(Date.now() + days * 24 * 60 * 60 * 1000);
  const passport = { country: 'FRA', number: `X${random.digits(8)}` };
  const birthDate = addDays(city.day, -(20 + random.below(60)) * 365);
  const name = { givenName: 'Synthetic', familyName: `Visitor ${random.digits(6)}` };
  const person = { ...name, birthDate, passport, isVisitor: true };
  const input = { idempotencyKey: newKey(), person, validUntil: validUntil.toISOString() };
  const shown = '... on CardIssued { card { number holder { id } } }';
  const answer = await wish('issueCard', input, shown);
  const { number, holder } = answer['card'] as { number: string; holder: { id: string } };
  // It counts before its end, which is an instant.
  const lastOn = cityDayAt(new Date(validUntil.getTime() - 1), city.zone);
  const of = newHolder(holder.id, 'person', []);
  const card = await activated(deps, newCard(number, of, { state: 'issued', lastOn }));
  return `issued ${number} until ${lastOn}, ${card.state}`;
};

/** Most new cards are put into use. */
async function activated(deps: EventDeps, card: ModelCard): Promise<ModelCard> {
  deps.city.cards.push(card);
  if (deps.random.chance(15)) return card;
  const input = { idempotencyKey: deps.newKey(), number: card.number };
  await done(deps.wish('activateCard', input, ''), 'CardActivated');
  card.state = 'active';
  return card;
}

const publishRulebook: Event = async ({ city, random, wish, newKey }) => {
  const startsOn = addDays(city.day, 1);
  if (city.rulebooks.some((one) => one.startsOn >= startsOn)) return null;
  const data = changedPrices(LATEST_RULEBOOK, random);
  const version = city.version + 1;
  const whole = { ...data, version, startsOn };
  const input = { idempotencyKey: newKey(), rulebook: JSON.stringify(whole) };
  await done(
    wish('publishRulebook', input, '... on RulebookRefused { mistakes { path sentence } }'),
    'RulebookPublished',
  );
  city.version = version;
  const rulebook = parseRulebook(whole, { catalogue, others: city.rulebooks });
  city.rulebooks = [...city.rulebooks, rulebook];
  return `rulebook ${version} from ${startsOn}`;
};

const cancelRulebook: Event = async ({ city, wish, newKey }) => {
  const ahead = city.rulebooks.find(({ startsOn }) => startsOn > city.day);
  if (ahead === undefined) return null;
  const input = { idempotencyKey: newKey(), version: ahead.version };
  await done(wish('cancelRulebook', input, ''), 'RulebookCancelled');
  city.rulebooks = city.rulebooks.filter((one) => one !== ahead);
  return `rulebook ${ahead.version} taken back`;
};

type RulebookData = {
  readonly services: Readonly<
    Record<
      string,
      { readonly withCard: { readonly cents?: number }; readonly hasListPrices?: boolean }
    >
  >;
  readonly rules: readonly { readonly id: string; readonly cents?: number }[];
};

/** Lower prices for cards, and sometimes nobody drives into the old town but by a pass. */
function changedPrices(data: unknown, random: Random): RulebookData {
  const { services, rules, ...rest } = structuredClone(data) as RulebookData;
  const isClosed = random.chance(50);
  const off = 1 + random.below(20);
  const others = Object.entries(services).map(([id, terms]) => {
    const { cents } = terms.withCard;
    const isChanged = cents !== undefined && cents > 100 && terms.hasListPrices !== true;
    const withCard = isChanged ? { ...terms.withCard, cents: cents - off } : terms.withCard;
    return [id, { ...terms, withCard }] as const;
  });
  const kept = rules.filter(({ id }) => !(isClosed && id === 'restricted-traffic-residents'));
  const changed = kept.map((rule) =>
    rule.cents !== undefined && rule.cents > 0 ? { ...rule, cents: rule.cents - 5 } : rule,
  );
  return { ...rest, services: Object.fromEntries(others), rules: changed };
}

async function done(answer: Promise<Readonly<Record<string, unknown>>>, wanted: string) {
  const told = await answer;
  if (told['__typename'] !== wanted) throw new Error(`not ${wanted}: ${JSON.stringify(told)}`);
}

function change(holder: ModelHolder, to: Partial<Pick<ModelHolder, 'facts' | 'passes'>>): void {
  Object.assign(holder, to);
  holder.version += 1;
}

function pickCard(
  { cards }: ModelCity,
  random: Random,
  isFit: (card: ModelCard) => boolean,
): ModelCard | null {
  const fit = cards.filter((card) => card.state !== 'dead' && isFit(card));
  return fit.length === 0 ? null : random.pick(fit);
}

/** How often what happens. */
const EVENTS: readonly (readonly [weight: number, event: Event])[] = [
  ...[[28, recordFact] as const, [12, withdrawFact] as const],
  ...[[12, grantPass] as const, [6, withdrawPass] as const],
  ...[[12, blockCard] as const, [10, unblockCard] as const, [3, endCard] as const],
  ...[[5, replaceCard] as const, [6, issueCard] as const],
  ...[[4, publishRulebook] as const, [2, cancelRulebook] as const],
];

/** Lets one thing happen, drawn at random. @returns What it was. */
export async function happen(deps: EventDeps): Promise<string> {
  const total = EVENTS.reduce((sum, [weight]) => sum + weight, 0);
  for (;;) {
    let drawn = deps.random.below(total);
    const chosen = EVENTS.find(([weight]) => (drawn -= weight) < 0)?.[1];
    const told = await chosen?.(deps);
    if (told !== null && told !== undefined) return told;
  }
}
