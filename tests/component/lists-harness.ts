import { randomBytes } from 'node:crypto';
import type { CardId } from '../../domain/card-id.ts';
import type { MediumToken } from '../../domain/card/medium-token.ts';
import type { CityDay } from '../../domain/city-day.ts';
import type { HeldList, ListTerms } from '../../domain/reader-list/artefact.ts';
import { cardKey } from '../../domain/reader-list/card-key.ts';
import { decodeArtefact } from '../../domain/reader-list/codec.ts';
import { parseGroupId, type GroupId, type ReaderGroup } from '../../domain/reader-list/group.ts';
import { createListContent, type ListContent } from '../../domain/reader-list/list-content.ts';
import { listNameOf } from '../../domain/reader-list/list-name.ts';
import { readChanges } from '../../domain/reader-list/records.ts';
import { servicesOfGijon } from '../../domain/tariff/services-of-gijon.ts';
import { systemClock } from '../../platform/clock.ts';
import { createReaderKeys } from '../../platform/reader-keys.ts';
import { connectMongo, createCollections } from '../../platform/stores/mongo.ts';
import { connectRedis } from '../../platform/stores/redis.ts';
import { createRightChanges, type RightChange } from '../../platform/stores/right-changes.ts';
import { runInTransaction } from '../../platform/stores/transaction.ts';
import {
  startListPublishing,
  type ListPublishing,
  type ListPublishingOptions,
} from '../../sync/readers/list-publishing.ts';
import type {
  CardOutcome,
  CardRight,
  Rights,
  RulebookForLists,
} from '../../sync/readers/rights-port.ts';
import { until } from '../support/until.ts';
import { silent } from './library-harness.ts';
import { startSync, type Sync } from './sync-harness.ts';

/** What a card may do in the tests: the same outcome in every group, or one told by rulebook and group. */
export type TestRight = {
  readonly standing?: CardRight['standing'];
  readonly mediumUntil?: CityDay | null;
  readonly outcome?:
    CardOutcome | null | ((rulebook: number, group: ReaderGroup) => CardOutcome | null);
};

export const FREE: CardOutcome = { priceCents: 0, until: null };

/** Rights in memory; each change bumps the card's version. */
export function createTestRights() {
  const cards = new Map<CardId, CardRight>();
  const rights: Rights = {
    async find(ids) {
      return ids.flatMap((id) => cards.get(id) ?? []);
    },
    async *all(_ask, after) {
      const all = [...cards.values()].toSorted((a, b) => (a.cardId < b.cardId ? -1 : 1));
      const rest = all.filter(({ cardId }) => after === null || cardId > after);
      for (let from = 0; from < rest.length; from += 1_000) yield rest.slice(from, from + 1_000);
    },
    count: async () => cards.size,
  };
  const set = (id: string, right: TestRight): CardRight => {
    const cardId = id as CardId;
    const known = cards.get(cardId);
    const { standing = 'usable', mediumUntil = null, outcome = FREE } = right;
    const made: CardRight = {
      cardId,
      version: (known?.version ?? 0) + 1,
      token: known?.token ?? (randomBytes(16).toString('hex') as MediumToken),
      standing,
      mediumUntil,
      outcome: (rulebook, group) =>
        typeof outcome === 'function' ? outcome(rulebook, group) : outcome,
    };
    cards.set(cardId, made);
    return made;
  };
  const get = (id: string): CardRight => {
    const right = cards.get(id as CardId);
    if (right === undefined) throw new Error(`there is no card ${id}`);
    return right;
  };
  return { rights, set, get };
}

export function makeGroups(count: number): readonly ReaderGroup[] {
  const [service] = servicesOfGijon.values();
  if (service === undefined) throw new Error('there are no services');
  return Array.from({ length: count }, (_, index) => ({
    id: parseGroupId(`group-${index}`),
    service: service.id,
    places: ['Gijón'],
  }));
}

export function makeRulebook(version: number, startsAt: Date): RulebookForLists {
  const terms = { unlisted: { priceCents: 150 }, whenStale: 'open' } as const;
  return { version, startsAt, terms: () => terms };
}

export type ListsHarness = AsyncDisposable & {
  readonly sync: Sync;
  readonly cards: ReturnType<typeof createTestRights>;
  readonly groups: readonly ReaderGroup[];
  /** Those in force or about to be; tests change it. */
  readonly rulebooks: RulebookForLists[];
  readonly keys: ReturnType<typeof createReaderKeys>;
  readonly rightChanges: ReturnType<typeof createRightChanges>;
  /** Another process on the same stores. */
  start(more?: Partial<ListPublishingOptions>): Promise<ListPublishing>;
  /** Gives a card a right, with its row, as a mutation does. */
  change(
    id: string,
    right: TestRight,
    options?: { readonly isUrgent?: boolean },
  ): Promise<RightChange>;
};

export async function startLists(groupCount: number): Promise<ListsHarness> {
  await using starting = new AsyncDisposableStack();
  const sync = starting.use(await startSync());
  const cards = createTestRights();
  const groups = makeGroups(groupCount);
  const rulebooks = [makeRulebook(1, new Date('2025-01-01T00:00:00Z'))];
  const keys = createReaderKeys({ master: randomBytes(32), signing: randomBytes(32) });
  const rightChanges = createRightChanges(sync.connection);
  await createCollections(sync.connection);
  const stack = starting.move();
  return {
    sync,
    cards,
    groups,
    rulebooks,
    keys,
    rightChanges,
    start: (more) => startProcess({ sync, cards, groups, rulebooks, keys }, more),
    async change(id, right, { isUrgent = false } = {}) {
      const { cardId, version } = cards.set(id, right);
      const row = { cardId, version, isUrgent, services: ['*'], at: new Date() };
      await runInTransaction(sync.connection, (session) => rightChanges.append(session, [row]));
      return row;
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** As another process on the same stores would. */
async function startProcess(
  {
    sync,
    cards,
    groups,
    rulebooks,
    keys,
  }: Pick<ListsHarness, 'sync' | 'cards' | 'groups' | 'rulebooks' | 'keys'>,
  more: Partial<ListPublishingOptions> = {},
): Promise<ListPublishing> {
  const url = sync.environment['REDIS_URL'] ?? '';
  const mongoUri = sync.environment['MONGODB_URI'] ?? '';
  await using own = new AsyncDisposableStack();
  const worker = own.adopt(connectRedis(url, 'patient', silent), (redis) => redis.disconnect());
  const connection = own.adopt(await connectMongo({ uri: mongoUri }), (mongo) => mongo.close());
  const publishing = own.use(
    await startListPublishing({
      connection,
      mongoUri,
      redis: { producer: sync.redis, worker },
      rights: cards.rights,
      // Too few cards for a thread, unless a test says otherwise.
      rightsSource: { module: '', settings: {} },
      rulebooks: { live: async () => [...rulebooks] },
      rightChanges: createRightChanges(connection),
      keys,
      groups,
      zone: 'Europe/Madrid',
      settings: { HUB_GATHER_QUIET_MS: 20, HUB_GATHER_MAX_MS: 100 },
      clock: systemClock,
      log: silent,
      ...more,
    }),
  );
  const running = own.move();
  return { ...publishing, [Symbol.asyncDispose]: () => running.disposeAsync() };
}

/** A reader as far as lists go: keeps what it is given and says what it holds. */
export function createTestReader(
  { keys, cards }: Pick<ListsHarness, 'keys' | 'cards'>,
  { lists }: Pick<ListPublishing, 'lists'>,
  group: GroupId,
) {
  const kept = new Map<string, { content: ListContent; held: HeldList; terms: ListTerms | null }>();
  const sizes: number[] = [];
  const take = (bytes: Uint8Array): void => {
    const { header, body, terms } = decodeArtefact(bytes);
    const name = listNameOf(header);
    sizes.push(bytes.length);
    if (header.isWithdrawn) return void kept.delete(name);
    const known = kept.get(name);
    const isDelta = header.kind.endsWith('delta');
    if (isDelta && known?.held.sequence !== header.baseSequence) throw new Error('a gap');
    const content = isDelta && known ? known.content : createListContent(body);
    if (isDelta) content.prepare(readChanges(body) ?? []).commit();
    const digest = Buffer.from(content.digest()).toString('hex');
    if (digest !== Buffer.from(header.digest).toString('hex')) throw new Error('another digest');
    const { epoch, sequence } = header;
    kept.set(name, { content, terms, held: { name, epoch, sequence, digest } });
  };
  const held = () => [...kept.values()].map((one) => one.held);
  return {
    held,
    sizes,
    /** Takes what is new. @returns How many artefacts that were. */
    async pull(): Promise<number> {
      const artefacts = await lists.since(group, held());
      for (const artefact of artefacts) take(artefact);
      return artefacts.length;
    },
    /** What a list says of a card: its price (null in small groups), until when; null for nothing. */
    says(id: string, name = 'rulebook-1') {
      const list = kept.get(name);
      if (list === undefined) return 'no list';
      const key = cardKey(keys.groupKey(group, list.held.epoch), cards.get(id).token);
      const found = list.content.find(key);
      if (found === null) return null;
      const code = list.terms?.codes.find((one) => one.code === found.code);
      return { priceCents: code?.priceCents ?? null, until: found.until };
    },
    content: (name: string) => kept.get(name)?.content,
  };
}

/** Waits until every group has its deny list and those of the rulebooks. */
export async function untilBuilt(
  { lists }: Pick<ListPublishing, 'lists'>,
  names: readonly string[] = ['deny', 'rulebook-1'],
): Promise<void> {
  for (const { id } of lists.groups) {
    const hasAll = async () => {
      const held = new Set<string>((await lists.heads(id)).map(({ name }) => name));
      return names.every((name) => held.has(name));
    };
    await until(hasAll, { what: `${names.join(' and ')} of ${id}`, patienceMs: 30_000 });
  }
}
