import { z } from 'zod';
import { InvalidInputError } from '../errors.ts';
import { assertNoMistakes, checkShape, valueOf, type Mistake } from '../tariff/mistakes.ts';
import type { ServiceCatalogue } from '../tariff/service.ts';
import { sourceSchema } from '../tariff/shapes.ts';
import { parseGroupId, type GroupId, type ReaderGroup } from './group.ts';

const NAME = 'The reader groups';

const groupsSchema = z.strictObject({
  source: sourceSchema,
  groups: z
    .array(
      z.strictObject({
        id: z.string(),
        service: z.string(),
        places: z.array(z.string().min(1).max(100)).min(1).max(1_000),
      }),
    )
    .min(1)
    .max(1_000),
});

/**
 * Reads reader groups such as `groups.json` beside this file.
 *
 * @throws {InvalidInputError} Every mistake with its path (`groups[4].service`), all together.
 */
export function parseReaderGroups(
  data: unknown,
  { catalogue }: { readonly catalogue: ServiceCatalogue },
): readonly ReaderGroup[] {
  const { groups } = valueOf(NAME, checkShape(groupsSchema, data));
  const mistakes: Mistake[] = [];
  const parsed: ReaderGroup[] = [];
  const known = new Set<string>();
  for (const [index, { id, service, places }] of groups.entries()) {
    const groupId = readGroupId(id);
    const found = [...catalogue.values()].find((one) => one.id === service);
    if (groupId === null) {
      mistakes.push({
        path: `groups[${index}].id`,
        sentence: 'Must be 1 to 32 lower-case letters, digits and hyphens.',
      });
    }
    if (found === undefined) {
      mistakes.push({
        path: `groups[${index}].service`,
        sentence: `There is no service ${service}.`,
      });
    }
    if (known.has(id)) {
      mistakes.push({
        path: `groups[${index}].id`,
        sentence: `Another group is called ${id} too.`,
      });
    }
    known.add(id);
    if (groupId !== null && found !== undefined)
      parsed.push({ id: groupId, service: found.id, places });
  }
  assertNoMistakes(NAME, mistakes);
  return parsed;
}

function readGroupId(text: string): GroupId | null {
  try {
    return parseGroupId(text);
  } catch (error) {
    if (error instanceof InvalidInputError) return null;
    throw error;
  }
}
