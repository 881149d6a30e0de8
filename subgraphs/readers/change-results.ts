import type { ReaderRefusalReason } from './schema.generated.ts';

/** Results as they are kept with their idempotency keys: plain JSON. */
export type ReaderRefusal = {
  readonly __typename: 'ReaderRefused';
  readonly reason: ReaderRefusalReason;
  readonly message: string;
};
export type ReaderDone<Name extends string> = { readonly __typename: Name; readonly id: string };
export type KeysRotated = {
  readonly __typename: 'GroupKeysRotated';
  readonly group: string;
  readonly epoch: number;
};

const MESSAGES: Readonly<Record<ReaderRefusalReason, string>> = {
  ID_TAKEN: 'A reader has this id, or had it before. Choose another one.',
  READER_UNKNOWN: 'There is no reader with this id in service.',
  GROUP_UNKNOWN: 'There is no reader group with this id.',
};

export function readerRefused(reason: ReaderRefusalReason): ReaderRefusal {
  return { __typename: 'ReaderRefused', reason, message: MESSAGES[reason] };
}
