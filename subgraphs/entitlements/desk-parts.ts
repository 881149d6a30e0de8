import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import type { Clock } from '../../platform/clock.ts';
import type { Seal } from '../../platform/stores/seal.ts';
import type { EnrolmentDeps } from './enrolment/context.ts';
import { createOneAtATime } from './enrolment/one-at-a-time.ts';
import { createEnrolmentStores } from './enrolment/stores.mongo.ts';
import type { RulebookDeps } from './rulebooks/context.ts';
import { createHolderBatches } from './rulebooks/holder-batches.mongo.ts';
import { createPreviewStore } from './rulebooks/preview-store.mongo.ts';
import { createPreviews } from './rulebooks/previews.ts';

/** What rulebooks and courses need beside `rights-parts.ts`. Disposing ends what is being counted. */
export type DeskParts = Pick<RulebookDeps, 'previews'> &
  Pick<EnrolmentDeps, 'enrolmentStores' | 'oneAtATime'> &
  AsyncDisposable;

export type DeskPartsOptions = {
  /** Models are made on it; create their collections and indexes before the first use. */
  readonly connection: Connection;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly log: Logger;
};

/** For the role that answers the graph. */
export function createDeskParts({ connection, seal, clock, log }: DeskPartsOptions): DeskParts {
  const store = createPreviewStore(connection);
  const holders = createHolderBatches(connection, seal);
  const previews = createPreviews({ store, holders, clock, log });
  return {
    previews,
    enrolmentStores: createEnrolmentStores(connection, seal),
    oneAtATime: createOneAtATime(),
    [Symbol.asyncDispose]: () => previews[Symbol.asyncDispose](),
  };
}
