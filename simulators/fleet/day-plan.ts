import type { GroupId, ReaderGroup } from '../../domain/reader-list/group.ts';
import type { Random } from '../city/random.ts';

/** Uses of a day in Gijón on average, and the share of public transport among them, in percent. */
export const USES_A_DAY = 32_000;
const TRANSPORT_PERCENT = 74;
const TRANSPORT = 'urban-bus';

/** How the day goes, by hour: two peaks, a quiet night. Illustrative. */
const BY_HOUR = [
  4, 2, 1, 1, 1, 6, 22, 60, 88, 70, 58, 60, 72, 84, 80, 62, 58, 66, 76, 74, 58, 38, 20, 10,
] as const;

/** One tap of a day. */
export type PlannedTap = {
  readonly group: GroupId;
  /** Which of the city's cards, from 0 on. */
  readonly card: number;
  /** 0 to 23. */
  readonly hour: number;
};

/**
 * The taps of a day in the order in which they happen: 74 % at the groups of public transport, the rest
 * spread over the other groups. The same random numbers give the same day.
 */
export function* planDay(
  { groups, cards, uses }: DayToPlan,
  random: Random,
): Generator<PlannedTap> {
  const transport = groups.filter(({ service }) => service === TRANSPORT);
  const others = groups.filter(({ service }) => service !== TRANSPORT);
  const all = BY_HOUR.reduce<number>((sum, weight) => sum + weight, 0);
  let weightSoFar = 0;
  let made = 0;
  for (const [hour, weight] of BY_HOUR.entries()) {
    weightSoFar += weight;
    // Rounded on the running sum, so that the hours add up to the day.
    const until = Math.round((uses * weightSoFar) / all);
    for (; made < until; made += 1) {
      const isTransport = others.length === 0 || random.chance(TRANSPORT_PERCENT);
      const { id: group } = random.pick(isTransport && transport.length > 0 ? transport : others);
      yield { group, card: random.below(cards), hour };
    }
  }
}

export type DayToPlan = {
  readonly groups: readonly ReaderGroup[];
  /** Cards that people carry about. */
  readonly cards: number;
  readonly uses: number;
};
