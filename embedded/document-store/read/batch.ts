/** The documents of one reply. */
export type Batch = {
  readonly documents: Uint8Array[];
  add(bytes: Uint8Array): void;
  isFull(): boolean;
};

/** A reply ends when it is this long; its last document may be of 16 MiB again, within a message. */
const FULL_BYTES = 15 * 1024 * 1024;

/** @param most Documents; Infinity for as many as fit one reply. */
export function createBatch(most: number): Batch {
  const documents: Uint8Array[] = [];
  let bytesHeld = 0;
  return {
    documents,
    add(bytes) {
      documents.push(bytes);
      bytesHeld += bytes.length;
    },
    isFull: () => documents.length >= most || bytesHeld >= FULL_BYTES,
  };
}

/** Where the documents of a cursor come from. */
export type DocSource = {
  /** Fills the batch; true when nothing is left behind it. Synchronous where that takes no slice. */
  fill(batch: Batch): boolean | Promise<boolean>;
};
