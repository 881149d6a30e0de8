import { Schema, type Connection, type Model } from 'mongoose';
import { modelOn } from '../../platform/stores/model-on.ts';

/** One use in an account. */
export type AccountUse = { readonly id: string; readonly day: string; readonly amount: number };

/** What one card took from the credit of one rule in one period. */
export type AccountRow = {
  /** Card, rule and period. */
  readonly _id: string;
  readonly cardId: string;
  readonly rule: string;
  readonly period: string;
  readonly granted: number;
  /** Uses that are still kept with their card. */
  readonly uses: readonly AccountUse[];
  /** The sum of those that are not; none of them can come again. */
  readonly folded: number;
  readonly overused: number;
  /** First day of `uses`; null for none. */
  readonly oldestDay: string | null;
  /** First day after the period; null for one that only another rulebook ends. */
  readonly renewsOn: string | null;
  /** Whether the card was judged anew since the period ended. */
  readonly isRenewed: boolean;
  /** One more with every change, so that of two at once the second begins again. */
  readonly version: number;
};

/** The collection `creditAccounts`. */
export function accountModel(connection: Connection): Model<AccountRow> {
  return modelOn<AccountRow>(connection, 'CreditAccount', accountSchema);
}

function accountSchema() {
  const text = { type: String, required: true } as const;
  const count = { type: Number, required: true } as const;
  const use = { _id: false, id: text, day: text, amount: count };
  const schema = new Schema<AccountRow>(
    {
      _id: text,
      cardId: text,
      rule: text,
      period: text,
      granted: count,
      uses: { type: [use], required: true },
      folded: count,
      overused: count,
      oldestDay: { type: String, default: null },
      renewsOn: { type: String, default: null },
      isRenewed: { type: Boolean, required: true },
      version: count,
    },
    { collection: 'creditAccounts', versionKey: false, autoIndex: false, autoCreate: false },
  );
  schema.index({ cardId: 1 });
  schema.index({ isRenewed: 1, renewsOn: 1 });
  schema.index({ oldestDay: 1 });
  return schema;
}
