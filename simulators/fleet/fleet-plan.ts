import { z } from 'zod';
import { parseGroupId } from '../../domain/reader-list/group.ts';
import { parseReaderId } from '../../domain/reader-list/reader.ts';

/** What a fleet program is told: JSON in a file. */
const planSchema = z.strictObject({
  /** The readers' door, `http://host:port`. */
  door: z.url({ protocol: /^https?$/ }),
  /** `mqtt://host:port`; needed where a reader listens to a broker. */
  broker: z.url({ protocol: /^mqtts?$/ }).optional(),
  /** Where each reader's files lie, a folder for each. */
  folder: z.string().min(1),
  /** Where readers that the hub calls listen; 0 takes a free one. */
  pushPort: z.int().min(0).max(65_535).default(0),
  /** So much the fleet's clock is ahead of the machine's. */
  clockOffsetMs: z.int().default(0),
  readers: z
    .array(
      z.strictObject({
        id: z.string().transform(parseReaderId),
        group: z.string().transform(parseGroupId),
        way: z.enum(['push', 'mqtt', 'poll']),
        /** A reader's token. */
        token: z.string().min(1),
      }),
    )
    .min(1),
});

export type FleetPlan = z.infer<typeof planSchema>;

/** @throws {Error} Every place that is wrong, in one sentence. */
export function parseFleetPlan(data: unknown): FleetPlan {
  const parsed = planSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`The plan of the fleet is wrong. ${mistakes.join('; ')}.`);
}
