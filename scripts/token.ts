import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseCardNumber } from '../domain/card-number.ts';
import { HubError } from '../domain/errors.ts';
import { isGiven } from '../platform/process/config.ts';
import { connectMongo } from '../platform/stores/mongo.ts';
import { dataDir } from './data-dir.ts';
import { developmentToken, storeUriOf } from './running-hub.ts';

const USAGE =
  'Usage: npm run token -- --as citizen --card N | --as staff | --as kiosk | --as merchant --id ID | --as reader --id ID';
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
  const sign = (kind: Parameters<typeof developmentToken>[1], id: string) =>
    developmentToken(folder, kind, id);
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
  const connection = await connectMongo({ uri: storeUriOf(folder) });
  try {
    const card = await connection.collection('cards').findOne({ number: cardNumber });
    if (card === null) throw new Error(`There is no card ${number} in this city.`);
    return String(card['holderId']);
  } finally {
    await connection.close();
  }
}
