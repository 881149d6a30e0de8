import { createHash } from 'node:crypto';
import { parseCityDay, type CityDay } from '../../../domain/city-day.ts';
import { InvalidInputError } from '../../../domain/errors.ts';
import { toPreview, type PreviewRow } from '../../../domain/tariff/preview.ts';
import { rulebookOn, type Rulebook } from '../../../domain/tariff/rulebook.ts';
import { checkRulebook } from './check-rulebook.ts';
import type { RulebookContext } from './context.ts';
import { assertMay } from './policy.ts';
import { rulebookRefused, type RulebookRefusal } from './rulebook-results.ts';

export type PreviewRulebookArgs = {
  readonly rulebook: string;
  readonly on?: string | null | undefined;
};

/** As the schema's `RulebookPreview`. */
export type PreviewTold = {
  readonly __typename: 'RulebookPreview';
  readonly version: number;
  readonly comparedWith: number;
  readonly on: string;
  readonly isDone: boolean;
  readonly done: number;
  readonly total: number;
  readonly rows: readonly PreviewRow[] | null;
  readonly countedAt: string | null;
};

/**
 * Who wins and who loses by a rulebook on a day, beside the one that would be in force without it.
 *
 * @throws {InvalidInputError} The day is before the rulebook's first.
 */
export async function previewRulebook(
  { rulebook: text, on }: PreviewRulebookArgs,
  context: RulebookContext & { readonly signal?: AbortSignal | undefined },
): Promise<PreviewTold | RulebookRefusal> {
  assertMay('Query.previewRulebook', context.viewer);
  const { catalogue, zone, previews, rulebooks } = context;
  const standing = await rulebooks.published();
  // One that is published already is compared with the others.
  const others = standing.filter(({ version }) => version !== versionOf(text));
  const checked = checkRulebook(text, { catalogue, standing: others });
  if ('mistakes' in checked) return rulebookRefused('MISTAKES', checked.mistakes);
  const after = checked.rulebook;
  const day = dayOf(on, after);
  const before = rulebookOn(others, day);
  const name = nameOf(text, before, day);
  const { run, tally } = await previews.ask(name, { before, after, day, zone }, context.signal);
  const isDone = run.state === 'done';
  return {
    __typename: 'RulebookPreview',
    ...{ version: after.version, comparedWith: before.version, on: day },
    ...{ isDone, done: run.done, total: run.total },
    // Half a count could be compared with the next half: what came between would be few people.
    rows: isDone ? toPreview({ before, after, day, zone }, tally).rows : null,
    countedAt: run.finishedAt?.toISOString() ?? null,
  };
}

function dayOf(on: string | null | undefined, { startsOn, version }: Rulebook): CityDay {
  if (on === null || on === undefined) return startsOn;
  const day = parseCityDay(on);
  if (day >= startsOn) return day;
  throw new InvalidInputError(`Rulebook ${version} begins on ${startsOn}; ${day} is before it.`);
}

/** Null also where there is none to be read: then the text has mistakes, and they are told. */
function versionOf(text: string): unknown {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === 'object' && data !== null && 'version' in data ? data.version : null;
  } catch {
    return null;
  }
}

/** By content, not by spelling. */
function nameOf(text: string, before: Rulebook, day: CityDay): string {
  const compared = JSON.stringify([JSON.parse(text), before.version, day]);
  return createHash('sha256').update(compared).digest('hex');
}
