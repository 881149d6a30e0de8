import { MAX_C60_CENTS } from '../../domain/cuaderno60.ts';
import { HubError } from '../../domain/errors.ts';
import type { TaxApi } from './api.ts';
import { toEuros } from './money.ts';
import type { PaymentReportOutcome, PaymentToReport, TaxAccess } from './port.ts';
import { toPaymentRefusal, toRejection } from './refusals.ts';
import { isBillId, readElements, wirePayment } from './wire.ts';

/**
 * Contributor and bill go along, so that the tax office compares them with the reference in the same
 * step: looked up before, they could be others by the time of the payment.
 */
export async function postPayment(
  api: TaxApi,
  payment: PaymentToReport,
  { access, signal }: { readonly access: TaxAccess; readonly signal: AbortSignal },
): Promise<PaymentReportOutcome> {
  if (!isWellFormed(payment)) return { kind: 'refused' };
  const parameters = [
    { name: 'IdContribuyente', value: payment.contributor },
    { name: 'IdRecibo', value: payment.billId },
    { name: 'Referencia', value: payment.reference },
    { name: 'Importe', value: toEuros(payment.amountCents) },
    { name: 'Fecha', value: payment.paidOn },
    { name: 'NRC', value: payment.paymentNumber },
  ];
  const reply = await api.write({ operation: 'ComunicarCobro', parameters, access }, signal);
  if (reply.kind === 'unknown') return reply;
  if (reply.kind === 'refused') {
    const refusal = toPaymentRefusal(reply.code);
    if (refusal === null) throw toRejection(reply.code);
    return refusal;
  }
  try {
    const { Resultado: result } = readElements(reply.body, wirePayment);
    return { kind: result === 'REPETIDO' ? 'recordedBefore' : 'recorded' };
  } catch (error) {
    // It went out, and what the answer means cannot be read.
    if (error instanceof HubError) return { kind: 'unknown' };
    throw error;
  }
}

/** What no tax office would take is not sent. */
function isWellFormed({ billId, reference, amountCents, paymentNumber }: PaymentToReport): boolean {
  return (
    isBillId(billId) &&
    /^\d{12}$/.test(reference) &&
    /^[A-Z0-9]{1,22}$/.test(paymentNumber) &&
    Number.isInteger(amountCents) &&
    amountCents > 0 &&
    amountCents <= MAX_C60_CENTS
  );
}
