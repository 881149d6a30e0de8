import { Schema } from 'mongoose';
import { parseCardId } from '../../domain/card-id.ts';
import { parseCardNumber } from '../../domain/card-number.ts';
import type { BlockReason, WrittenState } from '../../domain/card/card-life.ts';
import type { AccountLink, Card } from '../../domain/card/card.ts';
import { parseCardholderId } from '../../domain/card/cardholder.ts';
import { parseChipUid, reverseHex } from '../../domain/card/chip.ts';
import type { MediumToken } from '../../domain/card/medium-token.ts';
import { parseLinkedAccount, type LinkedSystem } from '../../domain/linked-account.ts';
import type { KeyedHash, Seal } from '../../platform/stores/seal.ts';

/** A card at rest. What readers and legacy systems know it by is sealed, or a keyed hash. */
export type CardRow = {
  readonly _id: string;
  readonly number: string;
  readonly holderId: string;
  readonly sealedToken: string;
  readonly chip: string | null;
  readonly issuedAt: Date;
  readonly state: WrittenState;
  readonly validFrom: Date;
  readonly validUntil: Date | null;
  readonly activatedAt: Date | null;
  readonly blockReason: BlockReason | null;
  readonly replacedBy: string | null;
  readonly links: readonly LinkRow[];
  readonly version: number;
} & CardKeys;

type LinkRow = {
  readonly system: LinkedSystem;
  readonly sealedAccount: string;
  readonly linkedAt: Date;
};

/** What a card is found by while it lasts; each absent rather than null, for the sparse indexes. */
type CardKeys = {
  /** The chip's bytes, and in reverse, until the card is replaced or cancelled. */
  readonly liveChip?: string;
  readonly liveChipReversed?: string;
  /** Keyed hashes of the linked accounts. */
  readonly accountKeys?: readonly string[];
};

export type RowSecrets = { readonly seal: Seal; readonly hash: KeyedHash };

export function accountKey(hash: KeyedHash, system: LinkedSystem, account: string): string {
  return hash(`account:${system}`, account);
}

export function toCardRow(card: Card, token: MediumToken, secrets: RowSecrets): CardRow {
  const { id, number, holderId, chip, issuedAt } = card;
  const { set } = changesOf(card, secrets);
  return {
    _id: id,
    number,
    holderId,
    sealedToken: secrets.seal.seal(token, `medium-token:${id}`),
    chip,
    issuedAt,
    validFrom: card.life.validFrom,
    validUntil: card.life.validUntil,
    ...set,
  };
}

type Changes = {
  readonly set: Pick<
    CardRow,
    'state' | 'activatedAt' | 'blockReason' | 'replacedBy' | 'links' | 'version'
  > &
    CardKeys;
  /** Keys that the card is no longer found by. */
  readonly unset: Readonly<Partial<Record<keyof CardKeys, ''>>>;
};

/** What may differ after a change; the rest of a card never does. */
export function changesOf({ id, chip, life, links, version }: Card, secrets: RowSecrets): Changes {
  const isChipLive = chip !== null && life.state !== 'replaced' && life.state !== 'cancelled';
  const { state, activatedAt, blockReason, replacedBy } = life;
  return {
    set: {
      state,
      activatedAt,
      blockReason,
      replacedBy,
      links: links.map((link) => toLinkRow(id, link, secrets.seal)),
      version,
      ...(isChipLive && { liveChip: chip, liveChipReversed: reverseHex(chip) }),
      ...(links.length > 0 && {
        accountKeys: links.map(({ system, account }) => accountKey(secrets.hash, system, account)),
      }),
    },
    unset: {
      ...(!isChipLive && { liveChip: '' as const, liveChipReversed: '' as const }),
      ...(links.length === 0 && { accountKeys: '' as const }),
    },
  };
}

export function toCard(row: CardRow, { seal }: RowSecrets): Card {
  const { state, validFrom, validUntil, activatedAt, blockReason, replacedBy } = row;
  return {
    id: parseCardId(row._id),
    number: parseCardNumber(row.number),
    holderId: parseCardholderId(row.holderId),
    chip: row.chip === null ? null : parseChipUid(row.chip),
    issuedAt: row.issuedAt,
    life: {
      state,
      validFrom,
      validUntil,
      activatedAt,
      blockReason,
      replacedBy: replacedBy === null ? null : parseCardId(replacedBy),
    },
    links: row.links.map(({ system, sealedAccount, linkedAt }) => ({
      system,
      account: parseLinkedAccount(seal.open(sealedAccount, `account:${row._id}:${system}`)),
      linkedAt,
    })),
    version: row.version,
  };
}

function toLinkRow(cardId: string, { system, account, linkedAt }: AccountLink, seal: Seal) {
  return {
    system,
    sealedAccount: seal.seal(account, `account:${cardId}:${system}`),
    linkedAt,
  };
}

export function cardSchema() {
  const schema = new Schema<CardRow>(
    {
      _id: { type: String, required: true },
      number: { type: String, required: true },
      holderId: { type: String, required: true },
      sealedToken: { type: String, required: true },
      chip: { type: String, default: null },
      issuedAt: { type: Date, required: true },
      state: { type: String, required: true },
      validFrom: { type: Date, required: true },
      validUntil: { type: Date, default: null },
      activatedAt: { type: Date, default: null },
      blockReason: { type: String, default: null },
      replacedBy: { type: String, default: null },
      links: [
        new Schema<LinkRow>(
          {
            system: { type: String, required: true },
            sealedAccount: { type: String, required: true },
            linkedAt: { type: Date, required: true },
          },
          { _id: false },
        ),
      ],
      version: { type: Number, required: true },
      liveChip: { type: String },
      liveChipReversed: { type: String },
      accountKeys: { type: [String], default: undefined },
    },
    { collection: 'cards', versionKey: false, autoIndex: false, autoCreate: false },
  );
  schema.index({ number: 1 }, { unique: true });
  schema.index({ holderId: 1 });
  // Not unique: identifiers of four bytes are not, and a register brings such pairs along.
  schema.index({ liveChip: 1 }, { sparse: true });
  schema.index({ liveChipReversed: 1 }, { sparse: true });
  // An account belongs to one card.
  schema.index({ accountKeys: 1 }, { unique: true, sparse: true });
  return schema;
}
