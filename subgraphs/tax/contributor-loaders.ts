import DataLoader from 'dataloader';
import type {
  Bill,
  ContributorAnswer,
  ContributorAsk,
  Subsidy,
  TaxAccess,
  TaxList,
  TaxPort,
} from '../../connectors/tax/port.ts';
import { UpstreamUnavailableError } from '../../domain/errors.ts';
import type { LinkedAccount } from '../../domain/linked-account.ts';
import { isFailed, type Outcome } from '../../domain/outcome.ts';
import { inTime } from '../../platform/subgraph/in-time.ts';
import { accessKey } from './access.ts';

/** The port's limit of one `fetchContributors`. */
const MAX_ASKS = 100;

/** A list's items are outcomes of their own: one that could not be read fails alone. */
export type Items<T> = readonly Outcome<T>[];

export type ListKey = { readonly contributor: LinkedAccount; readonly access: TaxAccess };

/** Each list of a contributor is asked once in a request and for a purpose, all of a tick in one call. */
export type ContributorLoaders = {
  readonly billsByContributor: { load(key: ListKey): Promise<Items<Bill>> };
  readonly subsidiesByContributor: { load(key: ListKey): Promise<Items<Subsidy>> };
};

type PartKey = ListKey & { readonly list: TaxList };

type ContributorLoadersOptions = {
  readonly taxOffice: TaxPort;
  /** The request's deadline, one for all calls. */
  readonly signal: AbortSignal;
};

export function createContributorLoaders(options: ContributorLoadersOptions): ContributorLoaders {
  const answers = new DataLoader<PartKey, ContributorAnswer, string>(
    (keys) => fetchAnswers(keys, options),
    { cacheKeyFn: ({ list, ...key }) => `${list} ${keyOf(key)}` },
  );
  return {
    billsByContributor: {
      load: async (key) => told((await answers.load({ ...key, list: 'bills' })).bills),
    },
    subsidiesByContributor: {
      load: async (key) => told((await answers.load({ ...key, list: 'subsidies' })).subsidies),
    },
  };
}

/** One call for each purpose named, or for each hundred contributors of it. */
async function fetchAnswers(
  keys: readonly PartKey[],
  options: ContributorLoadersOptions,
): Promise<readonly (ContributorAnswer | Error)[]> {
  const answers = new Map<string, ContributorAnswer>();
  const groups = Map.groupBy(keys, ({ access }) => accessKey(access));
  await Promise.all(
    [...groups.values()].flatMap((group) => {
      const access = group[0]?.access;
      if (access === undefined) return [];
      return inChunks(mergeAsks(group)).map(async (asks) => {
        for (const answer of await fetchInTime(asks, access, options)) {
          answers.set(keyOf({ contributor: answer.contributor, access }), answer);
        }
      });
    }),
  );
  return keys.map((key) => answers.get(keyOf(key)) ?? new Error('tax left out a contributor'));
}

/** Keeps the deadline whatever the client does; nothing is sent after it. */
export async function fetchInTime(
  asks: readonly ContributorAsk[],
  access: TaxAccess,
  { taxOffice, signal }: ContributorLoadersOptions,
): Promise<readonly ContributorAnswer[]> {
  const late = () => asks.map(lateAnswer);
  if (signal.aborted) return late();
  return inTime(taxOffice.fetchContributors(asks, access, { signal }), signal, late);
}

/** @throws {HubError} The tax office did not give this list. */
export function told<T>(list: Outcome<T> | null | undefined): T {
  if (list === null || list === undefined) throw new Error('tax left out a list');
  if (isFailed(list)) throw list.error;
  return list.value;
}

function lateAnswer({ contributor, lists }: ContributorAsk): ContributorAnswer {
  const late = { error: new UpstreamUnavailableError('tax', 'no answer before the deadline') };
  return {
    contributor,
    bills: lists.has('bills') ? late : null,
    subsidies: lists.has('subsidies') ? late : null,
  };
}

function mergeAsks(keys: readonly PartKey[]): readonly ContributorAsk[] {
  return [...Map.groupBy(keys, ({ contributor }) => contributor)].map(([contributor, asked]) => ({
    contributor,
    lists: new Set(asked.map(({ list }) => list)),
  }));
}

function inChunks(asks: readonly ContributorAsk[]): readonly (readonly ContributorAsk[])[] {
  return Array.from({ length: Math.ceil(asks.length / MAX_ASKS) }, (_, place) =>
    asks.slice(place * MAX_ASKS, (place + 1) * MAX_ASKS),
  );
}

function keyOf({ contributor, access }: ListKey): string {
  return `${contributor} ${accessKey(access)}`;
}
