// The way of a change to the readers, and what else is asked of their lists; bench/sync/README.md tells
// what is measured and how. npm run bench:sync -- [--people 270512] [--readers 500] [--minutes 12]
// [--parts list,change,uses,rulebook,plain] [--profile FOLDER] [--json FILE]
import { parseArgs } from 'node:util';
import { jsonPathFrom, report, type Figure } from './support/report.ts';
import { changeFigures, doneFigures, runChanges, type ChangePart } from './sync/change-part.ts';
import { measureFullList } from './sync/full-list.ts';
import { growthFigures } from './sync/growth.ts';
import { runPlain } from './sync/plain-part.ts';
import type { PlannedReader } from './sync/reader-plan.ts';
import { runRulebooks } from './sync/rulebook-part.ts';
import { openStage, ZONE, type Stage } from './sync/stage.ts';
import { sendUses, usesFigures } from './sync/uses-part.ts';

const PER_SECOND = 20;
const USES_PER_SECOND = 5_000;
const USES_SECONDS = 60;
/** Of all readers, so many are dead and so many slow: 10 each of 500. */
const ODD_SHARE = 0.02;
const SLOW_MS = 3_000;
/** Changes before the measured ones: what runs for the first time is compiled on the way. */
const WARM_UP_SECONDS = 20;
const WELL_SECONDS = 60;
const TAPPED_CARDS = 100;

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '270512' },
    readers: { type: 'string', default: '500' },
    minutes: { type: 'string', default: '12' },
    parts: { type: 'string', default: 'list,change,uses,rulebook,plain' },
    profile: { type: 'string' },
    json: { type: 'string' },
  },
});
const people = Number(values.people);
const readers = Number(values.readers);
const minutes = Number(values.minutes);
const parts = values.parts.split(',');

const startedAt = performance.now();
const running = new AsyncDisposableStack();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void end().finally(() => process.exit(1)));
}
let ending: Promise<void> | null = null;
const figures: Figure[] = [];
try {
  await run();
} finally {
  await end();
}
report(`A change reaches ${readers} readers, ${people} cards`, figures, {
  jsonPath: jsonPathFrom(process.argv),
});

async function run(): Promise<void> {
  const stage = await openStage(running, {
    ...{ people, readers, tell, profileDir: values.profile },
    changes: PER_SECOND * (60 * minutes + 6 * 60),
    passes: Math.min(500, Math.floor(people / 50)),
  });
  figures.push(...stage.figures);
  tell('everybody has every list');
  if (parts.includes('list')) {
    figures.push(...(await measureFullList({ ...stage, zone: ZONE })));
    tell('a full list is measured');
  }
  if (parts.includes('change')) await runWell(stage);
  const live = await spoilSome(stage);
  if (parts.includes('change')) await runLong(stage, live);
  if (parts.includes('uses')) await runUses(stage, live);
  if (parts.includes('rulebook')) figures.push(...(await runRulebooks(stage, live, tell)));
  if (parts.includes('plain')) {
    figures.push(...(await runPlain({ stage, live, perSecond: PER_SECOND, tell })));
  }
}

/** With every reader well the hub counts changes as acknowledged by all. */
async function runWell(stage: Stage): Promise<void> {
  const common = { stage, perSecond: PER_SECOND, live: stage.readers, taps: 0 };
  tellFailures(await runChanges({ ...common, seconds: WARM_UP_SECONDS }));
  tell('warm');
  const part = await runChanges({ ...common, seconds: WELL_SECONDS });
  tellFailures(part);
  figures.push(
    ...changeFigures('all readers well', part),
    ...doneFigures('all readers well', part),
  );
}

/** @returns Those that count. */
async function spoilSome({ fleets, readers: all }: Stage): Promise<readonly PlannedReader[]> {
  const each = Math.max(1, Math.round(all.length * ODD_SHARE));
  const called = all.filter(({ way }) => way === 'push');
  // Spread over the groups, which readers take turns in.
  const odd = called.filter((_, index) => index % Math.floor(called.length / (2 * each)) === 0);
  const [dead, slow] = [odd.slice(0, each), odd.slice(each, 2 * each)];
  for (const reader of dead) await fleets.setHabit(reader, { kind: 'dead' });
  for (const reader of slow) await fleets.setHabit(reader, { kind: 'slow', ms: SLOW_MS });
  figures.push(
    { name: 'readers dead', value: dead.length, unit: 'readers' },
    { name: `readers slow, ${SLOW_MS} ms`, value: slow.length, unit: 'readers' },
  );
  return all.filter((reader) => !dead.includes(reader) && !slow.includes(reader));
}

async function runLong(stage: Stage, live: readonly PlannedReader[]): Promise<void> {
  tell(`${minutes} minutes with dead and slow readers`);
  const common = { stage, live, perSecond: PER_SECOND, taps: TAPPED_CARDS };
  const part = await runChanges({ ...common, seconds: minutes * 60 });
  tellFailures(part);
  figures.push(
    ...changeFigures('some dead and slow', part),
    ...growthFigures(stage.hub.probeFiles, part),
  );
}

async function runUses(stage: Stage, live: readonly PlannedReader[]): Promise<void> {
  const rate = { stage, perSecond: USES_PER_SECOND, seconds: USES_SECONDS };
  tell('uses alone');
  figures.push(...usesFigures('uses alone', await sendUses({ ...rate, round: 0 })));
  tell('uses with changes');
  const [part, uses] = await Promise.all([
    runChanges({ stage, live, perSecond: PER_SECOND, seconds: USES_SECONDS, taps: 0 }),
    sendUses({ ...rate, round: 1 }),
  ]);
  figures.push(
    ...usesFigures('uses with changes', uses),
    ...changeFigures('changes with uses', part),
  );
}

/** However often it is asked for, everything ends once, and is waited for. */
function end(): Promise<void> {
  ending ??= running.disposeAsync();
  return ending;
}

function tellFailures({ changes: { failures } }: ChangePart): void {
  for (const failure of failures.slice(0, 3)) tell(failure);
}

function tell(text: string): void {
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  process.stderr.write(`${String(seconds).padStart(5)} s  ${text}\n`);
}
