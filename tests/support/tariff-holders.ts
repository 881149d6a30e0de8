import { parseCityDay, startOfCityDay } from '../../domain/city-day.ts';
import { evaluate, type Evaluation } from '../../domain/tariff/evaluate.ts';
import { parseFact, type Fact } from '../../domain/tariff/fact.ts';
import type { ClassFactKind } from '../../domain/tariff/fact-kinds.ts';
import { rulebooksOfGijon } from '../../domain/tariff/rulebooks-of-gijon.ts';
import type { ServiceId } from '../../domain/tariff/service.ts';
import type { TariffHolder } from '../../domain/tariff/situation.ts';

export const MADRID = 'Europe/Madrid';

type Details = { readonly [Field in keyof Fact]?: unknown };

/** A birth date that the census told. */
export function born(bornOn: string, details: Details = {}): Fact {
  return parseFact({
    ...{ id: 'birth', claim: { kind: 'birth-date', bornOn }, source: 'census' },
    ...{ purpose: 'tariff', consentedOn: null, firstOn: bornOn, lastOn: null },
    ...{ evidencedOn: bornOn, withdrawnAt: null },
    ...details,
  });
}

/** A class that staff recorded with consent, for good. */
export function belongs(kind: ClassFactKind, name: string, details: Details = {}): Fact {
  return parseFact({
    ...{ id: `${kind}-${name}`, claim: { kind, class: name }, source: 'staff' },
    ...{ purpose: 'tariff', consentedOn: '2020-01-01', firstOn: '2020-01-01', lastOn: null },
    ...{ evidencedOn: '2020-01-01', withdrawnAt: null },
    ...details,
  });
}

export function person(...facts: readonly Fact[]): TariffHolder {
  return { kind: 'person', facts };
}

/** Noon of a day in Madrid, in winter and summer alike within the day. */
export function noonOf(day: string): Date {
  return new Date(startOfCityDay(parseCityDay(day), MADRID).getTime() + 12 * 3_600_000);
}

/** By the rulebooks that a city begins with. Null for a stranger. */
export function evaluateAt(on: Date, service: string, holder: TariffHolder | null): Evaluation {
  const rulebooks = rulebooksOfGijon;
  return evaluate({ rulebooks, service: service as ServiceId, holder, on, zone: MADRID });
}

export function priceAt(on: Date, service: string, holder: TariffHolder | null): number | null {
  return evaluateAt(on, service, holder).outcome.priceCents;
}
