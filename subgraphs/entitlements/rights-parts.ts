import { randomInt } from 'node:crypto';
import type { Connection } from 'mongoose';
import type { ServiceCatalogue } from '../../domain/tariff/service.ts';
import type { Clock } from '../../platform/clock.ts';
import { createRightChanges } from '../../platform/stores/right-changes.ts';
import type { Seal } from '../../platform/stores/seal.ts';
import { createChangeHolder } from './change-holder.ts';
import type { MediumTokens } from './medium-tokens-port.ts';
import { createRecompute } from './recompute.ts';
import { createRights } from './rights.mongo.ts';
import { createRulebookStore } from './rulebooks/rulebook-store.mongo.ts';
import { createRulebooks } from './rulebooks/rulebooks.ts';
import { createSettle } from './settle.ts';
import { createEntitlementsStore } from './store.mongo.ts';
import type { Draw } from './wake-day.ts';

export type RightsPartsOptions = {
  /** Models are made on it; create their collections and indexes before the first use. */
  readonly connection: Connection;
  readonly seal: Seal;
  readonly catalogue: ServiceCatalogue;
  readonly clock: Clock;
  /** The city's. */
  readonly zone: string;
  /** Default: drawn at random. */
  readonly draw?: Draw;
};

/**
 * What knows and changes the rights of cards, for every role that has to do with them: the subgraph, the
 * follow-up of card events and of time, and the reader lists. Without connections of its own.
 */
export function createRightsParts({ draw = randomInt, ...options }: RightsPartsOptions) {
  const { connection, seal, catalogue, clock, zone } = options;
  const store = createEntitlementsStore(connection, seal);
  const rulebookStore = createRulebookStore(connection);
  const rulebooks = createRulebooks({ store: rulebookStore, catalogue, zone });
  const rightChanges = createRightChanges(connection);
  const settle = createSettle({ store, rightChanges, rulebooks, clock, zone, draw });
  return {
    store,
    rulebookStore,
    rulebooks,
    rightChanges,
    changeHolder: createChangeHolder(store, settle),
    recompute: createRecompute({ store, settle, zone }),
    /** @param tokens From the cards store, which alone can open them. */
    rightsWith: (tokens: MediumTokens) =>
      createRights({ connection, seal, tokens, rulebooks, clock }),
  };
}
