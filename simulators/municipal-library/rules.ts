/** How the simulated server is set up; the names in brackets are Koha's own settings. */
export type ServerRules = {
  /** The account's library branch (`institution`). */
  readonly institutionId: string;
  /** The staff user of the hub. Koha lets it in only with permission `circulate` and while not expired. */
  readonly user: string;
  readonly password: string;
  readonly mayCirculate: boolean;
  readonly isStaffExpired: boolean;
  /** How long a connection may stay without a login (`timeout`). */
  readonly loginTimeoutMs: number;
  /** How long it may be idle after that (`client_timeout`); null: as long as before the login. */
  readonly clientTimeoutMs: number | null;
  /** (`terminator`) */
  readonly terminator: 'CR' | 'CRLF';
  /** (`encoding`) */
  readonly encoding: 'latin1' | 'utf8';
  /** What is added up for the checksum of an answer; SIPServer adds code points, which is wrong. */
  readonly checksumOf: 'bytes' | 'codePoints';
  /** (`allow_empty_passwords`) */
  readonly allowsEmptyPasswords: boolean;
  /** Fields left out of answers (`hide_fields`). */
  readonly hiddenFields: readonly string[];
  /** Due dates in the site's own format instead of the standard one (`format_due_date`): `DD/MM/YYYY`. */
  readonly formatsDueDates: boolean;
  /** Display text of a charge (`av_field_template`), with `{id}`, `{concept}` and `{amount}`. */
  readonly chargeTemplate: string;
  readonly decimalMark: '.' | ',';
  /** Field BX. */
  readonly supported: string;
  /** Requests to send again that a client may make, three digits. */
  readonly retriesAllowed: string;
  readonly timeZone: string;
};

export const DEFAULT_RULES: ServerRules = {
  institutionId: 'GIJON',
  user: 'hub',
  password: 's3cret',
  mayCirculate: true,
  isStaffExpired: false,
  loginTimeoutMs: 60_000,
  clientTimeoutMs: 600_000,
  terminator: 'CRLF',
  encoding: 'utf8',
  checksumOf: 'bytes',
  allowsEmptyPasswords: false,
  hiddenFields: [],
  formatsDueDates: false,
  chargeTemplate: '{concept} {amount}',
  decimalMark: '.',
  supported: 'YYYYYYYYYYYNYYYY',
  retriesAllowed: '005',
  timeZone: 'Europe/Madrid',
};
