import { InvalidInputError, UpstreamMalformedError } from '../../domain/errors.ts';
import { SYSTEM } from './guard.ts';

/**
 * A rule of the domain, applied to what the census sent: whoever breaks it there is not a caller.
 * Sentences of the domain quote no values.
 *
 * @throws {UpstreamMalformedError} The rule refused.
 */
export function trusted<T>(rule: () => T): T {
  try {
    return rule();
  } catch (cause) {
    if (!(cause instanceof InvalidInputError)) throw cause;
    throw new UpstreamMalformedError(SYSTEM, cause.message, { cause });
  }
}
