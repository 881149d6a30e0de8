/** Why a file is not taken, gathered over the whole of it; never with a value out of a row. */
export type BadRow = { readonly line: number | null; readonly reason: string };

/** More lines tell nobody more. */
const MOST_REASONS = 100;

/** The file as a whole, or one of its rows, is not what it should be. */
export class BadFileError extends Error {
  override readonly name = 'BadFileError';
  readonly reasons: readonly BadRow[];

  constructor(reasons: readonly BadRow[]) {
    super(reasons[0]?.reason ?? 'a file at fault');
    const more = reasons.length - MOST_REASONS;
    this.reasons =
      more <= 0
        ? reasons
        : [...reasons.slice(0, MOST_REASONS), { line: null, reason: `and ${more} more` }];
  }
}

/** The whole file is at fault. */
export function badFile(reason: string): BadFileError {
  return new BadFileError([{ line: null, reason }]);
}

/** One field of a row is at fault; the row's reader adds the line. */
export class BadFieldError extends Error {
  override readonly name = 'BadFieldError';
}
