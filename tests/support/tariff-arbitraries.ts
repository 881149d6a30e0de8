import {
  array,
  boolean,
  constant,
  constantFrom,
  date,
  integer,
  letrec,
  option,
  record,
  tuple,
  uniqueArray,
  type Arbitrary,
} from 'fast-check';
import { addDays, parseCityDay } from '../../domain/city-day.ts';
import { parseFact, type Fact } from '../../domain/tariff/fact.ts';
import { CLASS_FACT_KINDS, CLASS_FACTS } from '../../domain/tariff/fact-kinds.ts';
import { findRulebookMistakes, parseRulebook } from '../../domain/tariff/parse-rulebook.ts';
import type { Rulebook } from '../../domain/tariff/rulebook.ts';
import { parseServiceCatalogue } from '../../domain/tariff/service.ts';
import type { TariffHolder } from '../../domain/tariff/situation.ts';

/** A city with three services: a price, a closed door, list prices. */
export const SMALL_CATALOGUE = parseServiceCatalogue({
  source: 'a test',
  services: ['ride', 'gate', 'course'].map((id) => ({
    ...{ id, nameEs: id, ownership: 'public', priceKind: 'per-use' },
  })),
});

const anyService = constantFrom(...SMALL_CATALOGUE.keys());

const days = integer({ min: 0, max: 3000 }).map((later) =>
  addDays(parseCityDay('2022-01-01'), later),
);

export const instants = date({
  min: new Date('2022-01-02T12:00:00Z'),
  max: new Date('2029-12-31T00:00:00Z'),
  noInvalidDate: true,
});

/** Also zones where the clock changes at midnight, and far from UTC. */
export const zones = constantFrom(
  ...['Europe/Madrid', 'Atlantic/Canary', 'America/Asuncion', 'Pacific/Kiritimati'],
);

const leaf = tuple(constantFrom(...CLASS_FACT_KINDS), integer({ min: 0, max: 5 })).map(
  ([fact, pick]) => {
    const { classes } = CLASS_FACTS[fact];
    return { fact, in: [classes[pick % classes.length]] };
  },
);
const age = tuple(integer({ min: 0, max: 70 }), integer({ min: 1, max: 40 })).map(
  ([from, years]) => ({ age: { from, under: from + years } }),
);

const conditions = letrec<{ condition: unknown }>((tie) => ({
  condition: constantFrom(0, 0, 0, 1, 2, 3).chain((form): Arbitrary<unknown> => {
    if (form === 0) return boolean().chain((isAge): Arbitrary<unknown> => (isAge ? age : leaf));
    if (form === 1) return age.map((not) => ({ not }));
    const inner = array(tie('condition'), { minLength: 1, maxLength: 2, depthIdentifier: 'c' });
    return inner.map((of) => (form === 2 ? { all: of } : { any: of }));
  }),
})).condition;

const prices: Arbitrary<object> = boolean().chain((isCents): Arbitrary<object> => {
  if (isCents) return integer({ min: 0, max: 160 }).map((cents) => ({ cents }));
  return integer({ min: 1, max: 100 }).map((percentOff) => ({ percentOff }));
});
const periods = constantFrom('day', 'month', 'year', 'rulebook');
const effects: Arbitrary<object> = integer({ min: 0, max: 6 }).chain((form): Arbitrary<object> => {
  const amount = integer({ min: 1, max: 200 });
  if (form === 0) return amount.map((cents) => ({ opens: true, cents, services: ['gate'] }));
  if (form === 1) {
    return tuple(amount, periods).map(([cents, per]) => ({ credit: { cents, per } }));
  }
  if (form > 2) return prices;
  const credit = tuple(amount, periods).map(([uses, per]) => ({ uses, per }));
  return tuple(prices, credit).map(([price, uses]) => ({ ...price, credit: uses }));
});

const anyRule = tuple(
  uniqueArray(constantFrom('ride', 'gate', 'course'), { minLength: 1 }),
  option(conditions, { freq: 8, nil: undefined }),
  effects,
).map(([services, when, effect]) => ({
  ...{ source: 'a test', services },
  ...(when === undefined ? {} : { when }),
  ...effect,
}));

export type RulebookData = {
  readonly version: number;
  readonly startsOn: string;
  readonly source: string;
  readonly services: object;
  readonly rules: readonly object[];
};

function toData(version: number, startsOn: string, rules: readonly object[]): RulebookData {
  const allow = (cents: number): object => ({ access: 'allow', cents });
  const terms = { source: 'a test', whenStale: 'open' };
  const services = {
    ride: { ...terms, withoutCard: allow(150), withCard: allow(100 + version) },
    gate: { ...terms, withoutCard: { access: 'deny' }, withCard: { access: 'deny' } },
    course: { ...terms, withoutCard: allow(90), withCard: allow(90), hasListPrices: true },
  };
  return { version, startsOn, source: 'a test', services, rules };
}

/** Leaves out the rules that mistakes are told of, until none is told. */
export function mend(data: RulebookData): RulebookData {
  const wrong = new Set(
    findRulebookMistakes(data, { catalogue: SMALL_CATALOGUE }).map(({ path }) => {
      const index = /^rules\[(\d+)\]/.exec(path)?.[1];
      if (index === undefined) throw new Error(`not about a rule: ${path}`);
      return Number(index);
    }),
  );
  if (wrong.size === 0) return data;
  return mend({ ...data, rules: data.rules.filter((_, index) => !wrong.has(index)) });
}

function rulebookData(version: number, startsOn: Arbitrary<string>): Arbitrary<RulebookData> {
  return tuple(startsOn, array(anyRule, { maxLength: 8 })).map(([start, some]) =>
    mend(
      toData(
        version,
        start,
        some.map((rule, index) => ({ id: `rule-${index}`, ...rule })),
      ),
    ),
  );
}

/** One that has always been in force. */
export const anyRulebookData = rulebookData(1, constant('1900-01-01'));

export function toRulebook(data: RulebookData): Rulebook {
  return parseRulebook(data, { catalogue: SMALL_CATALOGUE });
}

/** One with these rules, where a ride with a card costs 101 cents and the gate is closed. */
export function smallRulebook(...rules: readonly object[]): Rulebook {
  return toRulebook(
    toData(
      1,
      '1900-01-01',
      rules.map((rule) => ({ source: 'a test', ...rule })),
    ),
  );
}

/** Two that follow one another. */
export const rulebookPairs: Arbitrary<readonly Rulebook[]> = tuple(
  anyRulebookData,
  rulebookData(2, days),
).map((pair) => pair.map(toRulebook));

/** Few, so that some facts have the same and some contradict one another. */
const evidence = constantFrom('2022-05-05', '2023-05-05', '2024-05-05');

type Span = {
  readonly firstOn: string;
  readonly lastOn: string | null;
  readonly evidencedOn: string;
};
const spans: Arbitrary<Span> = tuple(days, option(integer({ min: 0, max: 900 })), evidence).map(
  ([firstOn, length, evidencedOn]) => ({
    ...{ firstOn, evidencedOn },
    lastOn: length === null ? null : addDays(firstOn, length),
  }),
);

const claims = tuple(
  integer({ min: 0, max: 2 }),
  leaf,
  integer({ min: 0, max: 35_000 }).map((later) => addDays(parseCityDay('1924-02-29'), later)),
).map(
  ([
    form,
    {
      fact,
      in: [name],
    },
    bornOn,
  ]) => (form === 0 ? { kind: 'birth-date', bornOn } : { kind: fact, class: name }),
);

const standing = {
  ...{ source: 'staff', purpose: 'tariff', consentedOn: '2022-01-01', withdrawnAt: null },
};

/** Any facts, birth dates among them, that begin, end and contradict one another. */
export const factLists: Arbitrary<readonly Fact[]> = array(tuple(claims, spans), {
  maxLength: 8,
}).map((some) =>
  some.map(([claim, span], index) =>
    parseFact({ id: `fact-${index}`, claim, ...span, ...standing }),
  ),
);

export const people: Arbitrary<TariffHolder> = factLists.map((facts) => ({
  kind: 'person',
  facts,
}));

/** A benefit for good, of a kind that can be added to what somebody has. */
export const benefits: Arbitrary<Fact> = constantFrom(
  ...CLASS_FACT_KINDS.flatMap((kind) =>
    CLASS_FACTS[kind].benefits.map((name) => ({ kind, class: name })),
  ),
).map((claim) =>
  parseFact({
    ...{ id: 'one-more', claim, ...standing },
    ...{ firstOn: '2020-01-01', lastOn: null, evidencedOn: '2022-05-05' },
  }),
);

/** Something to ask, with what may be left of credits. */
export const asks = record({
  rulebooks: rulebookPairs,
  service: anyService,
  holder: people,
  on: instants,
  zone: zones,
  creditsLeft: array(tuple(integer({ min: 0, max: 7 }), integer({ min: 0, max: 60 })), {
    maxLength: 3,
  }).map((left) => new Map(left.map(([index, amount]) => [`rule-${index}`, amount] as const))),
});
