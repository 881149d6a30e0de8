/**
 * A refusal in MongoDB's own terms, sent to the driver as `ok: 0` or as a write error.
 *
 * `code` and `codeName` are MongoDB's (`src/mongo/base/error_codes.yml`); `labels` are the
 * error labels that drivers act on, such as `TransientTransactionError`.
 */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: number;
  readonly codeName: string;
  readonly labels: readonly string[];

  constructor(code: number, codeName: string, message: string, labels: readonly string[] = []) {
    super(message);
    this.code = code;
    this.codeName = codeName;
    this.labels = labels;
  }
}
