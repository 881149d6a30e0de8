import type { Connection, Model } from 'mongoose';
import { parseCardId } from '../../domain/card-id.ts';
import { parseCardNumber } from '../../domain/card-number.ts';
import type { AccountLink, Card } from '../../domain/card/card.ts';
import { parseCardholderId, type Cardholder } from '../../domain/card/cardholder.ts';
import { parseChipUid } from '../../domain/card/chip.ts';
import { parseCivilId } from '../../domain/card/civil-id.ts';
import { newMediumToken } from '../../domain/card/medium-token.ts';
import type { RandomBytes } from '../../domain/card/random-bytes.ts';
import { parseCityDay } from '../../domain/city-day.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import { parseLinkedAccount, type LinkedSystem } from '../../domain/linked-account.ts';
import type { KeyedHash, Seal } from '../../platform/stores/seal.ts';
import { isDuplicateKey } from '../../platform/stores/transaction.ts';
import { toCardRow, type CardRow, type RowSecrets } from './card-rows.mongo.ts';
import { cardModel } from './card-store.mongo.ts';
import { toHolderRow, type HolderRow } from './holder-rows.mongo.ts';
import { holderModel } from './holder-store.mongo.ts';

/** One holder with one card, as a register hands them over. Days and instants are the register's. */
export type CardholderToLoad = {
  readonly holderId: string;
  readonly kind: 'resident' | 'visitor' | 'organisation';
  /** Empty for an organisation. */
  readonly givenName: string;
  /** Family names, or the organisation's name. */
  readonly familyName: string;
  /** DNI, NIE, NIF or CIF. */
  readonly civilId: string;
  /** `YYYY-MM-DD`; null for an organisation. */
  readonly birthDate: string | null;
  readonly cardId: string;
  readonly cardNumber: string;
  /** Hexadecimal, first byte first; null for a card without chip. */
  readonly chipUid: string | null;
  readonly validFrom: Date;
  readonly validUntil: Date | null;
  readonly municipalLibraryAccount: string | null;
  readonly regionalLibraryAccount: string | null;
  readonly sportsMember: string | null;
  readonly transportCard: string | null;
  readonly taxContributor: string | null;
};

export type LoadOptions = {
  readonly connection: Connection;
  readonly seal: Seal;
  readonly hash: KeyedHash;
  readonly random: RandomBytes;
  /** Called after each batch with how many holders are there now, those found included. */
  readonly onProgress: (done: number) => void;
};

const BATCH = 1_000;

type Models = { readonly holders: Model<HolderRow>; readonly cards: Model<CardRow> };

/**
 * Writes holders with one active card each, as when a city brings its register along. What is there
 * is skipped, so that an interrupted load is finished by loading again. No events are written: nobody
 * knows anything of these cards yet. Collections and indexes have to be there, as they are at every
 * start of the subgraph; nobody may use an empty store meanwhile.
 *
 * @throws {InvalidInputError} A row that cannot be; the batches before it are loaded.
 * @throws {Error} Two rows share a card number, a civil id or an account.
 */
export async function loadCardholders(
  options: LoadOptions,
  rows: Iterable<CardholderToLoad>,
): Promise<void> {
  const { connection } = options;
  const models = { holders: holderModel(connection), cards: cardModel(connection) };
  const isEmpty =
    (await models.holders.estimatedDocumentCount()) === 0 &&
    (await models.cards.estimatedDocumentCount()) === 0;
  try {
    if (!isEmpty) {
      await insertAll(models, { ...options, isEmpty }, rows);
      return;
    }
    // Keys come in no order: putting each into growing indexes takes half as long again for 60,000
    // holders, and worse for more. Should this be cut short, the next start builds the indexes first.
    await models.holders.collection.dropIndexes();
    await models.cards.collection.dropIndexes();
    await insertAll(models, { ...options, isEmpty }, rows);
    await models.holders.createIndexes();
    await models.cards.createIndexes();
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const index = /index: (\S+)/.exec(String(error))?.[1] ?? 'unknown';
    // oxlint-disable-next-line preserve-caught-error -- it holds whole rows, which have no place in a log
    throw new Error(
      `The register cannot be loaded: two of its rows share a card number, a civil id or an account (index ${index}).`,
    );
  }
}

async function insertAll(
  models: Models,
  { seal, hash, random, onProgress, isEmpty }: LoadOptions & { readonly isEmpty: boolean },
  rows: Iterable<CardholderToLoad>,
): Promise<void> {
  let done = 0;
  const save = async (made: readonly MadeRows[]): Promise<void> => {
    await write(models, made, isEmpty);
    done += made.length;
    onProgress(done);
  };
  let written = Promise.resolve();
  for (const batch of batches(rows)) {
    // Made while the batch before is being written.
    const made = batch.map((row) => toRows(row, { seal, hash }, random));
    await written;
    written = save(made);
    // It is awaited above or below; this only says that a failure before then is not a stray one.
    written.catch(() => {});
  }
  await written;
}

type MadeRows = { readonly holder: HolderRow; readonly card: CardRow };

async function write(
  { holders, cards }: Models,
  made: readonly MadeRows[],
  isEmpty: boolean,
): Promise<void> {
  await Promise.all([
    insertAbsent(
      holders,
      made.map(({ holder }) => holder),
      isEmpty,
    ),
    insertAbsent(
      cards,
      made.map(({ card }) => card),
      isEmpty,
    ),
  ]);
}

async function insertAbsent<Row extends { readonly _id: string }>(
  model: Model<Row>,
  rows: readonly Row[],
  isEmpty: boolean,
): Promise<void> {
  const known = new Set(isEmpty ? [] : await knownIds(model, rows));
  const absent = rows.filter(({ _id }) => !known.has(_id));
  // The rows are made by this file, so mongoose need not look at each again.
  if (absent.length > 0) await model.insertMany(absent, { ordered: false, lean: true });
}

async function knownIds<Row extends { readonly _id: string }>(
  model: Model<Row>,
  rows: readonly Row[],
): Promise<readonly string[]> {
  const ids = rows.map(({ _id }) => _id);
  const found = await model
    .find({ _id: { $in: ids } }, { _id: 1 })
    .lean<readonly { readonly _id: string }[]>();
  return found.map(({ _id }) => _id);
}

/** @throws {InvalidInputError} The sentence names the holder by the opaque id, nothing personal. */
function toRows(row: CardholderToLoad, secrets: RowSecrets, random: RandomBytes): MadeRows {
  try {
    return parseRow(row, secrets, random);
  } catch (cause) {
    if (!(cause instanceof InvalidInputError)) throw cause;
    throw new InvalidInputError(`Cardholder ${row.holderId}: ${cause.message}`, { cause });
  }
}

function parseRow(row: CardholderToLoad, secrets: RowSecrets, random: RandomBytes): MadeRows {
  const identity = {
    civilId: parseCivilId(row.civilId),
    birthDay: row.birthDate === null ? null : parseCityDay(row.birthDate),
  };
  return {
    holder: toHolderRow(toHolder(row), identity, secrets),
    card: toCardRow(toCard(row), newMediumToken(random), secrets),
  };
}

function toHolder({ holderId, kind, givenName, familyName }: CardholderToLoad): Cardholder {
  const id = parseCardholderId(holderId);
  return kind === 'organisation'
    ? { id, kind, name: familyName }
    : { id, kind, givenName, familyName };
}

function toCard(row: CardholderToLoad): Card {
  const { validFrom, validUntil } = row;
  const links: readonly (AccountLink | null)[] = [
    toLink('library', row.municipalLibraryAccount, validFrom),
    toLink('regionalLibrary', row.regionalLibraryAccount, validFrom),
    toLink('sports', row.sportsMember, validFrom),
    toLink('transport', row.transportCard, validFrom),
    toLink('tax', row.taxContributor, validFrom),
  ];
  return {
    id: parseCardId(row.cardId),
    number: parseCardNumber(row.cardNumber),
    holderId: parseCardholderId(row.holderId),
    chip: row.chipUid === null ? null : parseChipUid(row.chipUid),
    issuedAt: validFrom,
    life: {
      state: 'active',
      validFrom,
      validUntil,
      activatedAt: validFrom,
      blockReason: null,
      replacedBy: null,
    },
    links: links.filter((link) => link !== null),
    version: 1,
  };
}

function toLink(system: LinkedSystem, account: string | null, linkedAt: Date): AccountLink | null {
  return account === null ? null : { system, account: parseLinkedAccount(account), linkedAt };
}

function* batches<Row>(rows: Iterable<Row>): Generator<readonly Row[]> {
  let batch: Row[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
