import { z } from 'zod';

/*
 * Koha's own spelling. Only the fields named here survive parsing: a patron's name, date of birth,
 * addresses and telephone numbers come along in Koha's answers, which know no list of fields, and
 * are dropped here before anything else sees them.
 * Source: Koha-Community/Koha, `api/v1/swagger`.
 */

const id = z.int().positive();

/** `POST /oauth/token`. */
export const wireToken = z.object({
  access_token: z.string().min(1),
  /** Seconds. */
  expires_in: z.number().positive(),
});
export type WireToken = z.infer<typeof wireToken>;

/** `GET /patrons`. */
export const wirePatron = z.object({
  patron_id: id,
  cardnumber: z.string().nullable(),
  /** Any restriction of the library, for whatever reason. */
  restricted: z.boolean(),
  patron_card_lost: z.boolean().nullish(),
  /** Last day on which the card is good. */
  expiry_date: z.iso.date().nullish(),
});
export type WirePatron = z.infer<typeof wirePatron>;

/** `GET /checkouts`, `GET /checkouts/{id}` and what a renewal answers. */
export const wireCheckout = z.object({
  checkout_id: id,
  patron_id: id,
  /** Null when the item has been deleted. */
  item_id: id.nullable(),
  due_date: z.iso.datetime({ offset: true }),
  /** Set once the item is back: `GET /checkouts/{id}` finds those too. */
  checkin_date: z.string().nullish(),
});
export type WireCheckout = z.infer<typeof wireCheckout>;

/** `GET /holds`. */
export const wireHold = z.object({
  hold_id: id,
  patron_id: id,
  biblio_id: id,
  /** Null for a hold on any copy. Declared a string, sent as a number by most versions. */
  item_id: z.union([id, z.string().regex(/^\d+$/).transform(Number)]).nullable(),
  /** `W` waits on the shelf, `T` in transit, `P` in process, null not found yet. */
  status: z.string().nullable(),
});
export type WireHold = z.infer<typeof wireHold>;

/** `GET /items` with `biblio` embedded. */
export const wireItem = z.object({
  item_id: id,
  biblio_id: id,
  biblio: z.object({ title: z.string().nullable() }).nullable(),
});
export type WireItem = z.infer<typeof wireItem>;

/** One line of what is owed. Amounts are euros with up to six decimals. */
export const wireDebit = z.object({
  account_line_id: id,
  description: z.string().nullable(),
  debit_type: z.string().nullish(),
  amount_outstanding: z.number(),
});
export type WireDebit = z.infer<typeof wireDebit>;

/** `GET /patrons/{id}/account`. */
export const wireAccount = z.object({
  outstanding_debits: z.object({ lines: z.array(wireDebit) }),
});

/** `POST /patrons/{id}/account/credits`. */
export const wireCredit = z.object({ account_line_id: id });

/** `POST /auth/password/validation`: 201 tells whose password it was, older versions answer 204. */
export const wirePasswordOwner = z.object({ cardnumber: z.string().nullable() }).nullable();

/** What comes with a 4xx. `errors` is the request validator's, `error` the application's. */
export const wireRefusal = z.object({
  error: z.string().optional().catch(undefined),
  errors: z.array(z.unknown()).optional().catch(undefined),
  required_permissions: z.unknown().optional(),
});
export type WireRefusal = z.infer<typeof wireRefusal>;
