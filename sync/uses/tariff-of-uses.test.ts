import { expect, it } from '@jest/globals';
import { parseCardId } from '../../domain/card-id.ts';
import { parseCityDay } from '../../domain/city-day.ts';
import { parseGroupId } from '../../domain/reader-list/group.ts';
import type { Pass } from '../../domain/tariff/pass.ts';
import { rulebooksOfGijon } from '../../domain/tariff/rulebooks-of-gijon.ts';
import type { ServiceId } from '../../domain/tariff/service.ts';
import { belongs, MADRID, noonOf, person } from '../../tests/support/tariff-holders.ts';
import { createHolderClasses, createUseRules } from './tariff-of-uses.ts';
import type { CardUse } from './ports.ts';

const ana = parseCardId('card-ana');
const passes: Pass[] = [];
const holders = new Map([[ana, { ...person(belongs('social-bonus', 'granted')), passes }]]);
const asked: unknown[] = [];
const options = {
  rulebooks: async () => rulebooksOfGijon,
  holdersOf: async (cards: readonly unknown[]) => {
    asked.push(...cards);
    return holders;
  },
  zone: MADRID,
};

function use(
  service: string,
  day = '2026-03-02',
  cardId = ana,
  chargedCents: number | null = null,
): CardUse {
  const id = { useId: `${service} ${day} ${cardId}`, cardId, group: parseGroupId('somewhere') };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one of the catalogue
  const service_ = service as ServiceId;
  const when = { takenAt: noonOf(day), day: parseCityDay(day) };
  return { ...id, ...when, service: service_, chargedCents };
}

it('tells what a use takes from the credit of a rule, in the period of its own day', async () => {
  const [service = ''] = await createUseRules(options).servicesWithCredits();
  const takes = await createUseRules(options).takesOf([use(service), use(service, '2026-04-02')]);
  const periods = [...takes.values()].map(({ period, renewsOn }) => [period, renewsOn]);
  expect(periods).toEqual([
    ['2026-03', '2026-04-01'],
    ['2026-04', '2026-05-01'],
  ]);
});

it("looks at nobody's facts for services without credits, or before there was a rulebook", async () => {
  asked.splice(0);
  const [service = ''] = await createUseRules(options).servicesWithCredits();
  const takes = await createUseRules(options).takesOf([
    use('urban-bus'),
    use(service, '2020-01-01'),
  ]);
  expect([takes.size, asked]).toEqual([0, []]);
});

it('takes nothing for a card that is not known', async () => {
  const [service = ''] = await createUseRules(options).servicesWithCredits();
  const stranger = use(service, '2026-03-02', parseCardId('card-leo'));
  expect((await createUseRules(options).takesOf([stranger])).size).toBe(0);
});

it('tells the classes of holders as of a day', async () => {
  const classes = createHolderClasses(options);
  expect([...(await classes.classesOf([ana], parseCityDay('2026-03-02')))]).toEqual([
    [ana, ['social-bonus:granted']],
  ]);
  expect((await classes.classesOf([ana], parseCityDay('2019-03-02'))).get(ana)).toEqual([]);
});

const takenAt = async (chargedCents: number | null, service = 'swimming-pools') => {
  const one = use(service, '2026-03-02', ana, chargedCents);
  const taken = (await createUseRules(options).takesOf([one])).get(one.useId);
  return taken === undefined ? null : taken.amount;
};

it('takes nothing of who was asked for what it costs without the credit', async () => {
  expect([await takenAt(0), await takenAt(null)]).toEqual([1, 1]);
  expect([await takenAt(400), await takenAt(399)]).toEqual([null, 1]);
});

it('takes nothing of who was let in by a pass', async () => {
  const { service } = use('swimming-pools');
  const firstOn = parseCityDay('2026-01-01');
  passes.push({ id: 'p', service, group: null, firstOn, lastOn: null, withdrawnAt: null });
  const taken = await takenAt(0);
  passes.pop();
  expect(taken).toBeNull();
});
