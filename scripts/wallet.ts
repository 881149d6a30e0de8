import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseCardId } from '../domain/card-id.ts';
import { parseCardNumber } from '../domain/card-number.ts';
import { parseMediumToken, type MediumToken } from '../domain/card/medium-token.ts';
import { keepSecrets } from '../embedded/secrets.ts';
import { connectMongo } from '../platform/stores/mongo.ts';
import { createSeal } from '../platform/stores/seal.ts';
import { createMediumTokens } from '../subgraphs/cards/medium-tokens.mongo.ts';

const FILE = 'wallet.json';
const kept = z.record(z.string(), z.string());

export type WalletOptions = {
  readonly dataDir: string;
  /** Null while the hub is away: then only cards that were held up before are there. */
  readonly storeUri: string | null;
};

/**
 * The plastic of the synthetic city: what a card's chip would give a reader. Cards that were held up
 * once are remembered in a file of mode 0600, so that a reader can be tried while the hub is away.
 */
export async function findTokens(
  numbers: readonly string[],
  { dataDir, storeUri }: WalletOptions,
): Promise<ReadonlyMap<string, MediumToken>> {
  const path = join(dataDir, 'readers', FILE);
  const known = readKept(path);
  const wanted = numbers.map((number) => parseCardNumber(number));
  if (storeUri !== null) {
    Object.assign(known, await lookUp(wanted, { dataDir, storeUri }));
    writeFileSync(path, JSON.stringify(known), { mode: 0o600 });
  }
  return new Map(
    wanted.flatMap((number) => {
      const token = known[number];
      return token === undefined ? [] : [[number, parseMediumToken(token)] as const];
    }),
  );
}

async function lookUp(
  numbers: readonly string[],
  { dataDir, storeUri }: { readonly dataDir: string; readonly storeUri: string },
): Promise<Record<string, string>> {
  const connection = await connectMongo({ uri: storeUri });
  try {
    const cards = connection.collection<{ _id: string; number: string }>('cards');
    const found = await cards.find({ number: { $in: [...numbers] } }).toArray();
    const seal = createSeal(Buffer.from(keepSecrets(dataDir).HUB_SEAL_KEY, 'hex'));
    const tokens = await createMediumTokens(connection, seal).find(
      found.map(({ _id }) => parseCardId(_id)),
    );
    return Object.fromEntries(
      found.flatMap(({ _id, number }) => {
        const token = tokens.get(parseCardId(_id));
        return token === undefined ? [] : [[number, token] as const];
      }),
    );
  } finally {
    await connection.close();
  }
}

function readKept(path: string): Record<string, string> {
  try {
    return kept.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // The first card that is held up, or a file cut short: it is looked up again.
    return {};
  }
}
