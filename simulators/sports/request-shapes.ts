import { z } from 'zod';

/*
 * What a broker may send. Source: Open Booking API 1.0 CR3, "Order Model"; openactive/data-models,
 * the request modes of OrderQuote, Order and OrderItem.
 */

const reference = z
  .union([z.string(), z.looseObject({ '@id': z.string() })])
  .transform((thing) => (typeof thing === 'string' ? thing : thing['@id']));

export const orderRequest = z.looseObject({
  '@type': z.string(),
  brokerRole: z.string().optional(),
  broker: z
    .looseObject({ '@type': z.literal('Organization'), name: z.string() })
    .optional()
    .catch(undefined),
  seller: reference.optional(),
  customer: z
    .looseObject({ '@type': z.enum(['Person', 'Organization']), email: z.string().min(3) })
    .optional()
    .catch(undefined),
  orderedItem: z
    .array(
      z.looseObject({
        position: z.int(),
        acceptedOffer: reference.optional(),
        orderedItem: reference.optional(),
      }),
    )
    .min(1),
  totalPaymentDue: z.looseObject({ price: z.coerce.number() }).optional(),
  payment: z.unknown().optional(),
});
export type OrderRequest = z.infer<typeof orderRequest>;

/** Nothing else may be in it. Source: ibid., "Order Cancellation". */
export const cancellationRequest = z.strictObject({
  '@context': z.unknown().optional(),
  '@type': z.literal('Order'),
  '@id': z.string().optional(),
  orderedItem: z
    .array(
      z.strictObject({
        '@type': z.literal('OrderItem'),
        '@id': z.string(),
        orderItemStatus: z.string(),
      }),
    )
    .min(1),
});
