import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { HubError } from '../domain/errors.ts';
import type { Decision } from '../domain/reader-list/decide.ts';
import { parseGroupId } from '../domain/reader-list/group.ts';
import { groupsOfGijon } from '../domain/reader-list/groups-of-gijon.ts';
import { parseReaderId } from '../domain/reader-list/reader.ts';
import { systemClock as clock } from '../platform/clock.ts';
import { openMember, type Member } from '../simulators/fleet/member.ts';
import { uploadPending } from '../simulators/fleet/upload-loop.ts';
import { dataDir } from './data-dir.ts';
import { registerReader } from './register-reader.ts';
import { createAsk, developmentToken, findRunningHub, type RunningHub } from './running-hub.ts';
import { findTokens } from './wallet.ts';

// One simulated reader at which a person holds up cards: it takes the newest lists where the hub runs,
// decides by its own files, and uploads what happened.
const USAGE =
  'Usage: npm run reader -- --group GROUP --tap NUMBER [--tap NUMBER …] [--id ID] [--place PLACE] [--offline]';
const ZONE = 'Europe/Madrid';
/** A list of a million cards comes in much less. */
const LISTS_MS = 60_000;

try {
  await run();
} catch (error) {
  const sentence =
    error instanceof HubError
      ? error.publicMessage
      : String(error instanceof Error ? error.message : error);
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      group: { type: 'string' },
      tap: { type: 'string', multiple: true },
      id: { type: 'string' },
      place: { type: 'string' },
      offline: { type: 'boolean', default: false },
    },
  });
  if (values.group === undefined || values.tap === undefined) throw new Error(USAGE);
  const groupId = parseGroupId(values.group);
  const id = parseReaderId(values.id ?? `desk-${groupId}`);
  const folder = resolve(dataDir());
  const hub = values.offline ? null : findRunningHub(folder);
  mkdirSync(join(folder, 'readers'), { recursive: true, mode: 0o700 });
  const token = await developmentToken(folder, 'reader', id);
  await using member = await openMember({
    plan: { door: hub?.door ?? 'http://127.0.0.1:9', folder: join(folder, 'readers') },
    of: { id, group: groupId, token },
    clock,
    zone: ZONE,
  });
  if (hub === null) say('The hub is away: the reader goes by what it has.');
  else await catchUp(member, { hub, folder, place: values.place });
  say(describe(member));
  const tokens = await findTokens(values.tap, { dataDir: folder, storeUri: hub?.storeUri ?? null });
  for (const number of values.tap) {
    const found = tokens.get(number);
    if (found === undefined) {
      say(`${number}  there is no such card to hold up`);
      continue;
    }
    const began = performance.now();
    const decision = member.reader.tap(found);
    say(`${number}  ${toLine(decision)}  decided in ${(performance.now() - began).toFixed(2)} ms`);
  }
  if (hub === null) say('The hub is away: the events are uploaded the next time.');
  else await uploadPending(member);
}

type Surroundings = {
  readonly hub: RunningHub;
  readonly folder: string;
  readonly place: string | undefined;
};

/** Registers the reader if need be, fetches its group's keys, and takes every list that it lacks. */
async function catchUp(member: Member, { hub, folder, place }: Surroundings): Promise<void> {
  const { reader, door } = member;
  await register(member, { hub, folder, place });
  await member.fetchKeys();
  const deadline = AbortSignal.timeout(LISTS_MS);
  for (;;) {
    const artefacts = await door.fetchLists(reader.report().held, { waitMs: 1, signal: deadline });
    if (artefacts === null) break;
    const report = await reader.receive(artefacts);
    await door.postReport(report);
    if (report.answer !== 'Accepted')
      throw new Error(`The reader refuses a list: ${report.refusal}.`);
  }
}

async function register({ reader }: Member, { hub, folder, place }: Surroundings): Promise<void> {
  const group = groupsOfGijon.find(({ id }) => id === reader.group);
  const ask = createAsk(hub.graph, await developmentToken(folder, 'staff', 'staff-1'));
  const at = place ?? group?.places[0] ?? 'anywhere';
  await registerReader(ask, { id: reader.id, group: reader.group, place: at });
}

function describe({ reader }: Member): string {
  const lists = reader.report().held.map(({ name, sequence }) => `${name} #${sequence}`);
  return `reader ${reader.id} of ${reader.group} has ${lists.length === 0 ? 'no lists' : lists.join(', ')}`;
}

function toLine({ answer, result, priceCents }: Decision): string {
  const price = priceCents === null ? '' : `  ${(priceCents / 100).toFixed(2)} €`;
  return `${answer.display}${price}  (${result})`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
