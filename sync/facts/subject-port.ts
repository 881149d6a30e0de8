import type { CardholderId } from '../../domain/card/cardholder.ts';
import type { CivilId } from '../../domain/card/civil-id.ts';
import type { CityDay } from '../../domain/city-day.ts';
import type { LinkedAccount } from '../../domain/linked-account.ts';
import type { HolderKind } from '../../domain/tariff/situation.ts';

/** By what sources know a holder. Personal: it lives as long as one question. */
export type Subject = {
  readonly holderId: CardholderId;
  readonly kind: HolderKind;
  /** The latest document; null for a child without one. */
  readonly civilId: CivilId | null;
  /** As the desk wrote it down; null for an organisation. */
  readonly birthDay: CityDay | null;
  /** The contributor to whom one of the holder's cards is linked; null for none. */
  readonly contributor: LinkedAccount | null;
};

/** Null for a holder who is not there. */
export type SubjectOf = (holderId: CardholderId) => Promise<Subject | null>;
