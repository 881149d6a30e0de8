import { UpstreamRejectedError } from '../../domain/errors.ts';
import { SYSTEM } from './guard.ts';

/** Nobody has this id: a fault, or the state that the interoperability platforms use. */
const UNKNOWN_PERSON: ReadonlySet<string> = new Set(['PERSONA_DESCONOCIDA', '0233']);

/** Codes that may stand in a message: one that is not known here could say something of somebody. */
const KNOWN: ReadonlySet<string> = new Set([
  'FINALIDAD_OBLIGATORIA',
  'CONSENTIMIENTO_OBLIGATORIO',
  'PETICION_NO_VALIDA',
  'CREDENCIALES_NO_VALIDAS',
]);

/** @param code Of a fault, or the four digits of a state. */
export function isUnknownPerson(code: string): boolean {
  return UNKNOWN_PERSON.has(code);
}

/** @param code Of a fault, or the four digits of a state. */
export function toRejection(code: string): UpstreamRejectedError {
  const named = KNOWN.has(code) || /^\d{4}$/.test(code) ? code : 'a code that is not known';
  return new UpstreamRejectedError(SYSTEM, `refused with ${named}`);
}
