import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type {
  BrokerEvents,
  PlainListController,
  ReaderBroker,
  ReaderCaller,
} from '../../../connectors/readers/port.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { RightChanges } from '../../../platform/stores/right-changes.ts';
import type { Pauses } from '../../next-try.ts';
import { startRounds } from '../../rounds.ts';
import type { Lists } from '../lists-port.ts';
import type { ReaderRegistry } from '../registry/reader-registry.ts';
import { startAcknowledging } from './acknowledging.ts';
import { createAskedLists } from './asked-lists.ts';
import { createDeadLetters } from './dead-letters.ts';
import type { Delivery } from './delivery.ts';
import { createFleet, replay, type Fleet } from './fleet.ts';
import { createLongPolls, type LongPolls } from './long-polls.ts';
import type { PlainCards } from './plain-attempt.ts';
import { createReaderHealth, isRefusing, type ReaderHealth } from './reader-health.ts';
import type { Ways } from './reader-member.ts';
import { startReconciliation } from './reconciliation.ts';
import { reconcileRound } from './reconcile-round.ts';
import type { DeliverySettings } from './settings.ts';
import { saveStandings, stateOf } from './standings.ts';
import { createWholeListPlaces } from './whole-list-places.ts';

/** How often what is known of the readers is written to the store. */
const SAVE_MS = 1_000;
/** How often the registry is read for readers that came, went or moved. */
const REFRESH_MS = 2_000;

export type DeliveryOptions = {
  readonly lists: Lists;
  readonly registry: ReaderRegistry;
  readonly rightChanges: Pick<RightChanges, 'markDone'>;
  readonly caller: ReaderCaller;
  /** Null where no broker is configured. Called once; what it gives is disposed of with delivery. */
  readonly connectBroker: ((events: BrokerEvents) => ReaderBroker & AsyncDisposable) | null;
  /** Null where there are no door controllers. */
  readonly controller: PlainListController | null;
  /** The cards that the door controllers of a group let in now. */
  readonly plainCards: PlainCards;
  readonly settings: Omit<
    DeliverySettings,
    'HUB_READERS_DOOR_PORT' | 'HUB_READERS_HOST' | 'HUB_READERS_TLS_CERT' | 'HUB_READERS_TLS_KEY'
  >;
  /** `producer` fails fast, `worker` waits for Redis to come back. */
  readonly redis: { readonly producer: Redis; readonly worker: Redis };
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Logger;
};

/**
 * Begins to bring lists to readers: every one is asked what it has, then follows the news of its group.
 * One process at a time does this; a second one would only do the same work again.
 */
export async function startDelivery(options: DeliveryOptions): Promise<Delivery & AsyncDisposable> {
  const { lists, registry, settings, redis, clock, random, log } = options;
  await using starting = new AsyncDisposableStack();
  const deadLetters = starting.use(createDeadLetters(redis.producer, log));
  const rule = {
    failures: settings.HUB_READERS_DEAD_FAILURES,
    afterMs: settings.HUB_READERS_DEAD_MS,
  };
  const health = createReaderHealth({ rule, deadLetters, clock, log });
  const pauses = toPauses(settings);
  const polls = createLongPolls();
  const late: { fleet?: Fleet } = {};
  const broker = starting.adopt(connect(options, late), (one) => one?.[Symbol.asyncDispose]());
  const { caller, controller, plainCards } = options;
  const ways: Ways = { caller, broker, controller, plainCards };
  const places = createWholeListPlaces(settings.HUB_READERS_WHOLE_LISTS);
  const lagMs = settings.HUB_READERS_MQTT_LAG_MS;
  const answerMs = settings.HUB_READERS_MQTT_ANSWER_MS;
  const manner = { ways, places, health, pauses, lagMs, answerMs, clock, random };
  const fleet = starting.use(await createFleet({ ...manner, lists, registry, log }));
  late.fleet = fleet;
  const stop = new AbortController();
  starting.use(followNews(options, fleet, polls));
  await fleet.refresh();
  fleet.wakeBroker();
  const asked = createAskedLists({ polls, health, pauses, random });
  const delivery = createDelivery({ ...options, fleet, asked, stop: stop.signal });
  starting.use(startAcknowledging({ ...options, groups: () => fleet.groups.values() }));
  starting.use(startKeeping(options, fleet, health));
  starting.use(
    startReconciliation({
      ...redis,
      everyMs: settings.HUB_READERS_RECONCILE_MS,
      reconcile: () => delivery.reconcile(),
      log,
    }),
  );
  starting.defer(() => stop.abort());
  const stack = starting.move();
  return { ...delivery, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

function toPauses(settings: DeliveryOptions['settings']): Pauses {
  return {
    firstMs: settings.HUB_READERS_FIRST_PAUSE_MS,
    longestMs: settings.HUB_READERS_LONGEST_PAUSE_MS,
    refusedMs: settings.HUB_READERS_LONGEST_PAUSE_MS,
  };
}

/** @param late The fleet is there a moment later than the broker, which it needs. */
function connect({ connectBroker }: DeliveryOptions, late: { fleet?: Fleet }) {
  if (connectBroker === null) return null;
  return connectBroker({
    onReport(report) {
      late.fleet?.get(report.readerId)?.hear(report);
    },
    onConnected: () => late.fleet?.wakeBroker(),
  });
}

function followNews({ lists, clock }: DeliveryOptions, fleet: Fleet, polls: LongPolls): Disposable {
  return lists.onNews(({ group: id }) => {
    const group = fleet.groups.get(id);
    if (group === undefined) return;
    group.feed.refresh();
    group.classes.outdate(clock.now().getTime());
    group.isChanged = true;
    fleet.kick(id);
    polls.wake(id);
  });
}

/** What is done now and then: taking up readers, saving what is known, noticing silence. */
function startKeeping(
  { registry, clock, log }: DeliveryOptions,
  fleet: Fleet,
  health: ReaderHealth,
): AsyncDisposable {
  const stack = new AsyncDisposableStack();
  const startedAt = clock.now();
  const refresh = (): Promise<void> => fleet.refresh();
  stack.use(
    startRounds({ name: 'reading of readers', round: refresh, intervalMs: REFRESH_MS, log }),
  );
  const save = async (): Promise<void> => {
    for (const { ledger, line } of fleet.members()) {
      if (line === null) health.checkSilence(ledger, startedAt);
    }
    await saveStandings(fleet.members(), registry, clock.now().getTime());
  };
  stack.use(startRounds({ name: 'saving of reports', round: save, intervalMs: SAVE_MS, log }));
  return stack;
}

type Parts = Pick<DeliveryOptions, 'registry' | 'clock'> & {
  readonly fleet: Fleet;
  readonly asked: ReturnType<typeof createAskedLists>;
  readonly stop: AbortSignal;
};

function createDelivery({ registry, clock, fleet, asked, stop }: Parts): Delivery {
  return {
    find: async (id) => fleet.get(id)?.ledger.reader ?? registry.find(id),
    heard(report) {
      fleet.get(report.readerId)?.hear(report);
    },
    contact(id) {
      const member = fleet.get(id);
      if (member === undefined) return;
      member.ledger.contactAt = clock.now();
      member.ledger.isDirty = true;
      if (!isRefusing(member.ledger)) member.line?.wake();
    },
    async poll(id, held, { waitMs, signal }) {
      if (fleet.get(id) === undefined) await fleet.refresh();
      const member = fleet.get(id);
      if (member === undefined) return [];
      member.noteHeld(held);
      return asked.answer(member, { waitMs, signal: AbortSignal.any([signal, stop]) });
    },
    replay(ids) {
      const chosen = [...fleet.members()].filter(
        ({ ledger }) => ids === null || ids.includes(ledger.reader.id),
      );
      for (const member of chosen) replay(member);
      return chosen.length;
    },
    reconcile: () => reconcileRound([...fleet.members()], stop),
    refresh: () => fleet.refresh(),
    state(id) {
      const member = fleet.get(id);
      return member === undefined ? null : stateOf(member, clock.now().getTime());
    },
    states() {
      const nowMs = clock.now().getTime();
      return [...fleet.members()].map((member) => stateOf(member, nowMs));
    },
  };
}
