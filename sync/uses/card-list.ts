import { parseCardId, type CardId } from '../../domain/card-id.ts';
import { createByteTable } from './byte-table.ts';
import type { CardToken, CardTokens } from './ports.ts';

/** Bytes of a medium token. */
export const TOKEN_BYTES = 16;

/** Ids are looked for again from this long before the last look: clocks of processes differ. */
const OVERLAP_MS = 60_000;

/** Every token with its card, each with an ordinal that stays. In plain buffers, in memory alone. */
export type CardList = {
  /** Reads all tokens the first time. */
  ready(): Promise<void>;
  /** Reads what is new since the last look, unless that was after this instant. */
  refresh(asOf: Date): Promise<void>;
  readonly count: number;
  /** Tokens one after the other, a copy. */
  tokens(): Uint8Array;
  tokenAt(ordinal: number): Uint8Array;
  cardAt(ordinal: number): CardId;
};

export function createCardList(source: CardTokens, now: () => Date): CardList {
  const tokens = createByteTable(TOKEN_BYTES);
  const ids = createTexts();
  let reading: Promise<void> | null = null;
  let lookedAt: Date | null = null;

  const add = (portion: readonly CardToken[]): void => {
    for (const { cardId, token } of portion) {
      const bytes = Buffer.from(token, 'hex');
      if (tokens.find(bytes) >= 0) continue;
      tokens.put(bytes);
      ids.put(cardId);
    }
  };
  const readAll = async (): Promise<void> => {
    const startedAt = now();
    for await (const portion of source.allTokens()) add(portion);
    lookedAt = startedAt;
  };
  const readNew = async (since: Date): Promise<void> => {
    const startedAt = now();
    add(await source.tokensSince(new Date(since.getTime() - OVERLAP_MS)));
    lookedAt = startedAt;
  };
  // One at a time: those who come meanwhile wait for the one under way.
  const once = (read: () => Promise<void>): Promise<void> => {
    reading ??= read().finally(() => {
      reading = null;
    });
    return reading;
  };

  return {
    async ready() {
      if (lookedAt === null) await once(readAll);
    },
    async refresh(asOf) {
      // One that is under way may have begun too early.
      await reading;
      const last = lookedAt;
      if (last === null) return once(readAll);
      if (last <= asOf) await once(() => readNew(last));
    },
    get count() {
      return tokens.count;
    },
    tokens: () => tokens.buffers().keys.slice(0, tokens.count * TOKEN_BYTES),
    tokenAt: tokens.at,
    cardAt: (ordinal) => parseCardId(ids.at(ordinal)),
  };
}

/** Short texts one after the other. */
function createTexts() {
  let bytes = Buffer.alloc(1 << 16);
  let ends = new Uint32Array(1 << 10);
  let count = 0;
  const endOf = (ordinal: number): number => (ordinal < 0 ? 0 : (ends[ordinal] ?? 0));
  return {
    put(text: string): void {
      const start = endOf(count - 1);
      if (start + text.length > bytes.length)
        bytes = Buffer.concat([bytes, Buffer.alloc(bytes.length)]);
      if (count === ends.length) {
        const more = new Uint32Array(ends.length * 2);
        more.set(ends);
        ends = more;
      }
      ends[count] = start + bytes.write(text, start, 'latin1');
      count += 1;
    },
    at: (ordinal: number): string => bytes.toString('latin1', endOf(ordinal - 1), endOf(ordinal)),
  };
}
