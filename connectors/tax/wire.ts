import { z } from 'zod';
import { UpstreamMalformedError } from '../../domain/errors.ts';
import { childrenOf, childText, type XmlElement } from '../../platform/soap/xml.ts';
import { SYSTEM } from './guard.ts';

/*
 * The tax office's own spelling. Only the elements named here are ever read: name and address of the
 * contributor, `BonoSocial`, `MotivoBonificacion`, the reason of a reduction and whatever else comes
 * along are not looked at, so that nothing after this file can pass them on. The one exception is
 * `tariff-marks.ts`, for the store of facts.
 * Source: the project's own contract, README.
 */

/** Of the whole contract. */
export const TAX_NAMESPACE = 'urn:ayuntamiento:tributos:v1';

const text = z.string().min(1).max(500);
const id = z.string().regex(/^[A-Za-z0-9./-]{1,40}$/);

/** Whether a bill could have this id. */
export function isBillId(candidate: string): boolean {
  return id.safeParse(candidate).success;
}

/** Cuaderno 60 figures may be printed in groups. */
const digits = z.string().transform((printed) => printed.replaceAll(' ', ''));
const count = z
  .string()
  .regex(/^\d{1,6}$/)
  .transform(Number);

/** First in every answer. */
export const wireFrame = z.object({
  /** `0000` is done; `05` and two digits: not now; all others are refusals. */
  CodigoEstado: z.string().regex(/^\d{4}$/),
  FechaProceso: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/),
  /** The one of the request. */
  IdPeticion: z.string(),
});

/** What a contributor's list begins with. */
export const wireListHead = z.object({ IdContribuyente: text, NumeroFilas: count });

/** One `Recibo` of `ConsultarRecibos`. */
export const wireBill = z.object({
  IdRecibo: id,
  Concepto: text,
  Estado: z.enum(['PENDIENTE', 'PAGADO']),
  Periodo: z.enum(['VOLUNTARIO', 'EJECUTIVO']),
  /** Before the surcharge. */
  Principal: text,
  /** Missing or nil in the voluntary period. */
  PorcentajeRecargo: text.nullable(),
  Recargo: text.nullable(),
  Importe: text,
  FechaLimite: text,
  Emisora: digits,
  Referencia: digits,
  Identificacion: digits,
});
export type WireBill = z.infer<typeof wireBill>;

/** One `Bonificacion` of `ConsultarBonificacion`. */
export const wireReduction = z.object({
  IdRecibo: id,
  /** Concept of the bill; that of the reduction itself is its reason, and not read. */
  ConceptoRecibo: text,
  Importe: text,
});
export type WireReduction = z.infer<typeof wireReduction>;

/** The answer of `ObtenerDocumentoPago`. */
export const wireDocument = z.object({
  IdContribuyente: text,
  IdRecibo: id,
  Emisora: digits,
  Referencia: digits,
  Identificacion: digits,
  Importe: text,
  FechaLimite: text,
  /** As printed; some offices print none. */
  CodigoBarras: digits.nullable(),
});
export type WireDocument = z.infer<typeof wireDocument>;

/** The answer of `ComunicarCobro`. */
export const wirePayment = z.object({ Resultado: z.enum(['REGISTRADO', 'REPETIDO']) });

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
    childText(element, TAX_NAMESPACE, name)?.trim() ?? null,
  ]);
  const parsed = shape.safeParse(Object.fromEntries(entries));
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map(({ path }) => path.join('.')).slice(0, 5);
  throw new UpstreamMalformedError(SYSTEM, `unexpected ${where.join(', ')}`);
}

/**
 * The rows of a list, which may stand in their wrapper or be missing with it.
 *
 * @throws {UpstreamMalformedError} Not as many rows as the answer says there are.
 */
export function rowsOf(
  body: XmlElement,
  { list, row }: { readonly list: string; readonly row: string },
): readonly XmlElement[] {
  const { NumeroFilas: announced } = readElements(body, wireListHead);
  const rows = childrenOf(body, TAX_NAMESPACE, list).flatMap((wrapper) =>
    childrenOf(wrapper, TAX_NAMESPACE, row),
  );
  if (rows.length === announced) return rows;
  throw new UpstreamMalformedError(SYSTEM, `${rows.length} rows of ${announced} in ${list}`);
}
