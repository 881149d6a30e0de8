import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from 'mongoose';
import type { MediumToken } from '../../domain/card/medium-token.ts';
import { cityDayAt } from '../../domain/city-day.ts';
import { groupsOfGijon } from '../../domain/reader-list/groups-of-gijon.ts';
import { encodeArtefact } from '../../domain/reader-list/codec.ts';
import { createListContent } from '../../domain/reader-list/list-content.ts';
import { parseReaderId } from '../../domain/reader-list/reader.ts';
import { servicesOfGijon as catalogue } from '../../domain/tariff/services-of-gijon.ts';
import { systemClock as clock } from '../../platform/clock.ts';
import { createReaderKeys, type ReaderKeys } from '../../platform/reader-keys.ts';
import type { Seal } from '../../platform/stores/seal.ts';
import { openKeyFile } from '../../simulators/reader/key-file.ts';
import { createReader } from '../../simulators/reader/reader.ts';
import { openReaderStore } from '../../simulators/reader/reader-store.ts';
import { createMediumTokens } from '../../subgraphs/cards/medium-tokens.mongo.ts';
import { createRightsParts } from '../../subgraphs/entitlements/rights-parts.ts';
import { draftLists, type BuildTask } from '../../sync/readers/draft-lists.ts';
import type { CardRight, Rights } from '../../sync/readers/rights-port.ts';
import { median, percentile } from '../support/load.ts';
import type { Figure } from '../support/report.ts';
import { FIRST_VERSION } from './city-rulebook.ts';
import { timed } from './stage.ts';

/** The group whose prices differ most. */
const GROUP = 'bus-line-1';
const NAME = `rulebook-${FIRST_VERSION}` as const;
const ROUNDS = 3;
const TAPS = 50_000;
const WARM_UP_TAPS = 5_000;
const VALID_MS = 72 * 3_600_000;

export type FullListOptions = {
  readonly connection: Connection;
  readonly seal: Seal;
  readonly zone: string;
};

/** One full list, built from the rights of every card and signed; then a reader that decides by it. */
export async function measureFullList(options: FullListOptions): Promise<readonly Figure[]> {
  const { connection, seal, zone } = options;
  const found = groupsOfGijon.find(({ id }) => id === GROUP);
  if (found === undefined) throw new Error(`There is no reader group ${GROUP}.`);
  const keys = createReaderKeys({ master: randomBytes(32), signing: randomBytes(32) });
  const task = toTask(keys, found, zone);
  const parts = createRightsParts({ connection, seal, catalogue, clock, zone });
  const all = parts.rightsWith(createMediumTokens(connection, seal));
  const read: (readonly CardRight[])[] = [];
  const ask = { groups: [found], rulebooks: [FIRST_VERSION], day: task.day };
  const readIn = await timed(async () => {
    for await (const batch of all.all(ask, null)) read.push(batch);
  });
  const rights: Rights = {
    ...all,
    async *all() {
      yield* read;
    },
  };
  const builtIn: number[] = [];
  let snapshot: Uint8Array = new Uint8Array();
  for (let round = 0; round < ROUNDS; round += 1) {
    builtIn.push(await timed(async () => void (snapshot = await press(rights, task, keys))));
  }
  const entries = (snapshot.length - 1_000) / 16;
  const tokens = read.flatMap((batch) => batch.map(({ token }) => token));
  return [
    { name: 'rights of all cards read from the store', value: readIn, unit: 's' },
    {
      name: 'a full list judged, built and signed',
      value: median(builtIn),
      unit: 's',
      limit: '<= 5',
    },
    { name: 'its size', value: snapshot.length / 1e6, unit: 'MB', limit: '<= 4.4 for 270,512' },
    { name: 'its entries, about', value: Math.round(entries), unit: 'entries' },
    ...(await measureDecisions({ snapshot, keys, tokens, zone })),
  ];
}

function toTask(keys: ReaderKeys, group: (typeof groupsOfGijon)[number], zone: string): BuildTask {
  const codeKey = keys.codeKey(group.id, 1, FIRST_VERSION);
  const lists = [{ name: NAME, rulebook: FIRST_VERSION, codeKey }];
  return {
    id: 'bench',
    groups: [{ group, epoch: 1, key: keys.groupKey(group.id, 1), lists }],
    day: cityDayAt(clock.now(), zone),
    ...{ after: null, parts: 0, done: 0, cardsPerPart: null },
  };
}

async function press(rights: Rights, task: BuildTask, keys: ReaderKeys): Promise<Uint8Array> {
  const builds = { savePart: async () => {}, findParts: async () => [] };
  for await (const draft of draftLists({ rights, builds, onProgress: () => {} }, task)) {
    const [list] = draft.lists;
    if (list === undefined) break;
    const content = createListContent(list.body);
    const issuedAt = clock.now();
    return encodeArtefact({
      header: {
        ...{ kind: 'allow-snapshot', issuer: keys.issuer, audience: draft.group.id, epoch: 1 },
        ...{ rulebook: FIRST_VERSION, sequence: 1, baseSequence: 0, issuedAt },
        notAfter: new Date(issuedAt.getTime() + VALID_MS),
        ...{ effectiveAt: new Date(0), isWithdrawn: false },
        ...{ entryCount: content.count, changeCount: content.count, digest: content.digest() },
      },
      terms: { codes: list.codes, unlisted: { priceCents: 150 }, whenStale: 'open-and-log' },
      body: list.body,
      sign: keys.sign,
    });
  }
  throw new Error('No list was built.');
}

type Decisions = {
  readonly snapshot: Uint8Array;
  readonly keys: ReaderKeys;
  readonly tokens: readonly MediumToken[];
  readonly zone: string;
};

/** The reader program as it is shipped, with its files; half of the cards are in the list. */
async function measureDecisions({ snapshot, keys, tokens, zone }: Decisions): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-reader-'));
  try {
    const group = groupsOfGijon.find(({ id }) => id === GROUP)?.id;
    if (group === undefined) throw new Error(`There is no reader group ${GROUP}.`);
    const keyFile = await openKeyFile(join(folder, 'keys.json'), group);
    const raw = keys.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
    const key = Buffer.from(keys.groupKey(group, 1)).toString('base64url');
    await keyFile.add({ epoch: 1, key, publicKey: raw.toString('base64url') });
    await using store = await openReaderStore(folder);
    const parts = { id: parseReaderId('bench'), group, store, keys: keyFile, clock, zone };
    const reader = await createReader(parts);
    const { answer, refusal } = await reader.receive([snapshot]);
    if (answer !== 'Accepted') throw new Error(`The reader refuses the list: ${refusal}.`);
    const times: number[] = [];
    for (let tap = 0; tap < WARM_UP_TAPS + TAPS; tap += 1) {
      const known = tokens[Math.floor(Math.random() * tokens.length)];
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a card of another city
      const strange = randomBytes(16).toString('hex') as MediumToken;
      const token = tap % 2 === 0 && known !== undefined ? known : strange;
      const startedAt = performance.now();
      reader.tap(token);
      if (tap >= WARM_UP_TAPS) times.push(performance.now() - startedAt);
      // Its log is written meanwhile, as between two people at a door.
      if (tap % 500 === 0) await new Promise((resolve) => void setImmediate(resolve));
    }
    const sorted = times.toSorted((a, b) => a - b);
    return [
      { name: 'a reader decides, p50', value: percentile(sorted, 0.5), unit: 'ms' },
      {
        name: 'a reader decides, p99',
        value: percentile(sorted, 0.99),
        unit: 'ms',
        limit: '<= 0.1',
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
