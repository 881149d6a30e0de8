import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { parseCardId } from '../domain/card-id.ts';
import type { MediumToken } from '../domain/card/medium-token.ts';
import { isOpenFor } from '../domain/reader-list/decide.ts';
import type { ReaderGroup } from '../domain/reader-list/group.ts';
import { groupsOfGijon } from '../domain/reader-list/groups-of-gijon.ts';
import { parseReaderId, type ReaderId } from '../domain/reader-list/reader.ts';
import { keepSecrets } from '../embedded/secrets.ts';
import { connectMongo } from '../platform/stores/mongo.ts';
import { createSeal } from '../platform/stores/seal.ts';
import { createRandom } from '../simulators/city/random.ts';
import { planDay, USES_A_DAY } from '../simulators/fleet/day-plan.ts';
import { startFleet, type Fleet } from '../simulators/fleet/fleet.ts';
import { createMediumTokens } from '../subgraphs/cards/medium-tokens.mongo.ts';
import { dataDir } from './data-dir.ts';
import { createProgressBar } from './progress-bar.ts';
import { registerReader } from './register-reader.ts';
import { createAsk, developmentToken, runningHub, type RunningHub } from './running-hub.ts';

// One day of Gijón, shortened, through simulated readers: one for each group, deciding by its own files.
const ZONE = 'Europe/Madrid';
const HOURS = 24;
const WIDTH = 40;
const LISTS_MS = 120_000;
const UPLOAD_MS = 120_000;

const { values } = parseArgs({
  options: {
    uses: { type: 'string', default: String(USES_A_DAY) },
    /** How long the day takes. */
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: 'day' },
  },
});

type Tally = { taps: number; admitted: number };

try {
  await replayDay();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function replayDay(): Promise<void> {
  const [uses, seconds] = [Number(values.uses), Number(values.seconds)];
  if (!Number.isSafeInteger(uses) || uses < 1) throw new Error('--uses takes a count, 1 or more.');
  if (!(seconds > 0)) throw new Error('--seconds takes a time above zero.');
  const folder = resolve(dataDir());
  const hub = runningHub(folder);
  const tokens = await readTokens(folder, hub);
  await using fleet = await startReaders(folder, hub);
  await untilListed(fleet);
  const services = new Map<string, Tally>();
  const hours = Array.from({ length: HOURS }, (): Tally => ({ taps: 0, admitted: 0 }));
  const took = await tapAll({ fleet, tokens, uses, seconds, services, hours });
  await untilUploaded(fleet);
  say(picture({ services, hours, took }));
}

async function readTokens(folder: string, { storeUri }: RunningHub): Promise<MediumToken[]> {
  const connection = await connectMongo({ uri: storeUri });
  try {
    const cards = connection.collection<{ _id: string }>('cards');
    const seal = createSeal(Buffer.from(keepSecrets(folder).HUB_SEAL_KEY, 'hex'));
    const ids = (await cards.find({}, { projection: { _id: 1 } }).toArray()).map(({ _id }) =>
      parseCardId(_id),
    );
    return [...(await createMediumTokens(connection, seal).find(ids)).values()];
  } finally {
    await connection.close();
  }
}

function readerOf({ id }: Pick<ReaderGroup, 'id'>): ReaderId {
  return parseReaderId(`day-${id}`);
}

async function startReaders(folder: string, hub: RunningHub): Promise<Fleet> {
  const ask = createAsk(hub.graph, await developmentToken(folder, 'staff', 'staff-1'));
  const readers = [];
  for (const group of groupsOfGijon) {
    const id = readerOf(group);
    await registerReader(ask, { id, group: group.id, place: group.places[0] ?? '' });
    const token = await developmentToken(folder, 'reader', id);
    readers.push({ id, group: group.id, way: 'poll' as const, token });
  }
  const files = join(folder, 'readers');
  mkdirSync(files, { recursive: true, mode: 0o700 });
  return startFleet({
    plan: { door: hub.door, folder: files, pushPort: 0, clockOffsetMs: 0, readers },
    zone: ZONE,
  });
}

async function untilListed({ members }: Fleet): Promise<void> {
  const deadline = Date.now() + LISTS_MS;
  const isWaiting = (): boolean =>
    [...members.values()].some(({ reader }) => reader.report().held.length < 2);
  while (isWaiting()) {
    if (Date.now() > deadline)
      throw new Error('The readers have not got their lists in two minutes.');
    await pause(100);
  }
}

type Day = {
  readonly fleet: Fleet;
  readonly tokens: readonly MediumToken[];
  readonly uses: number;
  readonly seconds: number;
  readonly services: Map<string, Tally>;
  readonly hours: readonly Tally[];
};

/** @returns How long each decision took, in milliseconds, sorted. */
async function tapAll({ fleet, tokens, uses, seconds, services, hours }: Day): Promise<number[]> {
  const serviceOf = new Map(groupsOfGijon.map(({ id, service }) => [id, service]));
  const bar = createProgressBar({
    write: (text) => void process.stderr.write(text),
    isTerminal: process.stderr.isTTY,
  });
  const took: number[] = [];
  const began = performance.now();
  const plan = { groups: groupsOfGijon, cards: tokens.length, uses };
  for (const { group, card, hour } of planDay(plan, createRandom(values.seed))) {
    const token = tokens[card];
    if (token === undefined) continue;
    // Evenly over the time that the day takes, with a rest for the readers' own work.
    const due = began + (took.length / uses) * seconds * 1000;
    if (performance.now() < due) await pause(Math.ceil(due - performance.now()));
    else if (took.length % 200 === 0) await pause(0);
    const started = performance.now();
    const { result } = fleet.tap(readerOf({ id: group }), token);
    took.push(performance.now() - started);
    const service = serviceOf.get(group) ?? '';
    for (const tally of [tallyOf(services, service), hours[hour]]) {
      if (tally === undefined) continue;
      tally.taps += 1;
      tally.admitted += Number(isOpenFor(result));
    }
    bar.at(took.length, uses, `${String(hour).padStart(2, '0')}:00, ${took.length} uses`);
  }
  bar.end();
  return took.toSorted((a, b) => a - b);
}

function tallyOf(services: Map<string, Tally>, service: string): Tally {
  const known = services.get(service) ?? { taps: 0, admitted: 0 };
  services.set(service, known);
  return known;
}

async function untilUploaded({ members }: Fleet): Promise<void> {
  const deadline = Date.now() + UPLOAD_MS;
  for (const { reader } of members.values()) {
    while ((await reader.pendingEvents(1)).length > 0) {
      if (Date.now() > deadline)
        throw new Error('The hub has not taken all events in two minutes.');
      await pause(100);
    }
  }
}

type Shown = Pick<Day, 'services' | 'hours'> & { readonly took: readonly number[] };

function picture({ services, hours, took }: Shown): string {
  const busiest = Math.max(...hours.map(({ taps }) => taps), 1);
  const byHour = hours.map(({ taps }, hour) => {
    const bar = '█'.repeat(Math.round((taps / busiest) * WIDTH));
    return `${String(hour).padStart(2, '0')}  ${bar.padEnd(WIDTH)} ${taps}`;
  });
  const byService = [...services]
    .toSorted(([, a], [, b]) => b.taps - a.taps)
    .map(([service, { taps, admitted }]) => {
      const share = ((100 * taps) / took.length).toFixed(1).padStart(5);
      return `${service.padEnd(24)} ${String(taps).padStart(6)} ${share} %   let in ${admitted}`;
    });
  const at = (share: number): string => (took[Math.floor(took.length * share)] ?? 0).toFixed(3);
  return [
    '',
    ...byHour,
    '',
    ...byService,
    '',
    `${took.length} uses, all uploaded and acknowledged; decided in ${at(0.5)} ms (median), ${at(0.99)} ms (99 of 100).`,
    'In about a minute the hub has counted them: examples/use-counts.graphql.',
  ].join('\n');
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
