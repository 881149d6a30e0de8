/** Why a file is not taken, gathered over the whole of it; never with a value out of a row. */
export type BadRow = { readonly line: number | null; readonly reason: string };

/** The file as a whole, or one of its rows, is not what it should be. */
export class BadFileError extends Error {
  override readonly name = 'BadFileError';
  readonly reasons: readonly BadRow[];

  constructor(reasons: readonly BadRow[]) {
    super(reasons[0]?.reason ?? 'a file at fault');
    this.reasons = reasons;
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
