import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { HubError, InvalidInputError } from '../domain/errors.ts';
import { parseGroupId, type ReaderGroup } from '../domain/reader-list/group.ts';
import { groupsOfGijon } from '../domain/reader-list/groups-of-gijon.ts';
import { parseReaderGroups } from '../domain/reader-list/parse-groups.ts';
import { parseReaderId, type ReaderId, type ReaderWay } from '../domain/reader-list/reader.ts';
import { servicesOfGijon } from '../domain/tariff/services-of-gijon.ts';
import { connectMongo } from '../platform/stores/mongo.ts';
import type {
  ReaderRegistry,
  ReaderWithStanding,
} from '../sync/readers/registry/reader-registry.ts';
import { createReaderRegistry } from '../sync/readers/registry/reader-registry.mongo.ts';
import { dataDir } from './data-dir.ts';
import { storeUriOf } from './running-hub.ts';

const USAGE = `Usage: npm run readers -- list [--group GROUP]
       npm run readers -- replay READER… | --all
       npm run readers -- register READER --group GROUP --place PLACE --way push --url URL
       npm run readers -- register READER --group GROUP --place PLACE --way mqtt | poll
       npm run readers -- register READER --group GROUP --place PLACE --way uhppote --host HOST --port 60000 --serial N --doors 1,2
       npm run readers -- retire READER…`;

const OPTIONS = {
  all: { type: 'boolean' },
  group: { type: 'string' },
  place: { type: 'string' },
  way: { type: 'string' },
  url: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  serial: { type: 'string' },
  doors: { type: 'string' },
} as const;

/** Readers on one page of the store. */
const PAGE = 1_000;

type Values = { readonly [Name in keyof typeof OPTIONS]?: string | boolean };

try {
  process.stdout.write(`${await answer()}\n`);
} catch (error) {
  const sentence =
    error instanceof HubError
      ? error.publicMessage
      : String(error instanceof Error ? error.message : error);
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

/** Works on the register in the store; the hub takes changes and replays up within about two seconds. */
async function answer(): Promise<string> {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
  const [command, ...names] = positionals;
  const folder = resolve(dataDir());
  const connection = await connectMongo({ uri: storeUriOf(folder) });
  try {
    const registry = createReaderRegistry({ connection, groups: readGroups() });
    return await follow(registry, { command, names: names.map(parseReaderId), values });
  } finally {
    await connection.close();
  }
}

type Command = {
  readonly command: string | undefined;
  readonly names: readonly ReaderId[];
  readonly values: Values;
};

async function follow(
  registry: ReaderRegistry,
  { command, names, values }: Command,
): Promise<string> {
  switch (command) {
    case 'list':
      return list(
        registry,
        values.group === undefined ? null : parseGroupId(text(values, 'group')),
      );
    case 'replay': {
      if (names.length === 0 && values.all !== true) throw new Error(USAGE);
      const count = await registry.askReplay(values.all === true ? null : names, new Date());
      return `${count} will be tried within two seconds.`;
    }
    case 'register':
      return register(registry, names, values);
    case 'retire':
      return retire(registry, names);
    case undefined:
    default:
      throw new Error(USAGE);
  }
}

async function register(
  registry: ReaderRegistry,
  [id]: readonly ReaderId[],
  values: Values,
): Promise<string> {
  if (id === undefined) throw new Error(USAGE);
  const group = parseGroupId(text(values, 'group'));
  await registry.add([{ id, group, place: text(values, 'place'), way: wayOf(values) }], new Date());
  return `${id} is in service. Its token: npm run token -- --as reader --id ${id}`;
}

async function retire(registry: ReaderRegistry, names: readonly ReaderId[]): Promise<string> {
  if (names.length === 0) throw new Error(USAGE);
  const told = [];
  for (const id of names) {
    const isRetired = await registry.retire(id, new Date());
    told.push(isRetired ? `${id} is out of service.` : `There is no reader ${id} in service.`);
  }
  return told.join('\n');
}

async function list(
  registry: ReaderRegistry,
  group: ReturnType<typeof parseGroupId> | null,
): Promise<string> {
  const lines: string[] = [];
  let after: ReaderId | null = null;
  for (;;) {
    const { readers, hasMore } = await registry.page({ group, after, first: PAGE });
    lines.push(...readers.map(lineOf));
    after = readers.at(-1)?.reader.id ?? null;
    if (!hasMore || after === null) break;
  }
  return lines.length === 0 ? 'There are no readers.' : lines.join('\n');
}

function lineOf({ reader, standing }: ReaderWithStanding): string {
  const { id, group, place, way } = reader;
  return [id, group, place, way.kind, stateOf(standing)].join('\t');
}

function stateOf(standing: ReaderWithStanding['standing']): string {
  if (standing === null) return 'not heard of';
  const { deadSince, code, failures, behindSteps, contactAt } = standing;
  const heard = contactAt === null ? 'never heard of' : `heard of ${contactAt.toISOString()}`;
  if (deadSince !== null) return `DEAD since ${deadSince.toISOString()} (${code}), ${heard}`;
  if (failures > 0) return `failing (${code}), ${heard}`;
  return behindSteps > 0 ? `${behindSteps} steps behind, ${heard}` : `up to date, ${heard}`;
}

function wayOf(values: Values): ReaderWay {
  const kind = text(values, 'way');
  switch (kind) {
    case 'push':
      return { kind, url: text(values, 'url') };
    case 'mqtt':
    case 'poll':
      return { kind };
    case 'uhppote': {
      const doors = text(values, 'doors').split(',').map(Number);
      const [port, serial] = [text(values, 'port'), text(values, 'serial')].map(Number);
      return { kind, host: text(values, 'host'), port: port ?? 0, serial: serial ?? 0, doors };
    }
    default:
      throw new InvalidInputError(`There is no way ${kind}: push, mqtt, poll or uhppote.`);
  }
}

function text(values: Values, name: keyof Values): string {
  const value = values[name];
  if (typeof value !== 'string') throw new Error(`--${name} is missing.\n${USAGE}`);
  return value;
}

function readGroups(): readonly ReaderGroup[] {
  const file = process.env['HUB_READER_GROUPS_FILE'] ?? '';
  if (file === '') return groupsOfGijon;
  const data: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return parseReaderGroups(data, { catalogue: servicesOfGijon });
}
