import { z } from 'zod';

/*
 * Shapes as APDS spells them. Only the fields named here survive parsing: eligibility,
 * qualifications, groups of users, vehicles' colours and makes, payments and whatever else a server
 * adds are dropped here before anything else sees them. What has no value may be null.
 * Source: parkingdata/spec, `api/reference/APDS_API_bundled.json`, APDS v4.
 */

const id = z.string().min(1);
const version = z.int().min(1);

/**
 * `Reference`. The schema asks for `className` and `id` and allows one property, which nothing can
 * be; besides its own form, `{id}` and the older `{ClassName: id}` are read.
 */
const wireReference = z.union([
  z.object({ id, className: z.string().nullish() }),
  z
    .record(z.string(), z.string())
    .refine((record) => Object.keys(record).length === 1)
    .transform((record) => {
      const [className = '', value = ''] = Object.entries(record)[0] ?? [];
      return { id: value, className };
    }),
]);

/** `VersionedReference`. */
export const wireVersioned = z.object({ id, version, className: z.string().nullish() });
export type WireVersioned = z.infer<typeof wireVersioned>;

/** `MultilingualString`; a plain string is read too. */
export const wireTexts = z.union([
  z.array(z.object({ language: z.string(), string: z.string() })),
  z.string().transform((string) => [{ language: '', string }]),
]);
export type WireTexts = z.infer<typeof wireTexts>;

/** `HolderCredential`: a plate, a tag, a ticket. */
const wireCredential = z.object({
  type: z.string().nullish(),
  identifier: wireReference.nullish().catch(null),
  issuer: wireTexts.nullish().catch(null),
});
export type WireCredential = z.infer<typeof wireCredential>;

const wireCredentials = z
  .array(wireCredential)
  .nullish()
  .transform((credentials) => credentials ?? []);

/** `AssignedRight`. */
export const wireRight = z.object({
  id,
  version,
  rightHolder: z.object({ credentials: wireCredentials }),
  rightSpecification: wireVersioned,
  /** Instants are read by `instants.ts`. */
  issuanceTime: z.string().nullish(),
  expiry: z.string().nullish(),
});
export type WireRight = z.infer<typeof wireRight>;

/** Only a reference: a whole right that is broken must not pass for one. */
const wireRightReference = wireVersioned.extend({ rightSpecification: z.undefined().optional() });

/** `Segment`: the right it stands on, whole or as a reference. */
const wireSegment = z.object({
  id,
  version,
  actualStart: z.string(),
  actualEnd: z.string().nullish(),
  assignedRight: z.union([wireRight, wireRightReference]),
  validationType: z.array(z.string()).nullish(),
});
export type WireSegment = z.infer<typeof wireSegment>;

/** `Session`. */
export const wireSession = z.object({
  id,
  version,
  actualStart: z.string(),
  actualEnd: z.string().nullish(),
  initiator: wireVersioned.nullish(),
  identifiedCredentials: wireCredentials,
  segments: z
    .array(wireSegment)
    .nullish()
    .transform((segments) => segments ?? []),
  /** As the schema misspells it; some servers do not. */
  hierachyElement: wireVersioned.nullish(),
  hierarchyElement: wireVersioned.nullish(),
});
export type WireSession = z.infer<typeof wireSession>;

/** Whose a row of `/rights/assigned` or `/sessions` is; the rest of a row may be broken. */
export const wireRightHolder = z.object({
  rightHolder: z.object({ credentials: wireCredentials }),
});
export const wireSessionHolder = z.object({ identifiedCredentials: wireCredentials });

/** `RightSpecification`. */
export const wireSpecification = z.object({
  id,
  version,
  type: z.string().nullish(),
  description: wireTexts.nullish().catch(null),
  hierarchyElements: z.array(wireVersioned),
});
export type WireSpecification = z.infer<typeof wireSpecification>;

/** `HierarchyElementGeneral`: what campus, place, area and space have in common. */
export const wirePlace = z.object({ id, version, name: wireTexts, type: z.string() });
export type WirePlace = z.infer<typeof wirePlace>;

/** A page of any list. `data` may be missing by the schema. */
export const wirePage = z.object({
  meta: z.object({
    referenceInstant: z.int().min(0).nullish(),
    offset: z.int().min(0),
    total: z.int().min(0),
  }),
  data: z
    .array(z.looseObject({ id }))
    .nullish()
    .transform((rows) => rows ?? []),
});
export type WirePage = z.infer<typeof wirePage>;

/** `Option` of a `QuoteRightResponse`. */
const wireOption = z.object({
  elementId: wireVersioned.nullish(),
  /** "indicates the supplied Option fully covers the time period requested" */
  boolean: z.boolean().nullish(),
  identifiers: z.array(z.object({ rightSpecificationId: wireVersioned })).nullish(),
  financialQuote: z.object({
    taxIncluded: z.boolean(),
    value: z.object({ currencyType: z.string(), currencyValue: z.number() }),
  }),
});
export type WireOption = z.infer<typeof wireOption>;

/** `QuoteRightResponse`. */
export const wireQuote = z.object({
  quoteRequestId: wireVersioned,
  start: z.string(),
  end: z.string(),
  reason: z.string().nullish(),
  options: z.array(wireOption).nullish(),
});
export type WireQuote = z.infer<typeof wireQuote>;
