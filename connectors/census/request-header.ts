import type { SoapParameter } from '../../platform/soap/soap-client.ts';
import type { CensusAccess, CensusPurpose } from './port.ts';

/** Who asks, as the census knows the hub. */
export type CensusCaller = {
  readonly application: string;
  readonly procedure: string;
};

const PURPOSES: Readonly<Record<CensusPurpose, string>> = {
  ownInformation: 'CONSULTA_PROPIA',
  citizenAssistance: 'ATENCION_CIUDADANA',
  tariffs: 'TARIFAS',
  identityCheck: 'COMPROBACION_IDENTIDAD',
};

/** As Spanish interoperability spells it: with the citizen's word, or because a law says so. */
const CONSENTS: Readonly<Record<CensusAccess['consent'], string>> = {
  given: 'Si',
  legalBasis: 'Ley',
};

/** Goes first in every request: why, with which right, for whom. */
export function toRequestHeader(
  { application, procedure }: CensusCaller,
  { purpose, consent, requestedBy }: CensusAccess,
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
