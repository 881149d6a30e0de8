import { z } from 'zod';
import { servicesOfGijon } from '../../../domain/tariff/services-of-gijon.ts';
import { systemClock } from '../../../platform/clock.ts';
import { connectMongo } from '../../../platform/stores/mongo.ts';
import { createSeal } from '../../../platform/stores/seal.ts';
import { createMediumTokens } from '../../cards/medium-tokens.mongo.ts';
import type { Rights } from '../rights.mongo.ts';
import { createRightsParts } from '../rights-parts.ts';
import type { RightsThreadSettings } from './thread-settings.ts';

const told: z.ZodType<RightsThreadSettings> = z.object({
  mongoUri: z.string(),
  sealKey: z.instanceof(Uint8Array),
  zone: z.string(),
});

/**
 * The rights of cards over a connection of its own, for a thread that builds lists of everybody; see
 * `RightsSource` in `sync/readers/rights-port.ts`.
 *
 * @param settings `RightsThreadSettings`, in `thread-settings.ts`.
 * @throws {Error} The document store does not answer.
 */
export async function openRights(settings: unknown): Promise<Rights & AsyncDisposable> {
  const { mongoUri, sealKey, zone } = told.parse(settings);
  const connection = await connectMongo({ uri: mongoUri });
  const seal = createSeal(sealKey);
  const parts = createRightsParts({
    ...{ connection, seal, zone },
    catalogue: servicesOfGijon,
    clock: systemClock,
  });
  return {
    ...parts.rightsWith(createMediumTokens(connection, seal)),
    [Symbol.asyncDispose]: () => connection.close(),
  };
}
