import type { Clock } from '../../platform/clock.ts';
import { childText, type XmlElement } from '../../platform/soap/xml.ts';
import type { Cardholder } from '../city/model.ts';
import type { SoapReply } from '../soap/envelope.ts';
import type { SoapOperation } from '../soap/soap-server.ts';
import { NAMESPACE, readAccess, TARIFF_MARKS, type OfficeAccess } from './access.ts';
import {
  billsAnswer,
  documentAnswer,
  element,
  frameOf,
  marksAnswer,
  reductionsAnswer,
} from './answers.ts';
import type { Ledger } from './ledger.ts';

export type OperationsOptions = {
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Told of every request that says why it is made. */
  readonly onAccess: (access: OfficeAccess) => void;
};

/** The inner XML of an answer, or the detail code of a fault. */
type Answered = string | { readonly refusal: string };

/** The operations that have an effect. */
export const WRITES: ReadonlySet<string> = new Set(['ComunicarCobro']);

export function createOperations({
  ledger,
  clock,
  onAccess,
}: OperationsOptions): Readonly<Record<string, SoapOperation>> {
  const answers: Readonly<Record<string, (parameters: XmlElement) => Answered>> = {
    ConsultarRecibos: (parameters) => answerBills(ledger, parameters),
    ConsultarBonificacion: (parameters) => {
      const holder = ledger.findContributor(textOf(parameters, 'IdContribuyente') ?? '');
      return holder === null ? NOBODY : reductionsAnswer(holder, ledger.billsOf(holder));
    },
    [TARIFF_MARKS]: (parameters) => {
      const holder = ledger.findContributor(textOf(parameters, 'IdContribuyente') ?? '');
      return holder === null ? NOBODY : marksAnswer(holder);
    },
    ObtenerDocumentoPago: (parameters) => answerDocument(ledger, parameters),
    ComunicarCobro: (parameters) => answerPayment(ledger, parameters),
  };
  const entries = Object.entries(answers).map(
    ([operation, answer]) =>
      [
        operation,
        (parameters: XmlElement): SoapReply => {
          const access = readAccess(operation, parameters);
          if ('refusal' in access) return faultOf(access.refusal);
          onAccess(access);
          const answered = answer(parameters);
          return typeof answered === 'string'
            ? { xml: frameOf(access.requestId, clock.now()) + answered }
            : faultOf(answered.refusal);
        },
      ] as const,
  );
  return Object.fromEntries(entries);
}

const NOBODY = { refusal: 'CONTRIBUYENTE_DESCONOCIDO' } as const;

function answerBills(ledger: Ledger, parameters: XmlElement): Answered {
  const state = textOf(parameters, 'Estado') ?? 'TODOS';
  if (!['TODOS', 'PENDIENTE', 'PAGADO'].includes(state)) return { refusal: 'PETICION_NO_VALIDA' };
  const holder = findHolder(ledger, parameters);
  if (holder === null) return NOBODY;
  const isWanted = (isPaid: boolean): boolean =>
    state === 'TODOS' || isPaid === (state === 'PAGADO');
  const bills = ledger.billsOf(holder).filter(({ isPaid }) => isWanted(isPaid));
  return billsAnswer(holder, bills);
}

function findHolder(ledger: Ledger, parameters: XmlElement): Cardholder | null {
  const contributor = textOf(parameters, 'IdContribuyente');
  if (contributor !== null) return ledger.findContributor(contributor);
  return ledger.findByNif(textOf(parameters, 'Nif') ?? '');
}

function answerDocument(ledger: Ledger, parameters: XmlElement): Answered {
  const bill = ledger.findBill(textOf(parameters, 'IdRecibo') ?? '');
  if (bill === null) return { refusal: 'RECIBO_DESCONOCIDO' };
  return bill.isPaid ? { refusal: 'RECIBO_PAGADO' } : documentAnswer(bill);
}

function answerPayment(ledger: Ledger, parameters: XmlElement): Answered {
  const nrc = textOf(parameters, 'NRC') ?? '';
  const amount = /^(\d{1,8})[.,](\d{2})$/.exec(textOf(parameters, 'Importe') ?? '');
  if (!/^[A-Z0-9]{1,22}$/.test(nrc) || amount === null) return { refusal: 'PETICION_NO_VALIDA' };
  const result = ledger.report({
    nrc,
    reference: textOf(parameters, 'Referencia') ?? '',
    cents: Number(`${amount[1]}${amount[2]}`),
    paidOn: textOf(parameters, 'Fecha') ?? '',
    billId: textOf(parameters, 'IdRecibo'),
    contributor: textOf(parameters, 'IdContribuyente'),
  });
  return typeof result === 'string' ? element('Resultado', result) : result;
}

function textOf(parameters: XmlElement, name: string): string | null {
  return childText(parameters, NAMESPACE, name)?.trim() ?? null;
}

function faultOf(code: string): SoapReply {
  const text = code.replaceAll('_', ' ').toLowerCase();
  return { fault: { code: 'Client', text, detailCode: code } };
}
