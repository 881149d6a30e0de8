import DataLoader from 'dataloader';
import type { TaxAccess } from '../../connectors/tax/port.ts';
import type { CardId } from '../../domain/card-id.ts';
import { ForbiddenError, UpstreamUnavailableError } from '../../domain/errors.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Audit } from '../../platform/stores/audit.ts';
import { inTime } from '../../platform/subgraph/in-time.ts';
import { accessKey } from './access.ts';

/** What asks for tax data. */
export const OPERATIONS = ['Card.tax', 'Mutation.payBill'] as const;

export type RecordKey = {
  readonly cardId: CardId;
  readonly operation: (typeof OPERATIONS)[number];
  readonly access: TaxAccess;
};

/**
 * Writes down who asks for whose tax data and why: all of a tick in one round trip, and the same once
 * for each request.
 *
 * @throws {UpstreamUnavailableError} It could not be written, or not in time: nothing may be asked.
 */
export type RecordLoader = DataLoader<RecordKey, true, string>;

export type RecordLoaderOptions = {
  readonly audit: Audit;
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

export function createRecordLoader({
  audit,
  viewer,
  requestId,
  clock,
  signal,
}: RecordLoaderOptions): RecordLoader {
  return new DataLoader<RecordKey, true, string>(
    async (keys) => {
      if (viewer.kind === 'nobody') throw new ForbiddenError('nobody is written down');
      const { kind: viewerKind, id: viewerId } = viewer;
      const at = clock.now();
      const entries = keys.map(({ cardId, operation, access: { purpose, consent } }) => ({
        ...{ at, viewerKind, viewerId, operation, cardId, purpose, consent, requestId },
      }));
      await inTime(audit.record(entries), signal, noAudit);
      return keys.map(() => true as const);
    },
    {
      cacheKeyFn: ({ cardId, operation, access }) => `${cardId} ${operation} ${accessKey(access)}`,
    },
  );
}

/** @throws {UpstreamUnavailableError} Always: the store gave no answer before the deadline. */
export function noAudit(): never {
  throw new UpstreamUnavailableError('document store', 'no answer before the deadline');
}
