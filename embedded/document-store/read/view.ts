import type { Doc } from '../query/value.ts';
import type { Collection } from '../storage/catalog.ts';
import type { Snapshot } from '../storage/environment.ts';

/** A document as a transaction has left it, not yet committed. */
export type Pending = {
  readonly idKey: Uint8Array;
  /** Undefined: deleted, or inserted and deleted again. */
  readonly after: { readonly doc: Doc; readonly bytes: Uint8Array } | undefined;
};

/**
 * What a reading sees. Outside a transaction: whatever is committed when each slice of the
 * work begins (inside a write turn: that turn's own writes too). Inside one: its snapshot,
 * overlaid with what it wrote itself.
 */
export type View = {
  readonly snapshot?: Snapshot | undefined;
  /** By the text of the key of `_id`. */
  readonly pending?: (collection: Collection) => ReadonlyMap<string, Pending> | undefined;
};

export const COMMITTED: View = {};
