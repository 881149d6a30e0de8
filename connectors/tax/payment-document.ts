import { toC60Barcode } from '../../domain/cuaderno60.ts';
import { UpstreamMalformedError } from '../../domain/errors.ts';
import type { LinkedAccount } from '../../domain/linked-account.ts';
import type { TaxApi } from './api.ts';
import { toFigures, type BillRules } from './figures.ts';
import { SYSTEM } from './guard.ts';
import type { PaymentDocument, TaxAccess } from './port.ts';
import { toRejection } from './refusals.ts';
import { isBillId, readElements, wireDocument, type WireDocument } from './wire.ts';

export type DocumentAsk = { readonly contributor: LinkedAccount; readonly billId: string };

export async function fetchPaymentDocument(
  { api, rules }: { readonly api: TaxApi; readonly rules: BillRules },
  { contributor, billId }: DocumentAsk,
  { access, signal }: { readonly access: TaxAccess; readonly signal: AbortSignal },
): Promise<PaymentDocument> {
  // Ids come from citizens; what no bill has, XML may not even be able to carry.
  if (!isBillId(billId)) throw toRejection('RECIBO_DESCONOCIDO');
  const parameters = [{ name: 'IdRecibo', value: billId }];
  const reply = await api.send({ operation: 'ObtenerDocumentoPago', parameters, access }, signal);
  if (reply.kind === 'refused') throw toRejection(reply.code);
  const wire = readElements(reply.body, wireDocument);
  // The operation finds any bill by its id, whoever owes it.
  if (wire.IdContribuyente !== contributor) throw toRejection('RECIBO_DESCONOCIDO');
  if (wire.IdRecibo !== billId) {
    throw new UpstreamMalformedError(SYSTEM, 'the document of a bill that was not asked for');
  }
  const document = toPaymentDocument(wire, rules);
  // Banks turn it away, and the citizen would not know why.
  if (document.dueOn < rules.today) throw toRejection('DOCUMENTO_CADUCADO');
  return document;
}

/** @throws {UpstreamMalformedError} Figures that do not belong together, or another barcode than theirs. */
export function toPaymentDocument(wire: WireDocument, rules: BillRules): PaymentDocument {
  const figures = toFigures(wire, rules);
  const barcode = toC60Barcode(figures);
  if (wire.CodigoBarras !== null && wire.CodigoBarras !== barcode) {
    throw new UpstreamMalformedError(SYSTEM, 'a barcode that is not the one of its figures');
  }
  return { billId: wire.IdRecibo, ...figures, barcode };
}
