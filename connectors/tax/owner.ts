import type { LinkedAccount } from '../../domain/linked-account.ts';
import type { OwnerProof, OwnerVerdict } from '../../domain/owner-proof.ts';
import type { TaxApi } from './api.ts';
import type { TaxAccess } from './port.ts';
import { toRejection, UNKNOWN_CONTRIBUTOR } from './refusals.ts';
import { readElements, wireListHead } from './wire.ts';

/**
 * Whose number belongs to a NIF. The tax office keeps no birth dates and gives no PINs. Of the answer
 * nothing is read but the number; a NIF that nobody has is answered like that of somebody else.
 */
export async function checkOwner(
  api: TaxApi,
  { account, proof }: { readonly account: LinkedAccount; readonly proof: OwnerProof },
  { access, signal }: { readonly access: TaxAccess; readonly signal: AbortSignal },
): Promise<OwnerVerdict> {
  if (proof.kind === 'pin') return 'cannotTell';
  const parameters = [
    { name: 'Nif', value: proof.civilId },
    // The shortest list there is.
    { name: 'Estado', value: 'PENDIENTE' },
  ];
  const reply = await api.send({ operation: 'ConsultarRecibos', parameters, access }, signal);
  if (reply.kind === 'ok') {
    const { IdContribuyente: contributor } = readElements(reply.body, wireListHead);
    return contributor === account ? 'confirmed' : 'denied';
  }
  if (reply.code === UNKNOWN_CONTRIBUTOR) return 'denied';
  throw toRejection(reply.code);
}
