import { z } from 'zod';

/*
 * Open Booking API 1.0 CR3 (openactive/open-booking-api, EditorsDraft/edit.html, read in 2026), as far
 * as the hub reads it. Customers come back in answers; they are dropped here.
 */

/** Prices may be numbers or, as recommended for orders, text. */
const price = z
  .union([z.number(), z.string().regex(/^\d{1,9}(\.\d{1,2})?$/)])
  .transform(Number)
  .pipe(z.number().nonnegative());

const errors = z.array(z.object({ '@type': z.string() })).optional();

/** What there is to pay. */
const wireDue = z.object({
  price,
  priceCurrency: z.string().optional(),
  openBookingPrepayment: z.string().optional(),
  /** Its name in CR3. */
  prepayment: z.string().optional(),
});
export type WireDue = z.infer<typeof wireDue>;

/** `OrderQuote` as C1 and C2 answer it, with 200 or, when an item is at fault, with 409. */
export const wireQuote = z.object({
  '@type': z.literal('OrderQuote'),
  orderRequiresApproval: z.boolean().optional(),
  orderedItem: z.array(z.object({ error: errors })),
  /** May be missing where every item is at fault. */
  totalPaymentDue: wireDue.optional(),
});

/** `Order` as B and the order status answer it. */
export const wireOrder = z.object({
  '@type': z.literal('Order'),
  orderedItem: z.array(z.object({ '@id': z.string().min(1), orderItemStatus: z.string() })).min(1),
});
export type WireOrder = z.infer<typeof wireOrder>;

/** `OpenBookingError` and its kinds, also where they come with status 200. */
export const wireError = z.object({ '@type': z.string().regex(/Error$/) });
