import type { ClientSession } from 'mongoose';
import type { CardId } from '../../domain/card-id.ts';
import type { CardholderId } from '../../domain/card/cardholder.ts';
import type { CityDay } from '../../domain/city-day.ts';
import type { Quote } from '../../domain/tariff/quote.ts';
import type { Pass } from '../../domain/tariff/pass.ts';
import type { HolderKind, TariffHolder } from '../../domain/tariff/situation.ts';
import type { ServiceId } from '../../domain/tariff/service.ts';
import type { ViewerKind } from '../../domain/viewer.ts';
import type { CreditTaken } from './credits/credits-taken.ts';

/** What prices of a holder follow from. Personal: sealed at rest as a whole. */
export type TariffRecord = TariffHolder & {
  readonly passes: readonly Pass[];
  /** What was taken from credits whose period is not over: `credits/` keeps the uses behind it. */
  readonly credits: readonly CreditTaken[];
};

/** Of whom nothing is recorded. */
export const NOTHING_RECORDED: Pick<TariffRecord, 'facts' | 'passes' | 'credits'> = {
  facts: [],
  passes: [],
  credits: [],
};

/** A holder as the store has it; one that is not there has no facts. */
export type HolderRow = TariffRecord & {
  readonly holderId: CardholderId;
  /** One more with every write. */
  readonly version: number;
};

/** What a card gets follows from its holder and from this. */
export type CardRightRow = {
  readonly cardId: CardId;
  readonly holderId: CardholderId;
  readonly holderKind: HolderKind;
  /** As written, without the clock: `usable` also for a card that has expired or is not valid yet. */
  readonly standing: 'usable' | 'denied' | 'off';
  /** Of the card; an older one never overwrites a newer one. */
  readonly cardVersion: number;
  /** Of the card's rights: one more with every real difference. */
  readonly version: number;
  /** First and last city day on which it counts; a last day of null is for no end. */
  readonly firstOn: CityDay;
  readonly lastOn: CityDay | null;
  /** The city day as of which readers were told last, or would have been had anything differed. */
  readonly evaluatedOn: CityDay;
  /** The next day on which it begins or ends; null for none. */
  readonly wakeOn: CityDay | null;
};

export type SavedHolder = {
  readonly row: HolderRow;
  /** A day on which to judge anew at the latest, see `wake-day.ts`; null when nothing changes by time alone. */
  readonly wakeOn: CityDay | null;
};

/** The collection `tariffHolders`. */
export type HolderStore = {
  /** In any order; who is not there is missing. */
  find(ids: readonly CardholderId[], session?: ClientSession): Promise<readonly HolderRow[]>;
  /**
   * Adds or replaces. Every change of a holder or one of the cards saves the holder, so that of two
   * transactions at once the second conflicts, begins again and sees what the first did.
   */
  save(session: ClientSession, changed: readonly SavedHolder[]): Promise<void>;
  /** Whose day has come, those waiting longest first. */
  findDue(day: CityDay, limit: number): Promise<readonly CardholderId[]>;
};

/** The collection `cardRights`. */
export type CardRightStore = {
  find(ids: readonly CardId[], session?: ClientSession): Promise<readonly CardRightRow[]>;
  findByHolders(
    ids: readonly CardholderId[],
    session?: ClientSession,
  ): Promise<readonly CardRightRow[]>;
  /** Adds or replaces. */
  save(session: ClientSession, rows: readonly CardRightRow[]): Promise<void>;
  findDue(day: CityDay, limit: number): Promise<readonly CardRightRow[]>;
};

/** A quote as it was told, with all it takes to tell it again. */
export type KeptQuote = {
  readonly id: string;
  readonly quotedAt: Date;
  /** Null for one that was refused: kept like the others, so that telling nothing takes as long. */
  readonly quote: Quote | null;
  /** The pass that made it free; null when none did. */
  readonly passId: string | null;
  /** Null for a stranger. */
  readonly cardId: string | null;
  readonly holderId: CardholderId | null;
  readonly viewerKind: ViewerKind;
};

/** The collection `quotes`: sealed, and deleted by the store after 400 days. */
export type QuoteStore = {
  add(quote: KeptQuote): Promise<void>;
  find(id: string): Promise<KeptQuote | null>;
};

/** The collection `merchants`: whose prices each may ask. */
export type MerchantStore = {
  find(merchant: string): Promise<ServiceId | null>;
  save(session: ClientSession, merchant: string, service: ServiceId): Promise<void>;
};

/** What this subgraph keeps. */
export type EntitlementsStore = {
  readonly holders: HolderStore;
  readonly rights: CardRightStore;
  readonly quotes: QuoteStore;
  readonly merchants: MerchantStore;
  /** All writes of `work` or none; it may be run again, so it has no other effect. */
  transact<Result>(work: (session: ClientSession) => Promise<Result>): Promise<Result>;
};
