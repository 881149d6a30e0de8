import type { ClientSession } from 'mongoose';
import { cityDayAt } from '../../../domain/city-day.ts';
import { parseRulebook } from '../../../domain/tariff/parse-rulebook.ts';
import { onceKey } from '../../../platform/stores/idempotency.ts';
import { checkPublication, type PublicationContext } from './check-rulebook.ts';
import type { RulebookContext } from './context.ts';
import { assertMay } from './policy.ts';
import { getRulebookRow } from './rulebook-row.ts';
import {
  rulebookRefused,
  type RulebookPublished,
  type RulebookRefusal,
} from './rulebook-results.ts';

export type PublishRulebookInput = {
  readonly rulebook: string;
  readonly idempotencyKey: string;
};

const OPERATION = 'Mutation.publishRulebook';

/** Writes one row, or nothing and tells every mistake. What follows from it begins by itself. */
export async function publishRulebook(
  input: PublishRulebookInput,
  context: RulebookContext,
): Promise<RulebookPublished | RulebookRefusal> {
  const { viewer, once, clock, rulebookStore } = context;
  assertMay(OPERATION, viewer);
  const key = onceKey(viewer, OPERATION, input);
  const published = await once.inTransaction<{ readonly version: number } | RulebookRefusal>(
    key,
    async (session) => {
      const checked = checkPublication(input.rulebook, await publicationContext(session, context));
      if ('mistakes' in checked) return rulebookRefused('MISTAKES', checked.mistakes);
      const { version, startsOn } = checked.rulebook;
      await rulebookStore.add(session, {
        ...{ version, startsOn, json: input.rulebook, state: 'published' },
        publishedBy: key.viewer,
        publishedAt: clock.now(),
        ...{ cancelledBy: null, cancelledAt: null },
      });
      return { version };
    },
  );
  if (!('version' in published)) return published;
  // Read after it is durable: a repeated request tells how far it has come since.
  const rulebook = await getRulebookRow(published.version, context);
  return { __typename: 'RulebookPublished', rulebook };
}

async function publicationContext(
  session: ClientSession,
  { rulebookStore, catalogue, clock, zone }: RulebookContext,
): Promise<PublicationContext> {
  const all = await rulebookStore.findAll(session);
  return {
    catalogue,
    standing: all
      .filter(({ state }) => state === 'published')
      .map(({ json }) => parseRulebook(JSON.parse(json), { catalogue })),
    highestVersion: all.reduce((highest, { version }) => Math.max(highest, version), 0),
    today: cityDayAt(clock.now(), zone),
  };
}
