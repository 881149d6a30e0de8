import type { ReaderGroup } from '../../domain/reader-list/group.ts';

export type WayKind = 'push' | 'mqtt' | 'poll' | 'uhppote';

export type PlannedReader = {
  readonly id: string;
  readonly group: string;
  readonly place: string;
  readonly way: WayKind;
  /** Which fleet process it lives in; readers of one group share one, and with it the group's lists. */
  readonly fleet: number;
};

/** Of each hundred readers: 70 are called, 20 listen to the broker, 8 ask and wait, 2 are door controllers. */
const SHARES = { mqtt: 0.2, poll: 0.08, uhppote: 0.02 } as const;

/** The one service whose lists are short: there a card needs a pass. */
export const PLAIN_GROUP = 'restricted-traffic';

/** Spreads readers over all groups and ways; the door controllers are all in the one short group. */
export function planReaders(
  groups: readonly ReaderGroup[],
  { readers, fleets }: { readonly readers: number; readonly fleets: number },
): readonly PlannedReader[] {
  const count = {
    mqtt: Math.round(readers * SHARES.mqtt),
    poll: Math.round(readers * SHARES.poll),
    uhppote: Math.round(readers * SHARES.uhppote),
  };
  const ways: readonly WayKind[] = [
    ...Array<WayKind>(readers - count.mqtt - count.poll - count.uhppote).fill('push'),
    ...Array<WayKind>(count.mqtt).fill('mqtt'),
    ...Array<WayKind>(count.poll).fill('poll'),
    ...Array<WayKind>(count.uhppote).fill('uhppote'),
  ];
  const plain = groups.findIndex(({ id }) => id === PLAIN_GROUP);
  return ways.map((way, index) => {
    const place = way === 'uhppote' ? plain : index % groups.length;
    const group = groups[place];
    if (group === undefined) throw new Error(`There is no reader group ${PLAIN_GROUP}.`);
    const [first = ''] = group.places;
    const id = `${way}-${String(index + 1).padStart(3, '0')}`;
    return { id, group: group.id, place: first, way, fleet: place % fleets };
  });
}
