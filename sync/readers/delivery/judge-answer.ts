import type { ReaderReport } from '../../../connectors/readers/port.ts';
import { HubError, UpstreamRejectedError } from '../../../domain/errors.ts';
import type { ReaderLedger } from './reader-ledger.ts';

/**
 * What follows from a reader's answer to artefacts. An answer that shows another thing held than before
 * is a step forward, whatever it says: the next request goes from there. One that did not move gets whole
 * lists once; when those do not move it either, the try has failed.
 *
 * @param before As the ledger was when the artefacts were chosen, and whether they were whole lists.
 * @throws {UpstreamRejectedError} The reader keeps nothing that it is given; the cause is its refusal.
 */
export function judgeAnswer(
  ledger: ReaderLedger,
  before: { readonly key: string; readonly wasWhole: boolean },
): 'again' {
  const { last } = ledger;
  if (ledger.key !== before.key) {
    ledger.needsWhole = last?.refusal === 'wrongDigest';
    return 'again';
  }
  if (!before.wasWhole && last !== null && isMendable(last)) {
    ledger.needsWhole = true;
    return 'again';
  }
  ledger.needsWhole = false;
  const refusal = last?.refusal ?? last?.answer ?? 'NotSupported';
  throw new UpstreamRejectedError('reader', `does not keep its lists: ${refusal}`, {
    cause: refusal,
  });
}

/** What whole lists may cure; a foreign signature or a wrong clock stays what it is. */
export function isMendable({ answer, refusal }: ReaderReport): boolean {
  return answer === 'VersionMismatch' || refusal === 'wrongDigest' || refusal === 'gap';
}

/** The code by which a failure is known: the reader's refusal, else that of the error. */
export function failureCode(error: unknown): string {
  if (error instanceof UpstreamRejectedError && typeof error.cause === 'string') return error.cause;
  return error instanceof HubError ? error.code : 'INTERNAL';
}
