import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseCardNumber } from '../domain/card-number.ts';
import { HubError } from '../domain/errors.ts';
import { holderOf } from '../embedded/folder-lock.ts';
import { RUN_FILE } from '../embedded/one-machine.ts';
import { openDevelopmentKey } from '../platform/tokens/development-key.ts';
import { isGiven } from '../platform/process/config.ts';
import { connectMongo } from '../platform/stores/mongo.ts';
import { signDevelopmentToken } from '../platform/tokens/token.ts';
import { dataDir } from './data-dir.ts';

const USAGE =
  'Usage: npm run token -- --as citizen --card N | --as staff | --as kiosk | --as merchant --id ID | --as reader --id ID';
const LIFE_SECONDS = 30 * 24 * 60 * 60;
const DEFAULT_IDS = { staff: 'staff-1', kiosk: 'kiosk-1' } as const;

try {
  process.stdout.write(`${await token()}\n`);
} catch (error) {
  const sentence =
    error instanceof HubError
      ? error.publicMessage
      : String(error instanceof Error ? error.message : error);
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

async function token(): Promise<string> {
  const { values } = parseArgs({
    options: { as: { type: 'string' }, card: { type: 'string' }, id: { type: 'string' } },
  });
  const folder = resolve(dataDir());
  if (isGiven(process.env, 'HUB_JWKS_URL')) {
    throw new Error('HUB_JWKS_URL is set: tokens come from the issuer behind it.');
  }
  const key = await openDevelopmentKey(folder);
  const sign = (kind: 'citizen' | 'staff' | 'kiosk' | 'merchant' | 'reader', id: string) =>
    signDevelopmentToken({ key, kind, id, expiresInSeconds: LIFE_SECONDS });
  switch (values.as) {
    case 'citizen':
      if (values.card === undefined) throw new Error(`A citizen needs --card N.\n${USAGE}`);
      return sign('citizen', await holderOfCard(folder, values.card));
    case 'staff':
    case 'kiosk':
      return sign(values.as, values.id ?? DEFAULT_IDS[values.as]);
    case 'merchant':
    case 'reader':
      if (values.id === undefined) throw new Error(`A ${values.as} needs --id ID.\n${USAGE}`);
      return sign(values.as, values.id);
    case undefined:
    default:
      throw new Error(USAGE);
  }
}

/** The opaque id of the holder: a token never carries the card's number. */
async function holderOfCard(folder: string, number: string): Promise<string> {
  const cardNumber = parseCardNumber(number);
  const connection = await connectMongo({ uri: storeUri(folder) });
  try {
    const card = await connection.collection('cards').findOne({ number: cardNumber });
    if (card === null) throw new Error(`There is no card ${number} in this city.`);
    return String(card['holderId']);
  } finally {
    await connection.close();
  }
}

function storeUri(folder: string): string {
  const given = process.env['MONGODB_URI'] ?? '';
  if (given !== '') return given;
  const runFile = join(folder, RUN_FILE);
  if (holderOf(folder) === null || !existsSync(runFile)) {
    throw new Error('The hub is not running: start it with npm start, then ask again.');
  }
  const run: unknown = JSON.parse(readFileSync(runFile, 'utf8'));
  if (typeof run === 'object' && run !== null && 'MONGODB_URI' in run)
    return String(run.MONGODB_URI);
  throw new Error(`${runFile} does not name the store: stop the hub and start it again.`);
}
