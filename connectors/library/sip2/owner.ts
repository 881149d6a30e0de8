import { UpstreamUnavailableError } from '../../../domain/errors.ts';
import type { LibraryAccount } from '../../../domain/library-account.ts';
import type { OwnerProof, OwnerVerdict } from '../../../domain/owner-proof.ts';
import type { Calls } from './calls.ts';
import { SYSTEM } from './guard.ts';
import { parsePatronInformation } from './wire.ts';

/** Card and PIN by message 63 with no list. SIP2 has no message that checks a civil id. */
export async function checkOwner(
  calls: Calls,
  account: LibraryAccount,
  proof: OwnerProof,
  signal: AbortSignal,
): Promise<OwnerVerdict> {
  if (proof.kind !== 'pin') return 'cannotTell';
  // Koha may be set up to take an empty password for right.
  if (proof.pin === '') return 'denied';
  const patron = await calls.sendOnce(
    {
      operation: '63 with PIN',
      account,
      message: calls.requests.patronInformation(account, { pin: proof.pin }),
      parse: parsePatronInformation,
    },
    signal,
  );
  if (patron === null)
    throw new UpstreamUnavailableError(SYSTEM, 'the PIN was sent, its answer lost');
  const { isPinRight, isValid } = patron;
  // An answer about another card proves nothing about this one.
  if (patron.patron.toLowerCase() !== account.toLowerCase()) return 'denied';
  // A server that leaves one of the two out does not check PINs; an unknown card is never told apart.
  if (isValid === false || isPinRight === false) return 'denied';
  return isValid === true && isPinRight === true ? 'confirmed' : 'cannotTell';
}
