import { Worker } from 'node:worker_threads';
import type { CardId } from '../../domain/card-id.ts';
import type { MediumToken } from '../../domain/card/medium-token.ts';
import { cardKey, KEY_BYTES } from '../../domain/reader-list/card-key.ts';
import type { GroupId } from '../../domain/reader-list/group.ts';
import type { Clock } from '../../platform/clock.ts';
import type { ReaderKeys } from '../../platform/reader-keys.ts';
import { createByteTable, type ByteTable, type ByteTableBuffers } from './byte-table.ts';
import { createCardList, type CardList } from './card-list.ts';
import type { CardTokens, GroupEpochs } from './ports.ts';

/** Which card a group's readers mean by a key. Nothing of it is ever written down. */
export type CardIndex = {
  /** From what is ready in memory; null also for a card that only `find` would know. */
  peek(group: GroupId, epoch: number, key: string): CardId | null;
  /**
   * Makes ready what is not: about a second for 270,000 cards the first time, beside the event loop.
   *
   * @param keys Hexadecimal, 20 digits each.
   * @param asOf When they came: a card that had been issued by then is known.
   * @returns By key; those that no card of the city has are missing, and all of an epoch that is over.
   */
  find(
    group: GroupId,
    epoch: number,
    keys: readonly string[],
    asOf: Date,
  ): Promise<ReadonlyMap<string, CardId>>;
};

export type CardIndexOptions = {
  readonly tokens: CardTokens;
  readonly epochs: GroupEpochs;
  readonly keys: Pick<ReaderKeys, 'groupKey'>;
  readonly clock: Clock;
  /** Tables that were not used for longest go when all take more; the one in use always stays. */
  readonly maxBytes?: number;
};

/** All of forty groups with 270,000 cards each. */
const MOST_BYTES = 256 * 1024 * 1024;

/** So many keys are made here at once; more are made in a thread of their own. */
const FEW_CARDS = 1_000;

export function createCardIndex(options: CardIndexOptions): CardIndex {
  const { epochs, keys, clock, maxBytes = MOST_BYTES } = options;
  const cards = createCardList(options.tokens, () => clock.now());
  const tables = createTables(maxBytes);
  const building = new Map<string, Promise<ByteTable>>();
  let lastBuild: Promise<unknown> = Promise.resolve();

  const build = (name: string, groupKey: Uint8Array): Promise<ByteTable> => {
    const known = building.get(name);
    if (known !== undefined) return known;
    // One after the other: each takes a core.
    const built = lastBuild
      .then(() => buildTable(cards.tokens(), groupKey))
      .then((buffers) => tables.keep(name, createByteTable(KEY_BYTES, buffers)))
      .finally(() => building.delete(name));
    lastBuild = built.catch(() => {});
    building.set(name, built);
    return built;
  };
  const upToDate = async (name: string, groupKey: Uint8Array): Promise<ByteTable> => {
    let table = tables.use(name);
    if (table === null || cards.count - table.count > FEW_CARDS)
      table = await build(name, groupKey);
    addMissing(table, cards, groupKey);
    return table;
  };

  return {
    peek(group, epoch, key) {
      const table = tables.use(nameOf(group, epoch));
      const ordinal = table === null ? -1 : table.find(Buffer.from(key, 'hex'));
      return ordinal < 0 ? null : cards.cardAt(ordinal);
    },
    async find(group, epoch, wanted, asOf) {
      const found = new Map<string, CardId>();
      const live = await epochs.liveEpochs(group);
      if (!live.includes(epoch)) return found;
      const look = (table: ByteTable): boolean => {
        for (const key of wanted) {
          const ordinal = table.find(Buffer.from(key, 'hex'));
          if (ordinal >= 0) found.set(key, cards.cardAt(ordinal));
        }
        return wanted.every((key) => found.has(key));
      };
      await cards.ready();
      const [name, groupKey] = [nameOf(group, epoch), keys.groupKey(group, epoch)];
      if (look(await upToDate(name, groupKey))) return found;
      // A card may have been issued since.
      await cards.refresh(asOf);
      look(await upToDate(name, groupKey));
      return found;
    },
  };
}

function nameOf(group: GroupId, epoch: number): string {
  return `${group} ${epoch}`;
}

/** Keys of the cards that came since the table was made. */
function addMissing(table: ByteTable, cards: CardList, groupKey: Uint8Array): void {
  for (let ordinal = table.count; ordinal < cards.count; ordinal += 1) {
    const token = Buffer.from(cards.tokenAt(ordinal)).toString('hex');
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was read from one
    table.put(cardKey(groupKey, token as MediumToken));
  }
}

/** The tables in memory, the one used last at the end. */
function createTables(maxBytes: number) {
  const tables = new Map<string, ByteTable>();
  const use = (name: string): ByteTable | null => {
    const table = tables.get(name);
    if (table === undefined) return null;
    tables.delete(name);
    tables.set(name, table);
    return table;
  };
  return {
    use,
    keep(name: string, table: ByteTable): ByteTable {
      tables.delete(name);
      tables.set(name, table);
      let bytes = [...tables.values()].reduce((sum, each) => sum + each.bytes, 0);
      for (const [other, { bytes: freed }] of tables) {
        if (bytes <= maxBytes || other === name) break;
        tables.delete(other);
        bytes -= freed;
      }
      return table;
    },
  };
}

/** What the thread is given and gives back. */
export type CardTableWork = { readonly tokens: Uint8Array; readonly groupKey: Uint8Array };

async function buildTable(tokens: Uint8Array, groupKey: Uint8Array): Promise<ByteTableBuffers> {
  const workerData: CardTableWork = { tokens, groupKey };
  const { promise, resolve, reject } = Promise.withResolvers<ByteTableBuffers>();
  const worker = new Worker(new URL('card-table-worker.ts', import.meta.url), { workerData });
  worker.once('message', resolve);
  worker.once('error', reject);
  worker.once('exit', (code) => reject(new Error(`making a table of cards ended with ${code}`)));
  return promise;
}
