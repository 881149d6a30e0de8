import DataLoader from 'dataloader';
import type { AccountAnswer, AccountAsk, LibraryPort } from '../../connectors/library/port.ts';
import type { LibraryAccount, LibrarySystem } from '../../domain/library-account.ts';
import type { Clock } from '../../platform/clock.ts';
import type { LastKnown, LastKnownKey, LastKnownValue } from '../../platform/stores/last-known.ts';
import { fetchInTime } from './fetch-in-time.ts';
import { isList, type Part } from './wanted-lists.ts';

/** The port's limit of one `fetchAccounts`. */
const MAX_ASKS = 100;

export type PartKey = { readonly account: LibraryAccount; readonly part: Part };

/** What a system said of an account in one batch: the union of all parts asked of it. */
export type TimedAnswer = { readonly answer: AccountAnswer; readonly asOf: Date };

export type AccountLoader = DataLoader<PartKey, TimedAnswer, string>;
export type LastKnownLoader = DataLoader<LastKnownKey, LastKnownValue | null, string>;

export type Loaders = {
  /** By account and part: each part of an account is asked once in a request, all of a tick in one call. */
  readonly answersByPart: Readonly<Record<LibrarySystem, AccountLoader>>;
  /** All values of a tick in one round trip to Redis. */
  readonly lastKnownByPart: LastKnownLoader;
  /**
   * Resolves when no call to a library is under way, so that all cards of a request go on in the
   * same tick and share one round trip to Redis; the answer waits for the slowest anyway.
   */
  readonly quiet: () => Promise<void>;
};

export type LoaderOptions = {
  readonly libraries: Readonly<Record<LibrarySystem, LibraryPort>>;
  readonly lastKnown: LastKnown;
  readonly clock: Clock;
  /** The request's deadline, one for all calls. */
  readonly signal: AbortSignal;
};

/** For one request: what they hold is for this viewer only. */
export function createLoaders({ libraries, lastKnown, clock, signal }: LoaderOptions): Loaders {
  const underWay = new Set<Promise<unknown>>();
  const answers = (port: LibraryPort) => accountLoader({ port, clock, signal, underWay });
  return {
    answersByPart: {
      library: answers(libraries.library),
      regionalLibrary: answers(libraries.regionalLibrary),
    },
    lastKnownByPart: new DataLoader((keys) => lastKnown.recall(keys).then((found) => [...found]), {
      cacheKeyFn: ({ owner, version, part }) => `${owner} ${version} ${part}`,
    }),
    async quiet() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
}

type AccountLoaderOptions = {
  readonly port: LibraryPort;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly underWay: Set<Promise<unknown>>;
};

function accountLoader({ port, clock, signal, underWay }: AccountLoaderOptions): AccountLoader {
  return new DataLoader(
    async (keys) => {
      const asks = mergeAsks(keys);
      const answers = new Map<LibraryAccount, TimedAnswer>();
      const chunks = Array.from({ length: Math.ceil(asks.length / MAX_ASKS) }, (_, place) =>
        asks.slice(place * MAX_ASKS, (place + 1) * MAX_ASKS),
      );
      const calls = Promise.all(
        chunks.map(async (chunk) => {
          const told = await fetchInTime(port, chunk, signal);
          const asOf = clock.now();
          for (const answer of told) answers.set(answer.account, { answer, asOf });
        }),
      );
      underWay.add(calls);
      await calls.finally(() => underWay.delete(calls));
      return keys.map(
        ({ account }) => answers.get(account) ?? new Error(`${port.system} left out an account`),
      );
    },
    { cacheKeyFn: ({ account, part }) => `${account} ${part}` },
  );
}

/** One ask for each account with all its lists; `mayBorrow` comes with any ask. */
function mergeAsks(keys: readonly PartKey[]): readonly AccountAsk[] {
  return [...Map.groupBy(keys, ({ account }) => account)].map(([account, ofAccount]) => ({
    account,
    lists: new Set(ofAccount.map(({ part }) => part).filter(isList)),
  }));
}
