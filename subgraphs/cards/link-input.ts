import type { CardNumber } from '../../domain/card-number.ts';
import { parseCivilId, type CivilId } from '../../domain/card/civil-id.ts';
import type { CityDay } from '../../domain/city-day.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import {
  parseLinkedAccount,
  type LinkedAccount,
  type LinkedSystem,
} from '../../domain/linked-account.ts';
import type { OwnerProof } from '../../domain/owner-proof.ts';
import { readCardNumber, readDay, SYSTEMS } from './inputs.ts';
import type { LinkAccountInput, LinkProofInput } from './schema.generated.ts';

/** The facts as this subgraph compares them; `toOwnerProof` spells them for the legacy system. */
export type Proof =
  | { readonly kind: 'pin'; readonly pin: string }
  | { readonly kind: 'civilId'; readonly civilId: CivilId; readonly birthDay: CityDay };

export type LinkWish = {
  readonly number: CardNumber;
  readonly system: LinkedSystem;
  readonly account: LinkedAccount;
  readonly proof: Proof;
};

/** @throws {InvalidInputError} What of the input cannot be. */
export function readLinkInput(input: LinkAccountInput): LinkWish {
  return {
    number: readCardNumber(input.number),
    system: SYSTEMS[input.system],
    account: parseLinkedAccount(input.account),
    proof: readProof(input.proof),
  };
}

export function toOwnerProof(proof: Proof): OwnerProof {
  if (proof.kind === 'pin') return proof;
  return { kind: 'civilId', civilId: proof.civilId.canonical, birthDate: proof.birthDay };
}

function readProof({ pin, civilId, birthDate }: LinkProofInput): Proof {
  const hasPin = pin !== null && pin !== undefined;
  const hasBoth = typeof civilId === 'string' && birthDate !== null && birthDate !== undefined;
  const hasEither = typeof civilId === 'string' || (birthDate !== null && birthDate !== undefined);
  if (hasPin ? hasEither : !hasBoth) {
    throw new InvalidInputError('Give either the PIN, or civil id and birth date together.');
  }
  if (!hasPin) {
    return { kind: 'civilId', civilId: parseCivilId(civilId ?? ''), birthDay: readDay(birthDate) };
  }
  // The separator of the libraries' protocol could break out of its field.
  if (!/^[\x20-\x7b\x7d\x7e]{1,32}$/.test(pin)) {
    throw new InvalidInputError('A PIN is 1 to 32 printable characters without a vertical bar.');
  }
  return { kind: 'pin', pin };
}
