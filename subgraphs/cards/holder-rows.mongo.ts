import { Schema } from 'mongoose';
import {
  displayName,
  parseCardholderId,
  searchWords,
  type Cardholder,
} from '../../domain/card/cardholder.ts';
import type { CivilId } from '../../domain/card/civil-id.ts';
import type { KeyedHash } from '../../platform/stores/seal.ts';
import type { RowSecrets } from './card-rows.mongo.ts';
import type { Identity } from './store.ts';

/** A holder at rest: nothing personal is readable without the key. */
export type HolderRow = {
  readonly _id: string;
  readonly kind: Cardholder['kind'];
  /** Sealed JSON of the names. */
  readonly sealedName: string;
  /** Sealed JSON of civil ids and birth day; opened only to compare. */
  readonly sealedIdentity: string;
  /** Keyed hashes of the civil ids; absent for a child without document. Several after a naturalisation. */
  readonly civilIdKeys?: readonly string[];
  /** Keyed hashes of how the words of the name begin, see `nameKeys`. */
  readonly nameKeys: readonly string[];
};

type SealedName = { readonly names: readonly string[] };
type SealedIdentity = {
  readonly civilIds: readonly CivilId[];
  readonly birthDay: string | null;
};

/** Beginnings of words are kept in these lengths; the rest of a longer word is compared after opening. */
const PREFIX_LENGTHS: readonly number[] = [3, 5];

/** 64 bits of a keyed hash: whoever collides by chance is dropped after opening. */
const NAME_KEY_DIGITS = 16;

export function civilIdKey(hash: KeyedHash, { kind, canonical }: CivilId): string {
  return hash(`civil-id:${kind}`, canonical);
}

/**
 * The keys of one word of a name: keyed hashes of its first three and five letters, of the whole
 * word where it is shorter. Who steals the store but not the key learns which holders' names begin
 * alike and no letter of them.
 */
function keysOfWord(hash: KeyedHash, word: string): readonly string[] {
  const letters = Array.from(word);
  const lengths = PREFIX_LENGTHS.filter((length) => length <= letters.length);
  const beginnings = lengths.map((length) => letters.slice(0, length).join(''));
  return (beginnings.length > 0 ? beginnings : [word]).map((text) =>
    hash('name', text).slice(0, NAME_KEY_DIGITS),
  );
}

/** The most selective key that a searched word has. */
export function searchKey(hash: KeyedHash, word: string): string {
  return keysOfWord(hash, word).at(-1) ?? '';
}

export function toHolderRow(
  holder: Cardholder,
  { civilId, birthDay }: Identity,
  { seal, hash }: RowSecrets,
): HolderRow {
  const name: SealedName = {
    names: holder.kind === 'organisation' ? [holder.name] : [holder.givenName, holder.familyName],
  };
  const identity: SealedIdentity = { civilIds: civilId === null ? [] : [civilId], birthDay };
  const words = searchWords(displayName(holder));
  return {
    _id: holder.id,
    kind: holder.kind,
    sealedName: seal.seal(JSON.stringify(name), `name:${holder.id}`),
    sealedIdentity: seal.seal(JSON.stringify(identity), `identity:${holder.id}`),
    ...(civilId !== null && { civilIdKeys: [civilIdKey(hash, civilId)] }),
    nameKeys: [...new Set(words.flatMap((word) => keysOfWord(hash, word)))],
  };
}

export function toHolder({ _id, kind, sealedName }: HolderRow, { seal }: RowSecrets): Cardholder {
  const id = parseCardholderId(_id);
  const { names }: SealedName = JSON.parse(seal.open(sealedName, `name:${_id}`));
  const [first = '', second = ''] = names;
  return kind === 'organisation'
    ? { id, kind, name: first }
    : { id, kind, givenName: first, familyName: second };
}

export function openIdentity(
  { _id, sealedIdentity }: HolderRow,
  { seal }: RowSecrets,
): SealedIdentity {
  const identity: SealedIdentity = JSON.parse(seal.open(sealedIdentity, `identity:${_id}`));
  return identity;
}

export function holderSchema() {
  const schema = new Schema<HolderRow>(
    {
      _id: { type: String, required: true },
      kind: { type: String, required: true },
      sealedName: { type: String, required: true },
      sealedIdentity: { type: String, required: true },
      civilIdKeys: { type: [String], default: undefined },
      nameKeys: { type: [String], required: true },
    },
    { collection: 'cardholders', versionKey: false, autoIndex: false, autoCreate: false },
  );
  // The same document never makes two holders.
  schema.index({ civilIdKeys: 1 }, { unique: true, sparse: true });
  schema.index({ nameKeys: 1 });
  return schema;
}
