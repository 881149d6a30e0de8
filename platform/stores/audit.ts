import { randomUUID } from 'node:crypto';
import { Schema, type Connection, type Model } from 'mongoose';
import { InvalidInputError, UpstreamUnavailableError } from '../../domain/errors.ts';
import type { ViewerKind } from '../../domain/viewer.ts';

/** That somebody asked for personal data of another system, and why. Ids only, nothing personal. */
export type AuditEntry = {
  readonly at: Date;
  readonly viewerKind: Exclude<ViewerKind, 'nobody'>;
  /** Opaque, as in the viewer's token. */
  readonly viewerId: string;
  /** `Card.tax`, `Mutation.payBill`, … */
  readonly operation: string;
  readonly cardId: string;
  readonly purpose: string;
  readonly consent: string;
  /** Opaque; the same for all that one client request asked of one subgraph. */
  readonly requestId: string;
};

export type AuditPage = {
  /** The latest first. */
  readonly entries: readonly AuditEntry[];
  /** Give it as `after` for the next page; null on the last one. */
  readonly endCursor: string | null;
};

export type AuditAsk = {
  readonly cardId: string;
  readonly operations: readonly string[];
  /** Entries on a page, 1 or more. */
  readonly first: number;
  /** `endCursor` of the page before; null for the first page. */
  readonly after: string | null;
};

export type Audit = {
  /**
   * Resolves once all entries are durable: acknowledged by a majority of the store. Ask for the data
   * only then. In one round trip.
   *
   * @throws {UpstreamUnavailableError} It is not certain that they are; some of them may be.
   */
  record(entries: readonly AuditEntry[]): Promise<void>;
  /** @throws {InvalidInputError} `after` is not a cursor of this card's entries. */
  findByCard(ask: AuditAsk): Promise<AuditPage>;
};

export type AuditOptions = {
  readonly connection: Connection;
  /** The store deletes an entry so many days after it was made. */
  readonly keepDays: number;
};

type AuditRow = AuditEntry & { readonly _id: string; readonly expiresAt: Date };

const DAY_MS = 24 * 60 * 60 * 1000;

/** The collection `audit`; nothing in it is ever changed. */
export function createAudit({ connection, keepDays }: AuditOptions): Audit {
  const rows = connection.model<AuditRow>('AuditEntry', auditSchema());
  return {
    async record(entries) {
      const made = entries.map((entry) => ({
        ...entry,
        _id: randomUUID(),
        expiresAt: new Date(entry.at.getTime() + keepDays * DAY_MS),
      }));
      try {
        // Acknowledged as the schema says: by a majority. The rows are made here, so mongoose need not look at each.
        await rows.insertMany(made, { lean: true });
      } catch (cause) {
        throw new UpstreamUnavailableError('document store', 'the audit was not written', {
          cause,
        });
      }
    },
    async findByCard({ cardId, operations, first, after }) {
      const found = await rows
        .find({
          cardId,
          operation: { $in: [...operations] },
          ...(await before(rows, cardId, after)),
        })
        .sort({ at: -1, _id: -1 })
        .limit(first + 1)
        .lean<AuditRow[]>();
      const page = found.slice(0, first);
      return {
        entries: page.map(toEntry),
        endCursor: found.length > first ? (page.at(-1)?._id ?? null) : null,
      };
    },
  };
}

async function before(
  rows: Model<AuditRow>,
  cardId: string,
  after: string | null,
): Promise<object> {
  if (after === null) return {};
  const last = await rows.findOne({ _id: after, cardId }).lean<AuditRow>();
  if (last === null) throw new InvalidInputError('There is no page after this cursor.');
  const { at } = last;
  return { $or: [{ at: { $lt: at } }, { at, _id: { $lt: after } }] };
}

function toEntry({ _id, expiresAt: _expiresAt, ...entry }: AuditRow): AuditEntry {
  return entry;
}

function auditSchema() {
  const schema = new Schema<AuditRow>(
    {
      _id: { type: String, required: true },
      at: { type: Date, required: true },
      viewerKind: { type: String, required: true },
      viewerId: { type: String, required: true },
      operation: { type: String, required: true },
      cardId: { type: String, required: true },
      purpose: { type: String, required: true },
      consent: { type: String, required: true },
      requestId: { type: String, required: true },
      expiresAt: { type: Date, required: true },
    },
    {
      collection: 'audit',
      versionKey: false,
      autoIndex: false,
      autoCreate: false,
      // Whatever the connection's own is.
      writeConcern: { w: 'majority' },
    },
  );
  schema.index({ cardId: 1, at: 1, _id: 1 });
  schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
  return schema;
}
