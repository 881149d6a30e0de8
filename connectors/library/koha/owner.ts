import { z } from 'zod';
import { UpstreamMalformedError } from '../../../domain/errors.ts';
import type { LibraryAccount } from '../../../domain/library-account.ts';
import type { OwnerProof, OwnerVerdict } from '../../../domain/owner-proof.ts';
import { lacksPermission, toError, valueOf, type KohaApi } from './api.ts';
import { SYSTEM } from './guard.ts';
import { parseTotal } from './pages.ts';
import { wirePasswordOwner } from './wire.ts';

/** Patron fields in which a library may keep DNI or NIE. */
export type CivilIdField = 'userid' | 'statistics_1' | 'statistics_2';

export type CheckOwnerOptions = {
  readonly api: KohaApi;
  /** Null where this library keeps no civil ids. */
  readonly civilIdField: CivilIdField | null;
};

export async function checkOwner(
  { api, civilIdField }: CheckOwnerOptions,
  account: LibraryAccount,
  proof: OwnerProof,
  signal: AbortSignal,
): Promise<OwnerVerdict> {
  if (proof.kind === 'pin') return checkPin(api, { account, pin: proof.pin }, signal);
  if (civilIdField === null) return 'cannotTell';
  const facts = {
    cardnumber: account,
    date_of_birth: proof.birthDate,
    [civilIdField]: proof.civilId,
  };
  return checkFacts(api, facts, signal);
}

/**
 * Koha takes the identifier for a user name first and for a card number after. Whoever has chosen
 * another's card number as user name passes with their own password, so only the card number that
 * Koha names counts; a version that names none (204) or takes no `identifier` cannot tell.
 */
async function checkPin(
  api: KohaApi,
  { account, pin }: { readonly account: LibraryAccount; readonly pin: string },
  signal: AbortSignal,
): Promise<OwnerVerdict> {
  const call = {
    operation: 'passwordValidation',
    method: 'POST',
    path: '/auth/password/validation',
    body: { json: { identifier: account, password: pin } },
    shape: wirePasswordOwner,
  } as const;
  const reply = await api.send(call, signal);
  if (reply.kind === 'refused') {
    if (reply.status !== 400 || lacksPermission(reply)) throw toError(reply);
    return reply.refusal.errors === undefined ? 'denied' : 'cannotTell';
  }
  if (reply.value === null) return 'cannotTell';
  return reply.value.cardnumber?.toUpperCase() === account.toUpperCase() ? 'confirmed' : 'denied';
}

/**
 * Asks for the second page of a list of one: it is empty, and the header still says how many
 * borrowers fit, so that nobody's data come back. The facts go into a header, since addresses are
 * kept in access logs.
 */
async function checkFacts(
  api: KohaApi,
  facts: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<OwnerVerdict> {
  const call = {
    operation: 'ownerMatch',
    method: 'GET',
    path: '/patrons',
    query: { _page: '2', _per_page: '1' },
    headers: { 'x-koha-query': JSON.stringify(facts) },
    shape: z.array(z.unknown()),
  } as const;
  const reply = await api.send(call, signal);
  valueOf(reply);
  const total = reply.kind === 'ok' ? parseTotal(reply.headers) : null;
  // A card number is one borrower's: more than one fitting means that the facts were not looked at.
  if (total === null || total > 1) {
    throw new UpstreamMalformedError(SYSTEM, 'the number of fitting borrowers is missing or odd');
  }
  return total === 1 ? 'confirmed' : 'denied';
}
