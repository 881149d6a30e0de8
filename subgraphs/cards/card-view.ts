import { isUsable, stateAt, type CardState } from '../../domain/card/card-life.ts';
import { linkOf, type Card } from '../../domain/card/card.ts';
import { displayName, type Cardholder } from '../../domain/card/cardholder.ts';
import type { LinkedSystem } from '../../domain/linked-account.ts';
import type { RevocationFacts } from './revocation-view.ts';
import type {
  CardholderKind,
  CardStatus,
  LinkedSystem as LinkedSystemName,
} from './schema.generated.ts';

/** A card as it is shown, true at one instant. Plain JSON, so that a result can be kept and shown again. */
export type CardFacts = {
  readonly id: string;
  readonly number: string;
  readonly status: CardStatus;
  readonly validFrom: string;
  readonly validUntil: string | null;
  readonly holderId: string;
  readonly replacedById: string | null;
  readonly links: readonly {
    readonly system: LinkedSystemName;
    readonly linkedAt: string;
    readonly accountEnding: string;
  }[];
};

/**
 * What clients do not see and other subgraphs act on. Never kept with a result: a request that is
 * repeated after its card was blocked or unlinked must not open what the card no longer opens.
 */
export type CardPowers = {
  readonly version: number;
  readonly isUsable: boolean;
  readonly municipalLibraryNumber: string | null;
  readonly regionalLibraryNumber: string | null;
  readonly sportsMemberNumber: string | null;
  readonly transportCardNumber: string | null;
  readonly taxContributorNumber: string | null;
};

/** A holder as shown; plain JSON likewise. */
export type HolderFacts = {
  readonly __typename: 'Person' | 'Organisation';
  readonly id: string;
  readonly kind: CardholderKind;
  readonly displayName: string;
  /** Empty for an organisation. */
  readonly givenName: string;
  readonly familyName: string;
};

/** Where the rest is found from a card or holder: in the store, or in what was kept with a result. */
export type Surroundings = {
  holder(id: string): Promise<HolderView>;
  card(id: string): Promise<CardView>;
  /** The latest first. */
  cardsOf(holderId: string): Promise<readonly CardView[]>;
  revocationsOf(cardId: string): Promise<readonly RevocationFacts[]>;
};

export type CardView = CardFacts & { readonly around: Surroundings };
export type HolderView = HolderFacts & { readonly around: Surroundings };

const STATUSES: Readonly<Record<CardState, CardStatus>> = {
  issued: 'ISSUED',
  active: 'ACTIVE',
  blocked: 'BLOCKED',
  lost: 'LOST',
  replaced: 'REPLACED',
  cancelled: 'CANCELLED',
  expired: 'EXPIRED',
};

const SYSTEM_NAMES: Readonly<Record<LinkedSystem, LinkedSystemName>> = {
  library: 'LIBRARY',
  regionalLibrary: 'REGIONAL_LIBRARY',
  sports: 'SPORTS',
  transport: 'TRANSPORT',
  tax: 'TAX',
};

const KINDS: Readonly<Record<Cardholder['kind'], CardholderKind>> = {
  resident: 'RESIDENT',
  visitor: 'VISITOR',
  organisation: 'ORGANISATION',
};

/** Enough to tell one's own accounts apart, too little to use one. */
const SHOWN_DIGITS = 4;

export function toStatus(card: Card, now: Date): CardStatus {
  return STATUSES[stateAt(card.life, now)];
}

export function toSystemName(system: LinkedSystem): LinkedSystemName {
  return SYSTEM_NAMES[system];
}

export function toCardFacts(card: Card, now: Date): CardFacts {
  const { life } = card;
  return {
    id: card.id,
    number: card.number,
    status: toStatus(card, now),
    validFrom: life.validFrom.toISOString(),
    validUntil: life.validUntil?.toISOString() ?? null,
    holderId: card.holderId,
    replacedById: life.replacedBy,
    links: card.links.map(({ system, linkedAt, account }) => ({
      system: toSystemName(system),
      linkedAt: linkedAt.toISOString(),
      accountEnding: account.slice(-SHOWN_DIGITS),
    })),
  };
}

export function toCardPowers(card: Card, now: Date): CardPowers {
  return {
    version: card.version,
    isUsable: isUsable(card.life, now),
    municipalLibraryNumber: linkOf(card, 'library')?.account ?? null,
    regionalLibraryNumber: linkOf(card, 'regionalLibrary')?.account ?? null,
    sportsMemberNumber: linkOf(card, 'sports')?.account ?? null,
    transportCardNumber: linkOf(card, 'transport')?.account ?? null,
    taxContributorNumber: linkOf(card, 'tax')?.account ?? null,
  };
}

export function toHolderFacts(holder: Cardholder): HolderFacts {
  const isOrganisation = holder.kind === 'organisation';
  return {
    __typename: isOrganisation ? 'Organisation' : 'Person',
    id: holder.id,
    kind: KINDS[holder.kind],
    displayName: displayName(holder),
    givenName: isOrganisation ? '' : holder.givenName,
    familyName: isOrganisation ? '' : holder.familyName,
  };
}

/** The latest issued first; equal instants by id, so that the order never wavers. */
export function latestFirst(cards: readonly Card[]): readonly Card[] {
  return cards.toSorted(
    (a, b) => b.issuedAt.getTime() - a.issuedAt.getTime() || (a.id < b.id ? -1 : 1),
  );
}
