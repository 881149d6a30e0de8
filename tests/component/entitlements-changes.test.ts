import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { parseCardId } from '../../domain/card-id.ts';
import { parseCardholderId } from '../../domain/card/cardholder.ts';
import { parseCityDay } from '../../domain/city-day.ts';
import type { CardStanding, Recompute } from '../../sync/rights/recompute-port.ts';
import { belongs, born, noonOf } from '../support/tariff-holders.ts';
import { startEntitlements, type Entitlements } from './entitlements-harness.ts';

let hub: Entitlements;
let recompute: Recompute;

beforeEach(async () => {
  hub = await startEntitlements('2025-08-01');
  recompute = hub.parts.recompute;
});
afterEach(async () => hub[Symbol.asyncDispose]());

function standingOf(name: string, change: Partial<CardStanding> = {}): CardStanding {
  return {
    ...{ cardId: parseCardId(`card-${name}`), holderId: parseCardholderId(name) },
    ...{ holderKind: 'person', cardVersion: 2, standing: 'usable', validUntil: null },
    validFrom: noonOf('2024-01-01'),
    ...change,
  };
}

/** Judges all that is due on a day, as the scheduler does. @returns How many cards were judged. */
async function passTo(day: string): Promise<number> {
  hub.goTo(day);
  let judged = 0;
  for (let count = -1; count !== 0; judged += count)
    count = await recompute.due(parseCityDay(day), 2);
  return judged;
}

const urgent = async () => (await hub.parts.rightChanges.findDue(new Date(0), 10))[0]?.isUrgent;

it('knows a card from its first event on', async () => {
  await recompute.card(standingOf('leo', { standing: 'off', cardVersion: 1 }));
  expect([await hub.told(), (await hub.rightsOf('leo'))?.version]).toEqual([[], 0]);
  await recompute.card(standingOf('leo'));
  expect(await hub.told()).toEqual(['card-leo 1 *']);
});

it('tells at once that a card is refused, and that it is not any more', async () => {
  await hub.add('ana');
  await recompute.card(standingOf('ana', { standing: 'denied' }));
  expect([await urgent(), await hub.told()]).toEqual([true, ['card-ana 2 *']]);
  await recompute.card(standingOf('ana', { cardVersion: 3 }));
  expect(await hub.told()).toEqual(['card-ana 2 *', 'card-ana 3 *']);
});

it('makes no version of an event that changes nothing, nor of one that comes again', async () => {
  await hub.add('ana');
  await recompute.card(standingOf('ana'));
  await recompute.card(standingOf('ana'));
  expect([await hub.told(), await hub.rightsOf('ana')]).toMatchObject([[], { cardVersion: 2 }]);
});

it('never lets an older version of a card overwrite a newer one', async () => {
  await hub.add('ana');
  await recompute.card(standingOf('ana', { standing: 'denied', cardVersion: 5 }));
  await recompute.card(standingOf('ana', { standing: 'usable', cardVersion: 4 }));
  expect(await hub.rightsOf('ana')).toMatchObject({ standing: 'denied', version: 2 });
});

it('follows a birthday, and nothing the day before', async () => {
  await hub.add('leo', [born('2014-03-02')]);
  await passTo('2027-03-01');
  expect(await hub.told()).toEqual([]);
  await passTo('2027-03-02');
  expect(await hub.told()).toEqual(['card-leo 2 urban-bus']);
});

it('lets facts expire by themselves, in the order of the days', async () => {
  await hub.add('ana', [
    belongs('employment', 'unemployed', { lastOn: '2025-09-30' }),
    belongs('income', 'low', { lastOn: '2025-12-31' }),
  ]);
  await passTo('2025-10-01');
  expect(await hub.told()).toEqual(['card-ana 2 urban-bus']);
  await passTo('2026-01-01');
  const services = 'urban-bus swimming-pools sport-training cultural-courses cultural-events';
  expect((await hub.told()).at(-1)).toBe(`card-ana 3 ${services}`);
});

it('is right after a week without anybody looking', async () => {
  await hub.add('leo', [born('2012-08-04')]);
  await hub.add('ana', [belongs('employment', 'unemployed', { lastOn: '2025-08-03' })]);
  await hub.add('rosa', [born('1960-08-05')]);
  expect(await passTo('2025-08-08')).toBe(3);
  const senior = 'urban-bus swimming-pools sport-training cultural-courses cultural-events';
  expect(await hub.told()).toEqual([
    'card-ana 2 urban-bus',
    'card-leo 2 urban-bus',
    `card-rosa 2 ${senior}`,
  ]);
});

it('tells of what came and went while nobody looked: a list may have been built meanwhile', async () => {
  const days = { firstOn: '2025-08-03', lastOn: '2025-08-04' };
  await hub.add('ana', [belongs('employment', 'unemployed', days)]);
  await passTo('2025-08-09');
  expect(await hub.told()).toEqual(['card-ana 2 urban-bus']);
});

it('takes a card out when it expires, and in when its validity begins', async () => {
  const validity = { validFrom: noonOf('2025-08-03'), validUntil: noonOf('2025-08-06') };
  await recompute.card(standingOf('ana', validity));
  expect(await hub.told()).toEqual([]);
  await passTo('2025-08-03');
  await passTo('2025-08-06');
  expect(await hub.told()).toEqual(['card-ana 1 *']);
  await passTo('2025-08-07');
  expect(await hub.told()).toEqual(['card-ana 1 *', 'card-ana 2 *']);
});

it('changes facts of a holder for every card, and of a denied card tells nothing', async () => {
  await hub.add('ana');
  await recompute.card(standingOf('ana', { cardId: parseCardId('card-leo') }));
  await recompute.card(standingOf('ana', { standing: 'denied' }));
  const { store, changeHolder } = hub.parts;
  const facts = [belongs('employment', 'unemployed')];
  await store.transact((session) =>
    changeHolder(session, parseCardholderId('ana'), (record) => ({
      result: null,
      after: { ...record, facts },
    })),
  );
  expect(await hub.told()).toEqual(['card-ana 2 *', 'card-leo 1 *', 'card-leo 2 urban-bus']);
});

it('loses no change when card and holder change at the same time', async () => {
  await hub.add('ana');
  const { store, changeHolder } = hub.parts;
  const addFact = (count: number) =>
    store.transact((session) =>
      changeHolder(session, parseCardholderId('ana'), (record) => ({
        result: null,
        after: { ...record, facts: [...record.facts, born('1985-05-05', { id: `f-${count}` })] },
      })),
    );
  const standings = ['denied', 'usable', 'denied', 'usable'] as const;
  await Promise.all([
    ...standings.map((standing, at) =>
      recompute.card(standingOf('ana', { standing, cardVersion: at + 2 })),
    ),
    ...standings.map((_standing, at) => addFact(at)),
  ]);
  const [holder] = await store.holders.find([parseCardholderId('ana')]);
  expect(holder?.facts.length).toBe(4);
  expect(await hub.rightsOf('ana')).toMatchObject({ standing: 'usable', cardVersion: 5 });
});
