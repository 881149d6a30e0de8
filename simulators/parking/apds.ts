import { z } from 'zod';

/* The resources as the server keeps them. Source: parkingdata/spec, APDS v4, bundled OpenAPI. */

const identity = { id: z.string().min(1), version: z.int().min(1) };

const versioned = z.strictObject({
  ...identity,
  className: z
    .string()
    .regex(/^([A-Z][a-z0-9]+)+/)
    .optional(),
});

const texts = z
  .array(z.object({ language: z.string().regex(/^[a-z]{2}$/), string: z.string() }))
  .min(1);

/** `Reference` but for its `maxProperties`, with which nothing could have both that it requires. */
const reference = z.strictObject({ className: z.string().min(1), id: z.string() });

const instant = z.iso.datetime({ offset: true });

const credential = z.looseObject({
  type: z.string().optional(),
  identifier: reference,
  issuer: texts,
});

export const assignedRight = z.looseObject({
  ...identity,
  rightHolder: z.looseObject({ credentials: z.array(credential) }),
  rightSpecification: versioned,
  issuanceTime: instant.optional(),
  expiry: instant.optional(),
});
export type AssignedRight = z.infer<typeof assignedRight>;

const segment = z.looseObject({
  ...identity,
  actualStart: instant,
  actualEnd: instant.optional(),
  assignedRight: z.union([assignedRight, versioned]),
  validationType: z.array(z.string()).min(1),
});
export type Segment = z.infer<typeof segment>;

export const session = z.looseObject({
  ...identity,
  actualStart: instant,
  actualEnd: instant.optional(),
  initiator: versioned,
  identifiedCredentials: z.array(credential).min(1),
  segments: z.array(segment).min(1),
  hierachyElement: versioned.optional(),
});
export type Session = z.infer<typeof session>;

export const quoteRequest = z.looseObject({
  ...identity,
  periodStart: instant,
  periodEnd: instant.optional(),
  requestTime: instant,
  referencedRightSpecifications: z
    .array(z.looseObject({ rightSpecificationId: versioned, elementId: versioned.optional() }))
    .optional(),
});
export type QuoteRequest = z.infer<typeof quoteRequest>;

/** The number of a credential that is a plate, as it is compared. */
export function plateNumberOf({
  type,
  identifier,
}: AssignedRight['rightHolder']['credentials'][number]): string | null {
  const isPlate = type === undefined || type === 'licensePlate' || type === 'vehicleplate';
  return isPlate ? identifier.id.toUpperCase().replaceAll(/[\s.-]/g, '') : null;
}

/** The credential of a Spanish plate. @param type The schema has two words for it. */
export function plateCredential(plate: string, type: 'licensePlate' | 'vehicleplate') {
  return {
    type,
    identifier: { className: 'ESNumberPlate', id: plate },
    issuer: [{ language: 'es', string: 'ES' }],
  };
}

/** A text in Spanish. */
export function inSpanish(string: string) {
  return [{ language: 'es', string }];
}
