import { setTimeout as pause } from 'node:timers/promises';
import { cpuMs } from '../support/process-usage.ts';
import type { Figure } from '../support/report.ts';
import { findArrivals, percentilesOf, type ArrivedChange, type Arrivals } from './arrivals.ts';
import { sendChanges, type ChangeKind, type ChangesResult, type SentChange } from './changes.ts';
import { readKeptLog } from './kept-log.ts';
import type { PlannedReader } from './reader-plan.ts';
import type { Stage } from './stage.ts';
import { createTaps } from './taps.ts';

/** What is still on its way gets so long after the last change. */
const SETTLE_MS = 15_000;

export type ChangePartOptions = {
  readonly stage: Stage;
  readonly perSecond: number;
  readonly seconds: number;
  /** Those that count: neither dead nor slow. */
  readonly live: readonly PlannedReader[];
  /** Blocked cards that are held to readers. */
  readonly taps: number;
};

export type ChangePart = {
  readonly changes: ChangesResult;
  readonly arrivals: Arrivals;
  readonly refusedMs: readonly (number | null)[];
  readonly from: number;
  readonly to: number;
  /** Milliseconds of CPU by process, from the first change until the last had arrived. */
  readonly cpu: Readonly<Record<string, number>>;
};

/** Sends changes, lets them arrive, and finds out when they did. */
export async function runChanges(options: ChangePartOptions): Promise<ChangePart> {
  const { stage, perSecond, seconds, live } = options;
  const blocks = Math.floor(perSecond * seconds * 0.3);
  const taps = createTaps({
    ...{ fleets: stage.fleets, findTokens: stage.findTokens, count: options.taps },
    readers: live.filter(({ way }) => way !== 'uhppote'),
    every: Math.max(1, Math.floor(blocks / Math.max(1, options.taps))),
  });
  const from = Date.now();
  const cpuBefore = cpuOf(stage);
  const changes = await sendChanges({
    ...{ hub: stage.hub, candidates: stage.candidates, today: stage.today, perSecond, seconds },
    onAccepted: (change) => taps.note(change),
  });
  const to = Date.now();
  const refusedMs = await taps.end();
  await pause(SETTLE_MS);
  const cpu = Object.fromEntries(
    Object.entries(cpuOf(stage)).map(([part, ms]) => [part, ms - (cpuBefore[part] ?? 0)]),
  );
  const arrivals = await arrivalsOf(stage, live, changes.sent);
  return { changes, arrivals, refusedMs, from, to, cpu };
}

function cpuOf({ hub, fleets }: Stage): Readonly<Record<string, number>> {
  const fleet = fleets.pids.reduce((sum, pid) => sum + cpuMs(pid), 0);
  const ofHub = Object.entries(hub.pids).map(([part, pid]) => [part, cpuMs(pid)]);
  return { ...Object.fromEntries(ofHub), fleets: fleet };
}

async function arrivalsOf(
  { connection, lists, fleets, controllerLog }: Stage,
  readers: readonly PlannedReader[],
  changes: readonly SentChange[],
): Promise<Arrivals> {
  await lists.read();
  const kept = await readKeptLog(fleets.keptFiles);
  return findArrivals({ connection, changes, lists, kept, controllers: controllerLog, readers });
}

/** Of one part, each name beginning with `name`. */
export function changeFigures(name: string, part: ChangePart): Figure[] {
  const { changes, arrivals, refusedMs, cpu } = part;
  const { arrived, without, lost } = arrivals;
  const lasts = arrived.map(lastOf);
  const each = arrived.flatMap(({ atReaders }) => atReaders.filter((ms) => ms !== null));
  const never = arrived.flatMap(({ atReaders }) => atReaders.filter((ms) => ms === null)).length;
  const refused = refusedMs.filter((ms) => ms !== null);
  const count = (what: string, value: number, unit: string, limit?: string): Figure => ({
    ...{ name: `${name}: ${what}`, value, unit },
    ...(limit !== undefined && { limit }),
  });
  return [
    count('changes accepted', changes.sent.length, 'changes'),
    count('mutations that failed', changes.failures.length, 'mutations', '0'),
    count('not sent at their time', changes.missed, 'mutations', '0'),
    count('changes without effect on any list', without, 'changes'),
    count('changes lost', lost, 'changes', '0'),
    count('arrivals that are missing', never, 'arrivals', '0'),
    ...Object.entries(cpu).map(([process, ms]) =>
      count(`CPU of ${process}`, ms / changes.sent.length, 'ms/change'),
    ),
    ...spread(`${name}: mutation to its answer`, changes.answerMs),
    ...spread(
      `${name}: accepted to published`,
      arrived.map(({ publishedMs }) => publishedMs),
    ),
    ...spread(`${name}: accepted to kept, each reader`, each),
    ...spread(`${name}: accepted to kept, last reader`, lasts, LIMITS),
    ...(['block', 'fact', 'pass'] as const).flatMap((kind) => ofKind(name, kind, arrived)),
    ...(refusedMs.length === 0
      ? []
      : [
          count('blocked cards held to readers', refusedMs.length, 'cards'),
          count('of these never refused', refusedMs.length - refused.length, 'cards', '0'),
          ...spread(`${name}: blocked to refused at a tap`, refused, { p99: '<= 2000' }),
        ]),
  ];
}

const LIMITS = { p95: '<= 1000', p99: '<= 3000' };

function ofKind(name: string, kind: ChangeKind, arrived: readonly ArrivedChange[]): Figure[] {
  const of = arrived.filter(({ change }) => change.kind === kind);
  const felt = percentilesOf(of.map(({ groups }) => groups.length));
  const last = spread(`${name}: accepted to kept, last reader, ${kind}`, of.map(lastOf));
  return [
    ...last,
    { name: `${name}: groups that feel it, ${kind}, median`, value: felt.p50, unit: 'groups' },
  ];
}

/** When the last of the readers had it; whoever never got it is counted apart. */
function lastOf({ atReaders }: ArrivedChange): number {
  return Math.max(0, ...atReaders.filter((ms) => ms !== null));
}

export function spread(
  name: string,
  values: readonly number[],
  limits: { readonly p95?: string; readonly p99?: string } = {},
): Figure[] {
  const { p50, p95, p99, most } = percentilesOf(values);
  const figure = (what: string, value: number, limit?: string): Figure => ({
    ...{ name: `${name}, ${what}`, value, unit: 'ms' },
    ...(limit !== undefined && { limit }),
  });
  return [
    figure('p50', p50),
    figure('p95', p95, limits.p95),
    figure('p99', p99, limits.p99),
    figure('longest', most),
  ];
}

/** From acceptance until the hub has counted that every reader has acknowledged; needs all readers well. */
export function doneFigures(name: string, { arrivals }: ChangePart): Figure[] {
  const done = arrivals.arrived.flatMap(({ doneMs }) => (doneMs === null ? [] : [doneMs]));
  const open = arrivals.arrived.length - done.length;
  return [
    ...spread(`${name}: accepted to counted by the hub as acknowledged by all`, done),
    { name: `${name}: not counted so`, value: open, unit: 'changes' },
  ];
}
