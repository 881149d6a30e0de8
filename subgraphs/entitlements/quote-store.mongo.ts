import { Schema, type Connection } from 'mongoose';
import { modelOn } from '../../platform/stores/model-on.ts';
import type { Seal } from '../../platform/stores/seal.ts';
import type { KeptQuote, QuoteStore } from './store.ts';

/** A year, and a month to appeal. Facts that a quote may have read are kept as long, see `kept-record.ts`. */
export const KEEP_QUOTES_DAYS = 400;

const DAY_MS = 24 * 60 * 60 * 1000;

type QuoteRow = {
  readonly _id: string;
  /** Sealed JSON of the rest. */
  readonly sealed: string;
  readonly expiresAt: Date;
};

/** What is sealed; the id is the row's. */
type SealedQuote = Omit<KeptQuote, 'id' | 'quotedAt'> & { readonly quotedMs: number };

export function createQuoteStore(connection: Connection, seal: Seal): QuoteStore {
  const rows = modelOn<QuoteRow>(connection, 'Quote', quoteSchema);
  return {
    async add({ id, quotedAt, ...rest }) {
      const kept: SealedQuote = { ...rest, quotedMs: quotedAt.getTime() };
      const sealed = seal.seal(JSON.stringify(kept), `quote:${id}`);
      const expiresAt = new Date(quotedAt.getTime() + KEEP_QUOTES_DAYS * DAY_MS);
      await rows.insertMany([{ _id: id, sealed, expiresAt }], { lean: true });
    },
    async find(id) {
      const row = await rows.findOne({ _id: id }).lean<QuoteRow>();
      if (row === null) return null;
      const kept: SealedQuote = JSON.parse(seal.open(row.sealed, `quote:${id}`));
      const { quotedMs, ...rest } = kept;
      return { ...rest, id, quotedAt: new Date(quotedMs) };
    },
  };
}

function quoteSchema() {
  const schema = new Schema<QuoteRow>(
    {
      _id: { type: String, required: true },
      sealed: { type: String, required: true },
      expiresAt: { type: Date, required: true },
    },
    { collection: 'quotes', versionKey: false, autoIndex: false, autoCreate: false },
  );
  schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
  return schema;
}
