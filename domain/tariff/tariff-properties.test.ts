import { expect, it } from '@jest/globals';
import { array, assert, double, integer, property } from 'fast-check';
import {
  anyRulebookData,
  asks,
  benefits,
  factLists,
  mend,
  toRulebook,
} from '../../tests/support/tariff-arbitraries.ts';
import { cityDayAt } from '../city-day.ts';
import { creditPeriodOn } from './credit-period.ts';
import { evaluate, type Ask, type TariffOutcome } from './evaluate.ts';
import { nextChange } from './next-change.ts';
import { quote, replayQuote } from './quote.ts';
import { rulebookOn, type Rule } from './rulebook.ts';

const RUNS = { numRuns: 300 };

function dear(ask: Ask): number {
  return evaluate(ask).outcome.priceCents ?? Number.POSITIVE_INFINITY;
}

it('never raises a price or closes a service for one more benefit', () => {
  const law = property(asks, benefits, (ask, benefit) => {
    const others = ask.holder.facts.filter(({ claim }) => claim.kind !== benefit.claim.kind);
    const without: Ask = { ...ask, holder: { kind: 'person', facts: others } };
    const withIt: Ask = { ...ask, holder: { kind: 'person', facts: [...others, benefit] } };
    expect(dear(withIt)).toBeLessThanOrEqual(dear(without));
  });
  assert(law, RUNS);
});

it('never raises a price or closes a service for one more rule', () => {
  const law = property(anyRulebookData, asks, integer({ min: 0, max: 7 }), (data, ask, left) => {
    const fewer = mend({ ...data, rules: data.rules.filter((_, index) => index !== left) });
    const without = { ...ask, rulebooks: [toRulebook(fewer)] };
    expect(dear({ ...ask, rulebooks: [toRulebook(data)] })).toBeLessThanOrEqual(dear(without));
  });
  assert(law, RUNS);
});

it('does not mind the order of facts, rules and rulebooks', () => {
  const law = property(anyRulebookData, asks, integer(), (data, ask, seed) => {
    const turn = <T>(list: readonly T[]): T[] =>
      list.toSorted((a, b) => order(a, seed) - order(b, seed));
    const book = toRulebook(data);
    const turnedBook = toRulebook({ ...data, rules: turn(data.rules) });
    const turned = { ...ask, holder: { ...ask.holder, facts: turn(ask.holder.facts) } };
    const [later] = ask.rulebooks.filter(({ version }) => version === 2);
    const one = evaluate({ ...ask, rulebooks: later === undefined ? [book] : [book, later] });
    const other = evaluate({
      ...turned,
      rulebooks: later === undefined ? [turnedBook] : [later, turnedBook],
    });
    expect(JSON.stringify(other)).toBe(JSON.stringify(one));
  });
  assert(law, RUNS);
});

/** Anything that shuffles and depends on the seed. */
function order(thing: unknown, seed: number): number {
  const text = `${seed}${JSON.stringify(thing)}`;
  let sum = 0;
  for (let at = 0; at < text.length; at += 1) sum = (sum * 31 + text.charCodeAt(at)) % 9973;
  return sum;
}

it('tells whole cents from zero on, and none where it is closed', () => {
  const law = property(asks, integer({ min: 0, max: 5000 }), (ask, listPriceCents) => {
    const list = ask.service === 'course' ? { listPriceCents } : {};
    const { access, priceCents } = evaluate({ ...ask, ...list }).outcome;
    expect(priceCents === null).toBe(access === 'deny');
    expect(priceCents === null || (Number.isSafeInteger(priceCents) && priceCents >= 0)).toBe(true);
  });
  assert(law, RUNS);
});

it('never gives an organisation anything personal, whatever is recorded about it', () => {
  const law = property(asks, factLists, (ask, facts) => {
    const bare = evaluate({ ...ask, holder: { kind: 'organisation', facts: [] } });
    expect(evaluate({ ...ask, holder: { kind: 'organisation', facts } })).toEqual(bare);
    expect(bare.why.factsRead).toEqual([]);
  });
  assert(law, RUNS);
});

it('replays a quote byte for byte after its facts were withdrawn and others recorded', () => {
  const law = property(asks, factLists, (ask, later) => {
    const told = quote(ask);
    const withdrawn = ask.holder.facts.map((fact) => ({ ...fact, withdrawnAt: new Date(0) }));
    const recorded = later.map((fact) => ({ ...fact, id: `later-${fact.id}` }));
    const facts = [...recorded, ...withdrawn.toReversed()];
    const kept = JSON.parse(JSON.stringify(told)) as typeof told;
    const again = replayQuote(kept, { rulebooks: ask.rulebooks, facts });
    expect(JSON.stringify(again)).toBe(JSON.stringify(told));
  });
  assert(law, RUNS);
});

/** What is left at a later instant: as now within the same period, whole in another one. */
function creditsLeftAt(ask: Ask, at: Date): Ask['creditsLeft'] {
  const [today, day] = [cityDayAt(ask.on, ask.zone), cityDayAt(at, ask.zone)];
  const [now, then] = [rulebookOn(ask.rulebooks, today), rulebookOn(ask.rulebooks, day)];
  const isWhole = ({ id, credit }: Rule): boolean =>
    !ask.creditsLeft?.has(id) ||
    credit === null ||
    creditPeriodOn(credit, day, then) !== creditPeriodOn(credit, today, now);
  const kept = then.rules.filter((rule) => !isWhole(rule));
  return new Map(kept.map(({ id }) => [id, ask.creditsLeft?.get(id) ?? 0]));
}

it('leaves the outcome as it is at every instant up to the next change, and no longer', () => {
  const parts = array(double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 });
  const law = property(asks, parts, (ask, some) => {
    const next = nextChange(ask);
    const end = next ?? new Date('2200-01-01');
    const outcomeAt = (on: Date): TariffOutcome =>
      evaluate({ ...ask, on, creditsLeft: creditsLeftAt(ask, on) }).outcome;
    const now = outcomeAt(ask.on);
    const span = end.getTime() - 1 - ask.on.getTime();
    for (const part of [...some, 1]) {
      expect(outcomeAt(new Date(ask.on.getTime() + Math.floor(span * part)))).toEqual(now);
    }
    expect(next === null ? null : outcomeAt(next).outcomeKey).not.toBe(now.outcomeKey);
  });
  assert(law, { numRuns: 500 });
});

it('quotes strangers by the terms alone', () => {
  const law = property(asks, (ask) => {
    const { why } = evaluate({ ...ask, holder: null });
    expect(why).toMatchObject({ rules: [], facts: [], factsRead: [], takes: null });
  });
  assert(law, RUNS);
});
