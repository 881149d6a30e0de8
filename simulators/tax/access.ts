import { childrenOf, childText, type XmlElement } from '../../platform/soap/xml.ts';

export const NAMESPACE = 'urn:ayuntamiento:tributos:v1';

/** Why, with which right and for whom something was asked; not about whom. */
export type OfficeAccess = {
  readonly operation: string;
  readonly requestId: string;
  readonly purpose: string;
  readonly consent: string;
  readonly procedure: string;
  readonly user: string;
  readonly application: string;
};

const PURPOSES = new Set([
  'CONSULTA_PROPIA',
  'ATENCION_CIUDADANA',
  'RECAUDACION',
  'RECURSO',
  'COMPROBACION_IDENTIDAD',
  'TARIFAS',
]);
/** Tells of income and Social Bonus. */
export const TARIFF_MARKS = 'ConsultarDatosTarifa';

const CONSENTS = new Set(['Si', 'Ley']);

/** What the law wants to know before anything is told, or the code of what is missing. */
export function readAccess(
  operation: string,
  parameters: XmlElement,
): OfficeAccess | { readonly refusal: string } {
  const [header] = childrenOf(parameters, NAMESPACE, 'Peticion');
  const text = (name: string): string =>
    header === undefined ? '' : (childText(header, NAMESPACE, name) ?? '').trim();
  const access = {
    operation,
    requestId: text('IdPeticion'),
    purpose: text('Finalidad'),
    consent: text('Consentimiento'),
    procedure: text('Procedimiento'),
    user: text('Usuario'),
    application: text('Aplicacion'),
  };
  if (!PURPOSES.has(access.purpose)) return { refusal: 'FINALIDAD_OBLIGATORIA' };
  if (!CONSENTS.has(access.consent)) return { refusal: 'CONSENTIMIENTO_OBLIGATORIO' };
  if (operation === TARIFF_MARKS) {
    // No law lets anybody ask for these without the holder's word.
    if (access.purpose !== 'TARIFAS') return { refusal: 'FINALIDAD_OBLIGATORIA' };
    if (access.consent !== 'Si') return { refusal: 'CONSENTIMIENTO_OBLIGATORIO' };
  }
  const isWhole = Object.values(access).every((value) => value !== '' && value.length <= 64);
  return isWhole ? access : { refusal: 'PETICION_NO_VALIDA' };
}
