import { cityDayAt, startOfCityDay } from '../../../domain/city-day.ts';
import { assertMay } from './policy.ts';
import type { RulebookContext } from './context.ts';
import type { PublishedRulebook } from './rulebook-store.ts';

export type RulebookState = 'SCHEDULED' | 'IN_FORCE' | 'ENDED' | 'CANCELLED';

/** As the schema's `Rulebook`; `distribution` is resolved on its own. */
export type RulebookRow = {
  readonly version: number;
  readonly startsOn: string;
  readonly startsAt: string;
  readonly state: RulebookState;
  readonly publishedAt: string;
  readonly publishedBy: string | null;
  readonly cancelledAt: string | null;
  readonly cancelledBy: string | null;
  readonly content: string;
};

/** As the schema's `RulebookDistribution`. */
export type DistributionRow = {
  readonly cardsDone: number;
  readonly cardsTotal: number;
  readonly groupsReady: number;
  readonly groupsTotal: number;
};

/** Every rulebook there ever was, the latest start first. */
export async function findRulebooks(context: RulebookContext): Promise<readonly RulebookRow[]> {
  assertMay('Query.rulebooks', context.viewer);
  return toRows(await context.rulebookStore.findAll(), context).toReversed();
}

/** @throws {Error} There is none: the caller has just written it. */
export async function getRulebookRow(
  version: number,
  context: RulebookContext,
): Promise<RulebookRow> {
  const rows = toRows(await context.rulebookStore.findAll(), context);
  const row = rows.find((each) => each.version === version);
  if (row === undefined) throw new Error(`rulebook ${version} is not in the store`);
  return row;
}

export async function findDistribution(
  { version, state }: RulebookRow,
  { rulebookProgress }: RulebookContext,
): Promise<DistributionRow | null> {
  if (state === 'ENDED' || state === 'CANCELLED') return null;
  const progress = (await rulebookProgress.find([version])).get(version);
  if (progress === undefined) return null;
  const { done, total, groupsReady, groupsTotal } = progress;
  return { cardsDone: done, cardsTotal: total, groupsReady, groupsTotal };
}

function toRows(
  rulebooks: readonly PublishedRulebook[],
  { clock, zone }: RulebookContext,
): readonly RulebookRow[] {
  const today = cityDayAt(clock.now(), zone);
  const inForce = rulebooks.findLast(
    ({ state, startsOn }) => state === 'published' && startsOn <= today,
  );
  const stateOf = (rulebook: PublishedRulebook): RulebookState => {
    if (rulebook.state === 'cancelled') return 'CANCELLED';
    if (rulebook.startsOn > today) return 'SCHEDULED';
    return rulebook === inForce ? 'IN_FORCE' : 'ENDED';
  };
  return rulebooks.map((rulebook) => ({
    version: rulebook.version,
    startsOn: rulebook.startsOn,
    startsAt: startOfCityDay(rulebook.startsOn, zone).toISOString(),
    state: stateOf(rulebook),
    publishedAt: rulebook.publishedAt.toISOString(),
    publishedBy: rulebook.publishedBy,
    cancelledAt: rulebook.cancelledAt?.toISOString() ?? null,
    cancelledBy: rulebook.cancelledBy,
    content: rulebook.json,
  }));
}
