import { z } from 'zod';
import { UpstreamMalformedError } from '../../domain/errors.ts';
import { childrenOf, childText, type XmlElement } from '../../platform/soap/xml.ts';
import { SYSTEM } from './guard.ts';

/*
 * The census's own spelling. Only the elements named here are ever read: names, address, nationality,
 * place of birth, day of death and whatever else comes along are not looked at, so that nothing after
 * this file can pass them on. Source: the project's own contract, README.
 */

/** Of the whole contract. */
export const CENSUS_NAMESPACE = 'urn:ayuntamiento:padron:v1';

const text = z.string().min(1).max(500);
const id = z.string().regex(/^[A-Za-z0-9./-]{1,40}$/);
const count = z
  .string()
  .regex(/^\d{1,6}$/)
  .transform(Number);

const YES = ['S', 'SI', 'SÍ', 'TRUE', '1'];
const NO = ['N', 'NO', 'FALSE', '0'];

/** Each program has a spelling of its own for yes and no. */
const flag = z
  .string()
  .transform((spelt) => spelt.toUpperCase())
  .pipe(z.enum([...YES, ...NO]))
  .transform((spelt) => YES.includes(spelt));

/** Whether a member of a household could have this id. */
export function isMemberId(candidate: string): boolean {
  return id.safeParse(candidate).success;
}

/** First in every answer. */
export const wireFrame = z.object({
  /** `0000` is done; `05` and two digits: not now; all others are refusals. */
  CodigoEstado: z.string().regex(/^\d{4}$/),
  /** An instant, as ISO 8601 or as people write it. */
  FechaProceso: z
    .string()
    .regex(/^(?:\d{4}-\d{2}-\d{2}T\d{2}:\d{2}|\d{2}\/\d{2}\/\d{4} \d{2}:\d{2})/),
  /** The one of the request. */
  IdPeticion: z.string(),
});

/** Whom an answer is about: the id of the request, in the census's own spelling. */
export const wireSubject = z.object({ Nif: text.nullable(), IdMiembro: id.nullable() });

/** The answer of `ConsultarEmpadronamiento`. */
export const wireRegistration = z.object({
  Empadronado: flag,
  /** Nil, or missing, in the oldest books, and where nobody is registered. */
  FechaAlta: text.nullable(),
  /** INE code; of the place where the person is registered. */
  Municipio: z
    .string()
    .regex(/^\d{5}$/)
    .nullable(),
});
export type WireRegistration = z.infer<typeof wireRegistration>;

/** The answer of `ConsultarDatosIdentidad`. */
export const wireIdentity = z.object({ FechaNacimiento: text, Fallecido: flag });
export type WireIdentity = z.infer<typeof wireIdentity>;

/** The answer of `ConsultarConvivencia`. */
export const wireHousehold = z.object({
  IdUnidad: id,
  NumeroMiembros: count.pipe(z.int().min(1)),
});
export type WireHousehold = z.infer<typeof wireHousehold>;

/** How many children without a document the same answer lists. */
const wireMinorsHead = z.object({ NumeroMenores: count });

/** One `Menor` of them. */
export const wireMinor = z.object({ IdMiembro: id, FechaNacimiento: text });

/**
 * The elements that a shape names, blanks around them cut, those missing or nil as null.
 *
 * @throws {UpstreamMalformedError} They do not fit the shape. Its message names elements, no values.
 */
export function readElements<Shape extends z.ZodObject>(
  element: XmlElement,
  shape: Shape,
): z.infer<Shape> {
  const entries = Object.keys(shape.shape).map((name) => [
    name,
    childText(element, CENSUS_NAMESPACE, name)?.trim() ?? null,
  ]);
  const parsed = shape.safeParse(Object.fromEntries(entries));
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map(({ path }) => path.join('.')).slice(0, 5);
  throw new UpstreamMalformedError(SYSTEM, `unexpected ${where.join(', ')}`);
}

/**
 * The children that a household's answer lists, who may stand in their wrapper or be missing with it.
 *
 * @throws {UpstreamMalformedError} Not as many as the answer says there are.
 */
export function minorsOf(body: XmlElement): readonly XmlElement[] {
  const { NumeroMenores: announced } = readElements(body, wireMinorsHead);
  const rows = childrenOf(body, CENSUS_NAMESPACE, 'Menores').flatMap((wrapper) =>
    childrenOf(wrapper, CENSUS_NAMESPACE, 'Menor'),
  );
  if (rows.length === announced) return rows;
  throw new UpstreamMalformedError(SYSTEM, `${rows.length} rows of ${announced} in Menores`);
}
