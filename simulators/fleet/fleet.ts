import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { MediumToken } from '../../domain/card/medium-token.ts';
import type { Decision } from '../../domain/reader-list/decide.ts';
import type { ReaderReport } from '../../domain/reader-list/reader-report.ts';
import type { Clock } from '../../platform/clock.ts';
import { mapBounded } from '../../platform/map-bounded.ts';
import { createSnapshotShare } from '../reader/snapshot-share.ts';
import type { FleetPlan } from './fleet-plan.ts';
import { openMember, type Member } from './member.ts';
import { startMqttWay } from './mqtt-way.ts';
import { startPollLoop } from './poll-loop.ts';
import { startPushServer, type Habit } from './push-server.ts';
import { startUploadLoop } from './upload-loop.ts';

/** Readers opened at once. */
const OPENING = 16;
const RETRY_MS = 500;

/** Readers in one process. The sockets of those that the hub calls are shared as well. */
export type Fleet = AsyncDisposable & {
  /** Where those that the hub calls listen: reader ID at `http://127.0.0.1:PORT/ID`. */
  readonly pushPort: number;
  readonly members: ReadonlyMap<string, Member>;
  /** @throws {Error} There is no such reader. */
  tap(readerId: string, token: MediumToken): Decision;
  /** How a reader that the hub calls behaves from now on. */
  setHabit(readerId: string, habit: Habit): void;
};

export type FleetOptions = {
  readonly plan: FleetPlan;
  /** Of the city: when a day ends. */
  readonly zone: string;
  /** A reader has verified and written something. */
  readonly onKept?: (report: ReaderReport) => void;
};

/**
 * Opens the readers of a plan and lets each go its way. They share the bytes of snapshots that are
 * equal; everything else each does for itself. A reader without keys asks for them until it has them.
 */
export async function startFleet({ plan, zone, onKept }: FleetOptions): Promise<Fleet> {
  await using starting = new AsyncDisposableStack();
  const lacking = plan.readers.find(({ way }) => way === 'mqtt' && plan.broker === undefined);
  if (lacking !== undefined) throw new Error(`The reader ${lacking.id} needs a broker.`);
  const clock: Clock = { now: () => new Date(Date.now() + plan.clockOffsetMs) };
  const shared = join(plan.folder, 'shared');
  await mkdir(shared, { recursive: true, mode: 0o700 });
  const share = createSnapshotShare({ folder: shared });
  const opened = await mapBounded(plan.readers, OPENING, async (of) =>
    starting.use(await openMember({ plan, of, clock, zone, share, onKept })),
  );
  const members = new Map(opened.map((member) => [String(member.reader.id), member]));
  const habits = new Map<string, Habit>();
  const readers = new Map([...members].map(([id, { reader }]) => [id, reader]));
  const server = starting.use(
    await startPushServer({
      readers,
      habitOf: (id) => habits.get(id) ?? { kind: 'well' },
      port: plan.pushPort,
    }),
  );
  const stop = new AbortController();
  for (const member of opened) {
    const of = plan.readers.find(({ id }) => id === member.reader.id);
    if (of === undefined) continue;
    starting.use(startWay(member, { plan, of, signal: stop.signal }));
    starting.use(startUploadLoop(member));
  }
  // Comes first when it stops: what still waits for the hub gives up.
  starting.defer(() => stop.abort());
  const stack = starting.move();
  return {
    pushPort: server.port,
    members,
    tap(readerId, token) {
      const member = members.get(readerId);
      if (member === undefined) throw new Error(`There is no reader ${readerId} in this fleet.`);
      return member.reader.tap(token);
    },
    setHabit: (readerId, habit) => void habits.set(readerId, habit),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

type Way = {
  readonly plan: FleetPlan;
  readonly of: FleetPlan['readers'][number];
  readonly signal: AbortSignal;
};

/** Keys first, then the way; a hub or a broker that is away is waited for, and stops nobody else. */
function startWay(member: Member, { plan, of, signal }: Way): AsyncDisposable {
  const stack = new AsyncDisposableStack();
  const starting = (async () => {
    await retried(signal, member.hasKeys ? 1 : Infinity, () => member.fetchKeys());
    if (signal.aborted) return;
    if (of.way === 'poll') stack.use(startPollLoop(member));
    // So the hub knows that it is there again, and does not wait out its pause.
    if (of.way === 'push')
      await member.door.postReport(member.reader.report(), signal).catch(() => {});
    const { broker } = plan;
    if (of.way !== 'mqtt' || broker === undefined) return;
    const { reader } = member;
    await retried(signal, Infinity, async () => {
      stack.use(await startMqttWay({ reader, broker, token: of.token }));
    });
  })();
  return {
    async [Symbol.asyncDispose]() {
      await starting;
      await stack.disposeAsync();
    },
  };
}

async function retried(
  signal: AbortSignal,
  tries: number,
  work: () => Promise<void>,
): Promise<void> {
  for (let count = 1; !signal.aborted; count += 1) {
    try {
      await work();
      return;
    } catch {
      if (count >= tries) return;
      await pause(RETRY_MS, undefined, { signal }).catch(() => {});
    }
  }
}
