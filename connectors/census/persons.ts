import { settle } from '../../domain/outcome.ts';
import { mapBounded } from '../../platform/map-bounded.ts';
import type { XmlElement } from '../../platform/soap/xml.ts';
import type { CensusApi } from './api.ts';
import { toHousehold, toIdentity, toResidency, type FactRules } from './facts.ts';
import type { CensusOperation } from './guard.ts';
import type {
  CensusAccess,
  CensusAnswer,
  CensusAsk,
  CensusPart,
  CensusPerson,
  Household,
  Identity,
  Residency,
  UnknownPerson,
} from './port.ts';
import { isUnknownPerson, toRejection } from './refusals.ts';
import { assertSubject, toParameter } from './subject.ts';
import { readElements, wireHousehold, wireIdentity, wireRegistration } from './wire.ts';

export type CensusReads = {
  readonly api: CensusApi;
  readonly rules: FactRules;
  /** Calls of one question that are under way at once. */
  readonly callsAtOnce: number;
  readonly access: CensusAccess;
  readonly signal: AbortSignal;
};

/** One call for each person and part: the census has no operation for several. */
export async function fetchPersons(
  reads: CensusReads,
  asks: readonly CensusAsk[],
): Promise<readonly CensusAnswer[]> {
  const answers = asks.map((): Writable<CensusAnswer> => ({
    residency: null,
    identity: null,
    household: null,
  }));
  const wanted = asks.flatMap(({ person, parts }, place) => {
    const answer = answers[place];
    return answer === undefined ? [] : [...parts].map((part) => ({ person, part, answer }));
  });
  await mapBounded(wanted, reads.callsAtOnce, async ({ person, part, answer }) => {
    await FETCHERS[part](reads, person, answer);
  });
  return answers;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

type Fetcher = (
  reads: CensusReads,
  person: CensusPerson,
  answer: Writable<CensusAnswer>,
) => Promise<void>;

/** Each puts its part where it belongs. */
const FETCHERS: Readonly<Record<CensusPart, Fetcher>> = {
  residency: async (reads, person, answer) => {
    answer.residency = await settle(fetchResidency(reads, person));
  },
  identity: async (reads, person, answer) => {
    answer.identity = await settle(fetchIdentity(reads, person));
  },
  household: async (reads, person, answer) => {
    answer.household = await settle(fetchHousehold(reads, person));
  },
};

function fetchResidency(
  reads: CensusReads,
  person: CensusPerson,
): Promise<Residency | UnknownPerson> {
  return askAbout(reads, person, {
    operation: 'ConsultarEmpadronamiento',
    read: (body) => toResidency(readElements(body, wireRegistration), reads.rules),
  });
}

function fetchIdentity(
  reads: CensusReads,
  person: CensusPerson,
): Promise<Identity | UnknownPerson> {
  return askAbout(reads, person, {
    operation: 'ConsultarDatosIdentidad',
    read: (body) => toIdentity(readElements(body, wireIdentity), reads.rules),
  });
}

function fetchHousehold(
  reads: CensusReads,
  person: CensusPerson,
): Promise<Household | UnknownPerson> {
  return askAbout(reads, person, {
    operation: 'ConsultarConvivencia',
    read: (body) => toHousehold(readElements(body, wireHousehold)),
  });
}

export type Question<T> = {
  readonly operation: CensusOperation;
  readonly read: (body: XmlElement) => T;
};

/** One request about one person, its answer read only once it is known to be theirs. */
export async function askAbout<T>(
  { api, access, signal }: CensusReads,
  person: CensusPerson,
  { operation, read }: Question<T>,
): Promise<T | UnknownPerson> {
  const reply = await api.send(
    {
      operation,
      parameter: toParameter(person),
      access,
      read: (body) => {
        assertSubject(body, person);
        return read(body);
      },
    },
    signal,
  );
  if (reply.kind === 'ok') return reply.value;
  if (isUnknownPerson(reply.code)) return 'unknownPerson';
  throw toRejection(reply.code);
}
