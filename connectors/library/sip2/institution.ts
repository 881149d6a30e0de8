import type { Encoding } from './text.ts';

/**
 * What is done about checksums and sequence digits. `strict`: a reply without a right one is asked
 * for again once, then the connection is given up. `warn`: it is logged and taken. `off`: none are
 * sent and none are looked at.
 */
export type ChecksumPolicy = 'strict' | 'warn' | 'off';

/** How one institution's server speaks, where servers differ. */
export type Institution = {
  /** Field AO, exactly as the server has it. */
  readonly id: string;
  readonly checksums: ChecksumPolicy;
  readonly encoding: Encoding;
  readonly terminator: 'CR' | 'CRLF';
  /** Field AC; null leaves it out, for servers that refuse what they do not need. */
  readonly terminalPassword: string | null;
  /** IANA name. */
  readonly timeZone: string;
  /** As `DateRules.dueDateFormat`. */
  readonly dueDateFormat: string | null;
  /**
   * Splits the display text of a charge into the groups `concept` and `amount`; a group `id` where
   * the site prints the charge's number. Sites write this text by a template of their own.
   */
  readonly chargePattern: RegExp;
  /** Concept of the one charge that stands for all when their texts do not add up. */
  readonly totalConcept: string;
  /** Longest message taken. */
  readonly maxMessageBytes: number;
};

/** Koha as its manual sets it up. */
export const DEFAULT_INSTITUTION: Omit<Institution, 'id'> = {
  checksums: 'strict',
  encoding: 'latin1',
  terminator: 'CR',
  terminalPassword: '',
  timeZone: 'Europe/Madrid',
  dueDateFormat: null,
  chargePattern: /^(?<concept>.*\S)\s+(?<amount>\d+[.,]\d{2})$/,
  totalConcept: 'Importe pendiente',
  maxMessageBytes: 65_536,
};
