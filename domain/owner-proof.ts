import type { LinkedAccount } from './linked-account.ts';

/** Two facts that must agree with a legacy system's own record before an account is linked. */
export type OwnerProof =
  | { readonly kind: 'pin'; readonly pin: string }
  | { readonly kind: 'civilId'; readonly civilId: string; readonly birthDate: string };

/**
 * `confirmed` and `denied` are the system's word; `cannotTell` means that it cannot check this kind
 * of proof, so that a clerk has to decide.
 */
export type OwnerVerdict = 'confirmed' | 'denied' | 'cannotTell';

/** What linking asks of a legacy system; each port of a system with accounts has this part. */
export type OwnerPort = {
  /**
   * Whether the proof fits the account. Stores nothing, returns no personal data.
   *
   * @throws {UpstreamUnavailableError} No complete answer in time.
   * @throws {UpstreamRejectedError} The system said no (unknown account included).
   * @throws {UpstreamMalformedError} The answer cannot be read.
   */
  checkOwner(
    account: LinkedAccount,
    proof: OwnerProof,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<OwnerVerdict>;
};
