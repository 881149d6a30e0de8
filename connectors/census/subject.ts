import { parseCivilId } from '../../domain/card/civil-id.ts';
import { UpstreamMalformedError, UpstreamRejectedError } from '../../domain/errors.ts';
import type { SoapParameter } from '../../platform/soap/soap-client.ts';
import type { XmlElement } from '../../platform/soap/xml.ts';
import { SYSTEM } from './guard.ts';
import type { CensusPerson } from './port.ts';
import { trusted } from './trusted.ts';
import { isMemberId, readElements, wireSubject } from './wire.ts';

/** The parameter `Nif` carries no passports and no organisations. */
const NIF = /^[\dXYZKLM]\d{7}[A-Z]$/;

/** Whom a request is about. @throws {UpstreamRejectedError} The census knows nobody by such an id. */
export function toParameter(person: CensusPerson): SoapParameter {
  if (person.kind === 'member') {
    if (isMemberId(person.memberId)) return { name: 'IdMiembro', value: person.memberId };
    throw new UpstreamRejectedError(SYSTEM, 'no id that a member could have');
  }
  const { canonical } = person.civilId;
  if (NIF.test(canonical)) return { name: 'Nif', value: canonical };
  throw new UpstreamRejectedError(SYSTEM, 'asks by DNI, NIE or NIF alone');
}

/**
 * Somebody else's birth date must never become a holder's: the answer repeats whom it is about, with
 * hyphens, small letters or without leading zeros as the program likes.
 *
 * @throws {UpstreamMalformedError} It is about somebody else, or does not say about whom.
 */
export function assertSubject(body: XmlElement, person: CensusPerson): void {
  const { Nif, IdMiembro } = readElements(body, wireSubject);
  const isAsked =
    person.kind === 'member'
      ? IdMiembro === person.memberId
      : Nif !== null && trusted(() => parseCivilId(Nif)).canonical === person.civilId.canonical;
  if (!isAsked) throw new UpstreamMalformedError(SYSTEM, 'a record that was not asked for');
}
