import type { HeldList } from '../../domain/reader-list/artefact.ts';
import { decodeArtefact, decodeChanges } from '../../domain/reader-list/codec.ts';
import type { Random } from '../../simulators/city/random.ts';
import type { KnownCard } from './card-changes.ts';
import { READERS, type CityReader, type ReaderCity } from './reader-city.ts';
import { until } from './until.ts';

/** From the killed part's return, or the last change accepted after it, until everything is in force everywhere. */
export const IN_FORCE_MS = 10_000;

/** Waited for at most, so that a slow round tells how slow it was. */
const PATIENCE_MS = 60_000;
/** Of what a process wrote, in a sentence that says what was waited for. */
const LAST_WORDS = 3_000;

/**
 * Waits until every reader decides by the last change of each card, holds its group's heads to the byte,
 * and the hub knows it.
 *
 * @returns Milliseconds since `backAt`, or since the last change was accepted if that was later.
 */
export async function untilInForce(city: ReaderCity, backAt: number): Promise<number> {
  const ms = await untilWell(city, backAt, () => whatLacks(city));
  city.changes.touched.clear();
  return ms;
}

/** As `untilInForce`, but for some readers that may lack whatever they lack. */
export async function untilInForceBut(
  city: ReaderCity,
  except: readonly string[],
): Promise<number> {
  return untilWell(city, 0, async () => {
    const others = READERS.filter(({ id }) => !except.includes(id));
    for (const card of city.changes.touched) {
      const wrong = await readersThatErr(city, card, others);
      if (wrong.length > 0) return `${card.id} at ${wrong.join(', ')}`;
    }
    return '';
  });
}

async function untilWell(
  city: ReaderCity,
  backAt: number,
  lacks: () => Promise<string>,
): Promise<number> {
  const since = Math.max(backAt, city.changes.lastAcceptedAt);
  let lacking = '';
  await until(
    async () => {
      lacking = await lacks().catch((error: unknown) => String(error));
      return lacking === '';
    },
    {
      patienceMs: PATIENCE_MS,
      what: () => `everything in force: ${lacking}\n${lastWords(city)}`,
    },
  );
  return Date.now() - since;
}

function lastWords({ hub }: ReaderCity): string {
  const parts = { readers: hub.readers, sync: hub.sync };
  return Object.entries(parts)
    .map(([name, role]) => `${name}: ${role.output().slice(-LAST_WORDS)}`)
    .join('\n');
}

/** @returns Empty for nothing. */
async function whatLacks(city: ReaderCity): Promise<string> {
  for (const card of city.changes.touched) {
    const wrong = await readersThatErr(city, card, READERS);
    if (wrong.length > 0) return `${card.id} at ${wrong.join(', ')}`;
  }
  const astray = await unequalReaders(city);
  if (astray.length > 0) return `other lists at ${astray.join(', ')}`;
  const rows = await unfinishedRows(city);
  return rows === 0 ? '' : `${rows} unfinished rows`;
}

async function readersThatErr(
  { fleet }: ReaderCity,
  card: KnownCard,
  readers: readonly CityReader[],
): Promise<readonly string[]> {
  const opened = await Promise.all(
    readers.map(async ({ id }) => (await fleet.tap(id, card.token)).isOpen),
  );
  return readers
    .filter((reader, index) => opened[index] !== mayPass(card, reader))
    .map(({ id }) => id);
}

function mayPass({ isBlocked, passId }: KnownCard, { group }: CityReader): boolean {
  return !isBlocked && (group !== 'gate' || passId !== null);
}

type HeadRow = HeldList & { readonly group: string };

/** Readers whose lists are not, to the digest, those of the hub. */
export async function unequalReaders({ hub, fleet }: ReaderCity): Promise<readonly string[]> {
  const heads = await hub.stores.mongo
    .db()
    .collection<HeadRow>('readerLists')
    .find({ state: 'live' })
    .toArray();
  const reports = await fleet.reports();
  return READERS.filter(({ id, group }) => {
    const held = reports.find(({ readerId }) => readerId === id)?.held ?? [];
    return toText(held) !== toText(heads.filter((head) => head.group === group));
  }).map(({ id }) => id);
}

function toText(lists: readonly HeldList[]): string {
  return lists
    .map(({ name, epoch, sequence, digest }) => `${name}.${epoch}.${sequence}.${digest}`)
    .toSorted()
    .join();
}

async function unfinishedRows({ hub }: ReaderCity): Promise<number> {
  const db = hub.stores.mongo.db();
  const unfinished = { state: { $ne: 'done' } };
  const counts = ['outbox', 'rightChanges'].map((name) =>
    db.collection(name).countDocuments(unfinished),
  );
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

/** Readers of which not exactly as many uses are stored as cards were held to them. */
export async function usesAstray({ hub, fleet }: ReaderCity): Promise<readonly string[]> {
  const uses = hub.stores.mongo.db().collection('uses');
  const stored = await Promise.all(READERS.map(({ id }) => uses.countDocuments({ reader: id })));
  return READERS.flatMap(({ id }, index) => {
    const [had, has] = [fleet.taps.get(id) ?? 0, stored[index]];
    return had === has ? [] : [`${id}: ${has} of ${had}`];
  });
}

type StepRow = {
  readonly group: string;
  readonly name: string;
  readonly sequence: number;
  readonly delta: { readonly buffer: Uint8Array; readonly position: number } | null;
};

/**
 * Published changes that say what the list said already, and sequences that are not there or there twice:
 * a change that had its effect twice would show as one.
 */
export async function repeatedEffects({ hub }: ReaderCity): Promise<readonly string[]> {
  const rows = await hub.stores.mongo
    .db()
    .collection<StepRow>('readerListSteps')
    .find()
    .sort({ group: 1, name: 1, sequence: 1 })
    .toArray();
  const found: string[] = [];
  const said = new Map<string, string>();
  let before: StepRow | null = null;
  for (const row of rows) {
    const isSame = before?.group === row.group && before.name === row.name;
    if (isSame && row.sequence !== (before?.sequence ?? 0) + 1) found.push(`gap ${label(row)}`);
    before = row;
    if (row.delta === null) continue;
    const { buffer, position } = row.delta;
    for (const { key, entry } of decodeChanges(decodeArtefact(buffer.subarray(0, position)).body)) {
      const id = `${row.group}:${row.name}:${Buffer.from(key).toString('hex')}`;
      const says = JSON.stringify(entry);
      if (said.get(id) === says) found.push(`repetition ${label(row)}`);
      said.set(id, says);
    }
  }
  return found;
}

function label({ group, name, sequence }: StepRow): string {
  return `${group} ${name} #${sequence}`;
}

const QUOTE = `query($card: CardNumber!, $service: ID!, $on: DateTime) {
  quote(card: $card, service: $service, on: $on) { ... on Quote { access priceCents } }
}`;

/**
 * Readers that let a sampled card in where the rulebook does not, or the other way round, or ask more than
 * it says. Lists of few cards say no price; prices of the others are merged in the holder's favour.
 *
 * @param offsetMs So much the readers' clock is ahead: they go by the day that it shows.
 */
export async function otherThanRulebook(
  city: ReaderCity,
  random: Random,
  { sample, offsetMs = 0 }: { readonly sample: number; readonly offsetMs?: number },
): Promise<readonly string[]> {
  const wrong: string[] = [];
  // A clock that is behind is set right by the time that the hub has signed.
  const on = offsetMs <= 0 ? null : new Date(Date.now() + offsetMs).toISOString();
  for (let count = 0; count < sample; count += 1) {
    const known = random.pick(city.changes.cards);
    const card = random.chance(70) ? known : random.pick(city.hub.cards);
    for (const { id, group } of READERS) {
      const service = city.serviceOf(group);
      const answer = await city.hub.ask(QUOTE, { card: card.number, service, on });
      const { access, priceCents = 0 } = (answer?.['quote'] ?? {}) as {
        readonly access?: string;
        readonly priceCents?: number | null;
      };
      const tap = await city.fleet.tap(id, card.token);
      const isRight =
        tap.isOpen === (access === 'ALLOW') &&
        (!tap.isOpen || tap.priceCents === null || tap.priceCents <= (priceCents ?? 0));
      if (!isRight)
        wrong.push(`${id}: ${tap.result} ${tap.priceCents}, not ${access} ${priceCents}`);
    }
  }
  return wrong;
}
