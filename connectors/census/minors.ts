import type { CityDay } from '../../domain/city-day.ts';
import { HubError } from '../../domain/errors.ts';
import { settle, type Outcome } from '../../domain/outcome.ts';
import { mapBounded } from '../../platform/map-bounded.ts';
import type { XmlElement } from '../../platform/soap/xml.ts';
import { toBirthDay } from './days.ts';
import { askAbout, type CensusReads } from './persons.ts';
import type { MinorAsk } from './port.ts';
import { minorsOf, readElements, wireMinor } from './wire.ts';

/** One call for each: the household of the guardian, of whose children only those asked for are kept. */
export function findMinors(
  reads: CensusReads,
  asks: readonly MinorAsk[],
): Promise<readonly Outcome<readonly string[]>[]> {
  return mapBounded(asks, reads.callsAtOnce, (ask) => settle(findMembers(reads, ask)));
}

async function findMembers(
  reads: CensusReads,
  { guardian, birthDay }: MinorAsk,
): Promise<readonly string[]> {
  const person = { kind: 'civilId', civilId: guardian } as const;
  const found = await askAbout(reads, person, {
    operation: 'ConsultarConvivencia',
    read: (body) => membersBornOn(birthDay, minorsOf(body), reads.rules.today),
  });
  return found === 'unknownPerson' ? [] : found;
}

/**
 * A broken row hides nobody who is found, but nobody can be said to be missing while there is one.
 *
 * @throws {UpstreamMalformedError} Of the first row that cannot be read, when no other fits.
 */
function membersBornOn(
  birthDay: CityDay,
  rows: readonly XmlElement[],
  today: CityDay,
): readonly string[] {
  let broken: HubError | null = null;
  const members = rows.flatMap((row) => {
    try {
      const { IdMiembro, FechaNacimiento } = readElements(row, wireMinor);
      return toBirthDay(FechaNacimiento, today) === birthDay ? [IdMiembro] : [];
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      broken ??= error;
      return [];
    }
  });
  if (members.length === 0 && broken !== null) throw broken;
  return members;
}
