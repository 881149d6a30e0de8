import type { HubErrorCode } from '../domain/errors.ts';

/** A request that never becomes an operation: the door answers with this status and sentence. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly status: number;
  readonly code: HubErrorCode;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    {
      code = 'BAD_USER_INPUT',
      headers = {},
    }: {
      readonly code?: HubErrorCode;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}
