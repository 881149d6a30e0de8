import type { Clock } from '../../platform/clock.ts';
import { childText, type XmlElement } from '../../platform/soap/xml.ts';
import type { SoapReply } from '../soap/envelope.ts';
import type { SoapOperation } from '../soap/soap-server.ts';
import { NAMESPACE, readAccess, type CensusAccess } from './access.ts';
import {
  frameOf,
  householdAnswer,
  identityAnswer,
  registrationAnswer,
  strangerAnswer,
} from './answers.ts';
import type { Register, Registered } from './register.ts';

export type OperationsOptions = {
  readonly register: Register;
  readonly clock: Clock;
  /** Told of every request that says why it is made. */
  readonly onAccess: (access: CensusAccess) => void;
};

/** The inner XML of an answer, the code of a fault, or a state that is none of success. */
type Answered = string | { readonly refusal: string } | { readonly state: string };

type Answer = (person: Registered) => Answered;

const INVALID = { refusal: 'PETICION_NO_VALIDA' } as const;
const NOBODY = { refusal: 'PERSONA_DESCONOCIDA' } as const;
/** How the interoperability platforms say the same. */
const NOBODY_IDENTIFIED = { state: '0233' } as const;

export function createOperations({
  register,
  clock,
  onAccess,
}: OperationsOptions): Readonly<Record<string, SoapOperation>> {
  const answers: Readonly<Record<string, Answer>> = {
    ConsultarEmpadronamiento: registrationAnswer,
    ConsultarDatosIdentidad: identityAnswer,
    ConsultarConvivencia: (person) => {
      const household = register.householdOf(person);
      return household === null ? NOBODY : householdAnswer(person, household);
    },
  };
  const entries = Object.entries(answers).map(([operation, answer]) => {
    const answerRequest = (parameters: XmlElement): SoapReply => {
      const access = readAccess(operation, parameters);
      if ('refusal' in access) return faultOf(access.refusal);
      onAccess(access);
      const answered = answerAbout(register, { operation, parameters, answer });
      if (typeof answered === 'string') {
        return { xml: frameOf(access.requestId, clock.now()) + answered };
      }
      return 'state' in answered
        ? { xml: frameOf(access.requestId, clock.now(), answered.state) }
        : faultOf(answered.refusal);
    };
    return [operation, answerRequest] as const;
  });
  return Object.fromEntries(entries);
}

type Asked = {
  readonly operation: string;
  readonly parameters: XmlElement;
  readonly answer: Answer;
};

/** About one person, by document or as a member of a household. */
function answerAbout(register: Register, { operation, parameters, answer }: Asked): Answered {
  const nif = textOf(parameters, 'Nif');
  const memberId = textOf(parameters, 'IdMiembro');
  if ((nif === null) === (memberId === null)) return INVALID;
  const person = nif === null ? register.findByMember(memberId ?? '') : register.findByNif(nif);
  if (person !== null) return answer(person);
  // Each program has a way of its own to say that it knows nobody of that id.
  const habit = Number((nif ?? memberId ?? '').replaceAll(/\D/g, '').slice(-1));
  if (nif !== null && operation === 'ConsultarEmpadronamiento' && habit % 3 === 0) {
    return strangerAnswer(nif);
  }
  return habit % 3 === 1 ? NOBODY : NOBODY_IDENTIFIED;
}

function textOf(parameters: XmlElement, name: string): string | null {
  return childText(parameters, NAMESPACE, name)?.trim() ?? null;
}

function faultOf(code: string): SoapReply {
  const text = code.replaceAll('_', ' ').toLowerCase();
  return { fault: { code: 'Client', text, detailCode: code } };
}
