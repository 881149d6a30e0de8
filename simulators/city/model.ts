import type { CensusRecord } from './census-record.ts';
import type { ParkingRecord } from './parking-record.ts';
import type { SportsRecord } from './sports-record.ts';
import type { TaxRecord } from './tax-record.ts';
import type { TransportRecord } from './transport-record.ts';

/** How large the city is and when it was made. */
export type CityOptions = {
  /** Cardholders, 1 or more. */
  readonly people: number;
  /** Day the city was made, `YYYY-MM-DD`: due dates and births lie around it. */
  readonly madeOn: string;
  readonly seed: string;
};

/** A synthetic holder of one card, with the accounts that the legacy systems keep of them. */
export type Cardholder = {
  readonly index: number;
  /** The opaque id of the person or organisation in the hub. */
  readonly id: string;
  readonly kind: 'resident' | 'visitor' | 'organisation';
  /** Given and family names of a person; an organisation has its name in `familyName`. */
  readonly givenName: string;
  readonly familyName: string;
  /** DNI from the fake range 00000000–00999999, NIE from X0000000, CIF from B00000000: synthetic by construction. */
  readonly civilId: string;
  /** `YYYY-MM-DD`; null for an organisation. */
  readonly birthDate: string | null;
  readonly card: {
    readonly id: string;
    readonly number: string;
    /** 7-byte chip UID in canonical hex, most significant byte first. */
    readonly chipUid: string;
    /** Days from `madeOn` to the last day of validity; null for no end. */
    readonly validDays: number | null;
  };
  /** Account at the municipal libraries (SIP2); null for who never joined. */
  readonly municipalLibrary: LibraryRecord | null;
  /** Account at the regional library (Koha REST); null for who never joined. */
  readonly regionalLibrary: LibraryRecord | null;
  /** Membership at the municipal sports body; null for who never joined. */
  readonly sports: SportsRecord | null;
  /** The transport card that is on the same plastic; null for who never had one. */
  readonly transport: TransportRecord | null;
  /** Vehicles; null for who has none. */
  readonly parking: ParkingRecord | null;
  /** The contributor at the tax office; null for who owes nothing there. */
  readonly tax: TaxRecord | null;
  /** What the census knows; null for organisations and visitors, of whom it knows nothing. */
  readonly census: CensusRecord | null;
};

/** What a library knows of a borrower. */
export type LibraryRecord = {
  /** Thirteen digits (municipal), `R` and nine digits (regional). */
  readonly account: string;
  /** Four digits. */
  readonly pin: string;
  readonly isBlocked: boolean;
  readonly loans: readonly {
    readonly barcode: string;
    readonly title: string;
    readonly author: string;
    /** Days from `madeOn`; negative is overdue. */
    readonly dueInDays: number;
    readonly mayRenew: boolean;
  }[];
  readonly holds: readonly {
    readonly barcode: string;
    readonly title: string;
    readonly isReady: boolean;
  }[];
  readonly charges: readonly { readonly concept: string; readonly amountCents: number }[];
};
