import { expect, it } from '@jest/globals';
import { parseGroupId } from '../../domain/reader-list/group.ts';
import { parseReaderId } from '../../domain/reader-list/reader.ts';
import { createGroupsReady } from './groups-ready.ts';
import type { ReaderStanding } from './registry/reader-registry.ts';

const [buses, pools] = [parseGroupId('buses'), parseGroupId('pools')];
const NOW = new Date('2027-03-01T11:00:00.000Z');

const member = (name: string, group: typeof buses) => ({
  reader: { id: parseReaderId(name), group, place: 'somewhere', way: { kind: 'poll' } } as const,
  replayAskedAt: null,
});

function standing(name: string, change: Partial<ReaderStanding> = {}): ReaderStanding {
  return {
    ...{ readerId: parseReaderId(name), group: buses, skewMs: 0, contactAt: NOW, failures: 0 },
    ...{ held: [], failingSince: null, deadSince: null, code: null },
    ...{ behindSince: null, behindSteps: 0, ...change },
  };
}

const held = [{ name: 'rulebook-3', epoch: 1, sequence: 7, digest: '00' }] as const;

async function readyOf(standings: readonly ReaderStanding[], made = [buses, pools]) {
  const members = [member('bus-1', buses), member('bus-2', buses), member('pool-1', pools)];
  const ready = createGroupsReady({
    groups: [{ id: buses }, { id: pools }],
    registry: { all: async () => members, findStandings: async () => standings },
    groupsWith: async () => new Set(made),
  });
  return ready('rulebook-3');
}

const others = [standing('bus-2', { held }), standing('pool-1', { held, group: pools })];

it('counts a group when the last of its readers has the list', async () => {
  expect(await readyOf([standing('bus-1'), ...others])).toEqual([pools]);
  expect(await readyOf([standing('bus-1', { held }), ...others])).toEqual([buses, pools]);
});

it('does not wait for readers that are dead or were never heard of', async () => {
  expect(await readyOf([standing('bus-1', { deadSince: NOW }), ...others])).toEqual([buses, pools]);
  expect(await readyOf([standing('bus-1', { contactAt: null }), ...others])).toHaveLength(2);
  expect(await readyOf(others)).toHaveLength(2);
});

it('counts no group for which the list was not made', async () => {
  expect(await readyOf([standing('bus-1', { held }), ...others], [pools])).toEqual([pools]);
});
