import { expect, it } from '@jest/globals';
import { parseGroupId } from '../../../domain/reader-list/group.ts';
import type { Lag } from '../../../platform/stores/right-changes.ts';
import { createAcknowledgements, type Group } from './acknowledgements.ts';

/** A group without readers, as its feed and its readers' classes look to who counts. */
function quietGroup(): Group {
  return {
    id: parseGroupId('pools'),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that counting asks of them
    feed: { heads: async () => [] } as unknown as Group['feed'],
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that counting asks of them
    classes: { compare: () => {}, all: () => [] } as unknown as Group['classes'],
    isChanged: false,
    reached: 3,
  };
}

it('counts a quiet group again after a while: what came into it by a build is told by nobody', async () => {
  const group = quietGroup();
  const marked: (readonly Lag[])[] = [];
  let now = new Date('2027-03-01T10:00:00Z');
  const { count, write } = createAcknowledgements({
    groups: () => [group],
    lists: { reached: async () => 8 },
    rightChanges: {
      async markDone(lags) {
        marked.push(lags);
        return 0;
      },
    },
    clock: { now: () => now },
  });
  await count();
  group.reached = 3;
  now = new Date(now.getTime() + 500);
  await count();
  expect(group.reached).toBe(3);
  now = new Date(now.getTime() + 2_000);
  await count();
  await write();
  expect(marked).toEqual([[{ group: 'pools', ordinal: 8 }]]);
});
