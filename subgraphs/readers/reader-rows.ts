import { InvalidInputError } from '../../domain/errors.ts';
import { parseGroupId, type ReaderGroup } from '../../domain/reader-list/group.ts';
import { parseReaderId, type Reader } from '../../domain/reader-list/reader.ts';
import type { Context } from './context.ts';
import type { ReaderStanding, ReaderWithStanding } from './ports.ts';
import type { QueryReadersArgs, ReaderState, ReaderWayKind } from './schema.generated.ts';

/** As the schema's `Reader`. */
export type ReaderRow = {
  readonly id: string;
  readonly group: string;
  readonly place: string;
  readonly way: ReaderWayKind;
  readonly state: ReaderState;
  readonly lastContactAt: string | null;
  readonly lagMs: number | null;
  readonly lagSteps: number | null;
  readonly clockSkewMs: number | null;
  readonly failures: number;
  readonly lastFailure: string | null;
};

/** As the schema's `ReaderGroup`: the rest is asked for when it is selected. */
export type GroupRow = ReaderGroup;

const WAYS: Readonly<Record<Reader['way']['kind'], ReaderWayKind>> = {
  push: 'PUSH',
  mqtt: 'MQTT',
  poll: 'POLL',
  uhppote: 'UHPPOTE',
};

const LONGEST_PAGE = 200;
/** Looked through at once for readers in one state. */
const LOOKED_AT = 1_000;

/** GraphQL's Int has 32 bits; an age that does not fit is told as the greatest there is. */
const GREATEST_INT = 2 ** 31 - 1;

export async function readersPage(args: QueryReadersArgs, context: Context) {
  const first = args.first ?? 50;
  if (first < 1 || first > LONGEST_PAGE) {
    throw new InvalidInputError(`\`first\` must be from 1 to ${LONGEST_PAGE}.`);
  }
  const group = typeof args.group === 'string' ? parseGroupId(args.group) : null;
  let after = typeof args.after === 'string' ? parseReaderId(args.after) : null;
  const now = context.clock.now();
  const found: ReaderRow[] = [];
  for (;;) {
    const { readers, hasMore } = await context.registry.page({ group, after, first: LOOKED_AT });
    const rows = readers.map((one) => toReaderRow(one, now));
    found.push(...rows.filter(({ state }) => !args.state || state === args.state));
    after = readers.at(-1)?.reader.id ?? null;
    if (!hasMore || after === null || found.length > first) break;
  }
  const items = found.slice(0, first);
  return { items, endCursor: found.length > first ? (items.at(-1)?.id ?? null) : null };
}

export function toReaderRow({ reader, standing }: ReaderWithStanding, now: Date): ReaderRow {
  const { id, group, place, way } = reader;
  return {
    ...{ id, group, place, way: WAYS[way.kind], state: stateOf(standing) },
    lastContactAt: standing?.contactAt?.toISOString() ?? null,
    lagMs: standing === null ? null : ageMs(standing.behindSince, now),
    lagSteps: standing === null ? null : standing.behindSteps,
    clockSkewMs: standing === null || standing.skewMs === null ? null : toInt(standing.skewMs),
    failures: standing?.failures ?? 0,
    lastFailure: standing?.code ?? null,
  };
}

function stateOf(standing: ReaderStanding | null): ReaderState {
  if (standing === null) return 'LAGGING';
  if (standing.deadSince !== null) return 'DEAD';
  return standing.behindSince === null && standing.contactAt !== null ? 'ONLINE' : 'LAGGING';
}

/** How long ago, in milliseconds; 0 for never. */
export function ageMs(since: Date | null, now: Date): number {
  return since === null ? 0 : toInt(Math.max(0, now.getTime() - since.getTime()));
}

function toInt(value: number): number {
  return Math.max(-GREATEST_INT, Math.min(GREATEST_INT, Math.round(value)));
}

export async function groupLag({ id }: ReaderGroup, { loaders, clock }: Context) {
  const standing = (await loaders.standingsByGroup()).get(id);
  const { readers = 0, behind = 0, dead = 0, behindSince = null } = standing ?? {};
  return { readers, behind, dead, lagMs: ageMs(behindSince, clock.now()) };
}

export async function groupLists({ id }: ReaderGroup, { loaders }: Context) {
  const lists = (await loaders.listsByGroup()).get(id) ?? [];
  return lists.map(({ name, epoch, sequence, entries, issuedAt }) => ({
    ...{ name, epoch, sequence, entries },
    issuedAt: issuedAt?.toISOString() ?? null,
  }));
}
