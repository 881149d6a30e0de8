import { expect, it } from '@jest/globals';
import { assert, property } from 'fast-check';
import { addDays, cityDayAt, parseCityDay } from '../../domain/city-day.ts';
import { parseGroupId } from '../../domain/reader-list/group.ts';
import { evaluate } from '../../domain/tariff/evaluate.ts';
import { nextChangeOn } from '../../domain/tariff/next-change.ts';
import type { Pass } from '../../domain/tariff/pass.ts';
import { rulebookOn } from '../../domain/tariff/rulebook.ts';
import { rulebooksOfGijon } from '../../domain/tariff/rulebooks-of-gijon.ts';
import type { ServiceId } from '../../domain/tariff/service.ts';
import {
  anyRulebookData,
  instants,
  people,
  SMALL_CATALOGUE,
  toRulebook,
} from '../../tests/support/tariff-arbitraries.ts';
import { belongs, MADRID, noonOf } from '../../tests/support/tariff-holders.ts';
import { judge, type Outlook } from './outlook.ts';
import { NOTHING_RECORDED } from './store.ts';

it('says of every service what one evaluation says, and until the day of the next change', () => {
  const law = property(anyRulebookData, people, instants, (data, holder, on) => {
    const [rulebook, day] = [toRulebook(data), cityDayAt(on, MADRID)];
    const outlooks = judge({ ...NOTHING_RECORDED, ...holder }, rulebook, { day, at: on });
    for (const service of SMALL_CATALOGUE.keys()) {
      const ask = { rulebooks: [rulebook], service, holder, on, zone: MADRID };
      const { priceCents } = evaluate(ask).outcome;
      const change = nextChangeOn(ask);
      const until = change === null ? null : addDays(change, -1);
      const said = outlooks.of(service, null);
      expect(said).toEqual(priceCents === null ? null : { priceCents, until });
    }
  });
  assert(law, { numRuns: 300 });
});

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of the catalogue
const pools = 'swimming-pools' as ServiceId;

function outlookOf(day: string, passes: readonly Pass[], group: string | null): Outlook | null {
  const facts = [belongs('income', 'low', { lastOn: '2025-09-10' })];
  const today = parseCityDay(day);
  const rulebook = rulebookOn(rulebooksOfGijon, today);
  const outlooks = judge({ ...NOTHING_RECORDED, kind: 'person', facts, passes }, rulebook, {
    day: today,
    at: noonOf(day),
  });
  return outlooks.of(pools, group === null ? null : parseGroupId(group));
}

function pass(firstOn: string, lastOn: string | null, group: string | null = null): Pass {
  return {
    ...{ id: `${firstOn}-${lastOn}`, service: pools, withdrawnAt: null },
    group: group === null ? null : parseGroupId(group),
    firstOn: parseCityDay(firstOn),
    lastOn: lastOn === null ? null : parseCityDay(lastOn),
  };
}

it.each<[string, string, readonly Pass[], string | null, number, string | null]>([
  ['before a pass', '2025-08-01', [pass('2025-08-05', null)], null, 200, '2025-08-04'],
  ['during one', '2025-08-05', [pass('2025-08-05', '2025-08-09')], null, 0, '2025-08-09'],
  [
    'over two that follow each other',
    '2025-08-05',
    [pass('2025-08-05', '2025-08-09'), pass('2025-08-10', '2025-08-20')],
    null,
    ...([0, '2025-08-20'] as const),
  ],
  ['after it', '2025-08-10', [pass('2025-08-05', '2025-08-09')], null, 200, '2025-09-10'],
  ['at another door', '2025-08-05', [pass('2025-08-05', null, 'a')], 'b', 200, '2025-09-10'],
  ['at its own door', '2025-08-05', [pass('2025-08-05', null, 'a')], 'a', 0, null],
])('goes by passes: %s', (_when, day, passes, group, priceCents, until) => {
  expect(outlookOf(day, passes, group)).toEqual({ priceCents, until });
});
