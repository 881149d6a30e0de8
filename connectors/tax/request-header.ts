import type { SoapParameter } from '../../platform/soap/soap-client.ts';
import type { TariffMarksAccess, TaxAccess, TaxPurpose } from './port.ts';

/** Who asks, as the tax office knows the hub. */
export type TaxCaller = {
  readonly application: string;
  readonly procedure: string;
};

const PURPOSES: Readonly<Record<TaxPurpose | TariffMarksAccess['purpose'], string>> = {
  ownInformation: 'CONSULTA_PROPIA',
  citizenAssistance: 'ATENCION_CIUDADANA',
  collection: 'RECAUDACION',
  appeal: 'RECURSO',
  identityCheck: 'COMPROBACION_IDENTIDAD',
  tariffs: 'TARIFAS',
};

/** As Spanish interoperability spells it: with the citizen's word, or because a law says so. */
const CONSENTS: Readonly<Record<TaxAccess['consent'], string>> = { given: 'Si', legalBasis: 'Ley' };

/** Goes first in every request: why, with which right, for whom. */
export function toRequestHeader(
  { application, procedure }: TaxCaller,
  { purpose, consent, requestedBy }: TaxAccess | TariffMarksAccess,
  requestId: string,
): SoapParameter {
  return {
    name: 'Peticion',
    value: [
      { name: 'IdPeticion', value: requestId },
      { name: 'Finalidad', value: PURPOSES[purpose] },
      { name: 'Consentimiento', value: CONSENTS[consent] },
      { name: 'Procedimiento', value: procedure },
      { name: 'Usuario', value: requestedBy },
      { name: 'Aplicacion', value: application },
    ],
  };
}
