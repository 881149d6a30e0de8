import DataLoader from 'dataloader';
import type { PaymentDocument, TaxAccess, TaxPort } from '../../connectors/tax/port.ts';
import { HubError, UpstreamUnavailableError } from '../../domain/errors.ts';
import type { LinkedAccount } from '../../domain/linked-account.ts';
import { mapBounded } from '../../platform/map-bounded.ts';
import { inTime } from '../../platform/subgraph/in-time.ts';
import { accessKey } from './access.ts';
import { createContributorLoaders, type ContributorLoaders } from './contributor-loaders.ts';
import {
  createRecordLoader,
  type RecordLoader,
  type RecordLoaderOptions,
} from './record-loader.ts';

/** As many as the tax office is asked at once unless settings say otherwise; more would only wait. */
const DOCUMENTS_AT_ONCE = 8;

export type BillKey = {
  readonly contributor: LinkedAccount;
  readonly billId: string;
  readonly access: TaxAccess;
};

export type Loaders = ContributorLoaders & {
  /** Load it, and wait for it, before anything is asked. */
  readonly recorded: RecordLoader;
  /** One call for each bill, and once for each; a few at once. */
  readonly documentByBill: DataLoader<BillKey, PaymentDocument, string>;
};

export type LoaderOptions = RecordLoaderOptions & { readonly taxOffice: TaxPort };

/** For one request: what they hold is for this viewer only. */
export function createLoaders(options: LoaderOptions): Loaders {
  return {
    ...createContributorLoaders(options),
    recorded: createRecordLoader(options),
    documentByBill: new DataLoader<BillKey, PaymentDocument, string>(
      (bills) => mapBounded(bills, DOCUMENTS_AT_ONCE, (bill) => fetchDocument(bill, options)),
      {
        cacheKeyFn: ({ contributor, billId, access }) =>
          `${accessKey(access)} ${contributor} ${billId}`,
      },
    ),
  };
}

function tooLate(): UpstreamUnavailableError {
  return new UpstreamUnavailableError('tax', 'no answer before the deadline');
}

async function fetchDocument(
  { access, ...bill }: BillKey,
  { taxOffice, signal }: LoaderOptions,
): Promise<PaymentDocument | HubError> {
  if (signal.aborted) return tooLate();
  try {
    const call = taxOffice.fetchPaymentDocument(bill, access, { signal });
    return await inTime<PaymentDocument | HubError>(call, signal, tooLate);
  } catch (error) {
    // One bill's failure leaves the others of the same tick alone.
    if (error instanceof HubError) return error;
    throw error;
  }
}
