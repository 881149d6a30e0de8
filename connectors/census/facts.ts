import type { CityDay } from '../../domain/city-day.ts';
import { UpstreamMalformedError } from '../../domain/errors.ts';
import { toBirthDay, toPastDay } from './days.ts';
import { SYSTEM } from './guard.ts';
import type { Household, Identity, Residency } from './port.ts';
import type { WireHousehold, WireIdentity, WireRegistration } from './wire.ts';

export type FactRules = {
  readonly today: CityDay;
  /** The city's own, INE code; null takes residents of any. */
  readonly municipality: string | null;
};

/** @throws {UpstreamMalformedError} Registered nowhere, or on a day that cannot be. */
export function toResidency(wire: WireRegistration, { today, municipality }: FactRules): Residency {
  if (!wire.Empadronado) return { isResident: false };
  if (wire.Municipio === null) {
    throw new UpstreamMalformedError(SYSTEM, 'a resident of no municipality');
  }
  // A province keeps the books of many towns, and says yes for a resident of any of them.
  if (municipality !== null && wire.Municipio !== municipality) return { isResident: false };
  const since = wire.FechaAlta === null ? null : toPastDay(wire.FechaAlta, today);
  return { isResident: true, since, municipality: wire.Municipio };
}

/** @throws {UpstreamMalformedError} A birth that cannot be. */
export function toIdentity(wire: WireIdentity, { today }: FactRules): Identity {
  return { birthDay: toBirthDay(wire.FechaNacimiento, today), isDeceased: wire.Fallecido };
}

export function toHousehold({ IdUnidad, NumeroMiembros }: WireHousehold): Household {
  return { id: IdUnidad, memberCount: NumeroMiembros };
}
