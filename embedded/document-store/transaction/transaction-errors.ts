import { StoreError } from '../store-error.ts';

/** Tells the driver to begin the whole transaction again. */
const TRANSIENT = ['TransientTransactionError'];

export function writeConflict(): StoreError {
  return new StoreError(
    112,
    'WriteConflict',
    'Caused by :: Write conflict during plan execution and yielding is disabled. :: Please retry your operation or multi-document transaction.',
    TRANSIENT,
  );
}

export function noSuchTransaction(number: bigint, why: string): StoreError {
  const message = `Given transaction number ${number} does not match any in-progress transactions: ${why}.`;
  return new StoreError(251, 'NoSuchTransaction', message, TRANSIENT);
}

export function transactionTooOld(number: bigint, last: bigint): StoreError {
  const message = `Cannot use transaction number ${number}: the session is at ${last} already.`;
  return new StoreError(225, 'TransactionTooOld', message);
}

export function transactionTooLarge(most: number): StoreError {
  const message = `A transaction may change ${most} documents.`;
  return new StoreError(257, 'TransactionTooLarge', message);
}
