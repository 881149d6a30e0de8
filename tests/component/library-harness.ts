import { graphql, type ExecutionResult } from 'graphql';
import pino from 'pino';
import type {
  AccountAnswer,
  AccountAsk,
  Charge,
  Hold,
  LibraryPort,
  Loan,
} from '../../connectors/library/port.ts';
import type { CardId } from '../../domain/card-id.ts';
import { UpstreamUnavailableError } from '../../domain/errors.ts';
import type { LibrarySystem } from '../../domain/library-account.ts';
import type { Outcome } from '../../domain/outcome.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { Attempt, Once } from '../../platform/stores/idempotency.ts';
import type { LastKnown, LastKnownKey, LastKnownValue } from '../../platform/stores/last-known.ts';
import type { CardRef, LibraryCard } from '../../subgraphs/library/card-ref.ts';
import type { LibraryDeps } from '../../subgraphs/library/context.ts';
import { createLibrarySubgraph } from '../../subgraphs/library/subgraph.ts';

export const NOON = new Date('2026-11-21T12:00:00.000Z');
export const silent = pino({ level: 'silent' });

/** A card number with a right Luhn digit. */
export const ANA_NUMBER = '9724330240000000017';
export const STAFF: Viewer = { kind: 'staff', id: 'clerk-1' };
export const ANA_VIEWER: Viewer = { kind: 'citizen', id: 'ana' };

export const ana: CardRef = {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a made-up id
  id: 'card-ana' as CardId,
  version: 3,
  isUsable: true,
  holderId: 'ana',
  municipalLibraryNumber: 'M-ana',
  regionalLibraryNumber: 'R-ana',
};

export function outage(system: LibrarySystem): { readonly error: UpstreamUnavailableError } {
  return { error: new UpstreamUnavailableError(system, 'down in this test') };
}

export type Told = {
  readonly mayBorrow?: Outcome<boolean>;
  readonly loans?: Outcome<readonly Outcome<Loan>[]>;
  readonly holds?: Outcome<readonly Outcome<Hold>[]>;
  readonly charges?: Outcome<readonly Outcome<Charge>[]>;
};

export type FakeLibrary = LibraryPort & {
  /** What `fetchAccounts` was asked, call by call: account and lists. */
  readonly asked: (readonly { readonly account: string; readonly lists: readonly string[] }[])[];
  /** What was written, in words. */
  readonly written: string[];
};

/** A library that tells every borrower the same; `tell` may change from call to call. */
export function fakeLibrary(
  system: LibrarySystem,
  tell: (ask: AccountAsk) => Told,
  writes: Partial<Pick<LibraryPort, 'postRenewal' | 'postRenewals' | 'postPayment'>> = {},
): FakeLibrary {
  const asked: FakeLibrary['asked'] = [];
  const written: string[] = [];
  return {
    system,
    asked,
    written,
    fetchAccounts(asks) {
      asked.push(asks.map(({ account, lists }) => ({ account, lists: [...lists] })));
      return Promise.resolve(asks.map((ask) => toAnswer(ask, tell(ask))));
    },
    checkOwner: () => Promise.reject(new Error('not used here')),
    postRenewal(account, loanId, options) {
      written.push(`renew ${account} ${loanId}`);
      return writes.postRenewal?.(account, loanId, options) ?? Promise.resolve({ kind: 'refused' });
    },
    postRenewals(account, options) {
      written.push(`renew all ${account}`);
      return writes.postRenewals?.(account, options) ?? Promise.resolve({ kind: 'unknown' });
    },
    postPayment(account, payment, options) {
      written.push(`pay ${account} ${payment.chargeId} ${payment.amountCents} ${payment.receipt}`);
      return (
        writes.postPayment?.(account, payment, options) ?? Promise.resolve({ kind: 'recorded' })
      );
    },
  };
}

function toAnswer({ account, lists }: AccountAsk, told: Told): AccountAnswer {
  return {
    account,
    mayBorrow: told.mayBorrow ?? { value: true },
    loans: lists.has('loans') ? (told.loans ?? { value: [] }) : null,
    holds: lists.has('holds') ? (told.holds ?? { value: [] }) : null,
    charges: lists.has('charges') ? (told.charges ?? { value: [] }) : null,
  };
}

export function downLibrary(system: LibrarySystem): FakeLibrary {
  const failed = outage(system);
  return fakeLibrary(system, () => ({
    mayBorrow: failed,
    loans: failed,
    holds: failed,
    charges: failed,
  }));
}

export function loan(id: string, title: string, dueOn = '2026-12-01'): Outcome<Loan> {
  return { value: { id, title, dueOn } };
}

export type FakeLastKnown = LastKnown & {
  readonly kept: Map<string, LastKnownValue>;
  readonly recalls: (readonly LastKnownKey[])[];
  readonly forgotten: string[];
};

export function inMemoryLastKnown(): FakeLastKnown {
  const kept = new Map<string, LastKnownValue>();
  const recalls: (readonly LastKnownKey[])[] = [];
  const forgotten: string[] = [];
  const name = ({ owner, version, part }: LastKnownKey) => `${owner} ${version} ${part}`;
  return {
    kept,
    recalls,
    forgotten,
    remember(entries) {
      for (const { asOf, value, ...key } of entries) kept.set(name(key), { asOf, value });
    },
    recall(keys) {
      recalls.push(keys);
      return Promise.resolve(keys.map((key) => kept.get(name(key)) ?? null));
    },
    forget(owner) {
      forgotten.push(owner);
      for (const key of kept.keys()) if (key.startsWith(`${owner} `)) kept.delete(key);
      return Promise.resolve();
    },
    settled: () => Promise.resolve(),
  };
}

/** The contract of `Once` in memory: one after the other, final results kept, the rest resumed. */
export function inMemoryOnce(): Once {
  const results = new Map<string, unknown>();
  const notes = new Map<string, unknown>();
  let last: Promise<unknown> = Promise.resolve();
  return {
    inTransaction: () => Promise.reject(new Error('not used here')),
    aroundCall(key, work) {
      const name = JSON.stringify(key);
      const run = async () => {
        // oxlint-disable typescript/no-unsafe-type-assertion -- kept under the same key by the same work
        type Kept = Awaited<ReturnType<typeof work>>['result'];
        if (results.has(name)) return JSON.parse(String(results.get(name))) as Kept;
        type Noted = Parameters<typeof work>[0]['notes'];
        const attempt: Attempt<NonNullable<Noted>> = {
          kind: notes.has(name) ? 'resumed' : 'first',
          notes: (notes.get(name) ?? null) as NonNullable<Noted> | null,
          note: (value) => Promise.resolve(void notes.set(name, structuredClone(value))),
        };
        const { result, isFinal } = await work(attempt);
        if (isFinal) results.set(name, JSON.stringify(result));
        return result;
        // oxlint-enable typescript/no-unsafe-type-assertion
      };
      const turn = last.then(run, run);
      last = turn.catch(() => null);
      return turn;
    },
  };
}

export type Hub = Partial<LibraryDeps> & {
  readonly library?: LibraryPort;
  readonly regionalLibrary?: LibraryPort;
};

/** The subgraph over two libraries that tell nothing, but for what is given. */
export function librarySubgraph({ library, regionalLibrary, ...deps }: Hub = {}) {
  return createLibrarySubgraph({
    libraries: {
      library: library ?? fakeLibrary('library', () => ({})),
      regionalLibrary: regionalLibrary ?? fakeLibrary('regionalLibrary', () => ({})),
    },
    cardOf: (number) => Promise.resolve(number === ANA_NUMBER ? ana : null),
    lastKnown: inMemoryLastKnown(),
    once: inMemoryOnce(),
    clock: { now: () => NOON },
    deadlineMs: 1_700,
    log: silent,
    ...deps,
  });
}

/** One library subgraph; each call is a client request of its own. */
export function startLibraryPart(hub: Hub = {}) {
  const { schema, createContext } = librarySubgraph(hub);
  return (source: string, variables = {}, viewer: Viewer = STAFF, signal?: AbortSignal) =>
    graphql({
      schema,
      source,
      variableValues: variables,
      contextValue: createContext({ viewer, signal }),
    });
}

/** Asks for `library` of some cards as the gateway does, through `_entities`. */
export async function askCards(
  hub: Hub,
  selection: string,
  { cards = [ana], viewer = STAFF, variables = '', values = {} }: AskOptions = {},
): Promise<ExecutionResult> {
  const source = `query ($cards: [_Any!]!${variables}) { _entities(representations: $cards) { ... on Card ${selection} } }`;
  return startLibraryPart(hub)(source, { ...values, cards: cards.map(toRepresentation) }, viewer);
}

type AskOptions = {
  readonly cards?: readonly LibraryCard[];
  readonly viewer?: Viewer;
  /** Further variables of the operation, `, $all: Boolean!`. */
  readonly variables?: string;
  readonly values?: Readonly<Record<string, unknown>>;
};

/** What is told of the first card, and its errors as `path code`. */
export async function askLibrary(hub: Hub, fields: string, options?: AskOptions) {
  const { data, errors } = await askCards(hub, `{ library { ${fields} } }`, options);
  const [card] = readEntities(data);
  return { library: card?.library ?? null, errors: toPaths(errors) };
}

export function readEntities(data: ExecutionResult['data']) {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the shape that the query above asks for
  return (JSON.parse(JSON.stringify(data?.['_entities'] ?? [])) ?? []) as readonly {
    readonly library: Readonly<Record<string, unknown>> | null;
  }[];
}

export function toPaths(errors: ExecutionResult['errors']): readonly string[] {
  return (errors ?? []).map(({ path, originalError }) => {
    const code = originalError && 'code' in originalError ? String(originalError.code) : 'none';
    return `${(path ?? []).join('.').replace('_entities.0.library.', '')} ${code}`;
  });
}

function toRepresentation({ id, version, isUsable, ...card }: LibraryCard) {
  const { municipalLibraryNumber, regionalLibraryNumber } = card;
  const numbers = { municipalLibraryNumber, regionalLibraryNumber };
  return { __typename: 'Card', id, version, isUsable, ...numbers };
}
