import { pino, type DestinationStream, type Logger } from 'pino';

export type { Logger } from 'pino';

/** What a log line may never show, wherever somebody puts it by mistake. */
const CENSORED = ['authorization', 'token', 'pin', 'civilId', 'password', 'secret'];

/**
 * JSON lines with ids, systems and operations; never personal data.
 *
 * @param destination Default standard output.
 */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    redact: { paths: CENSORED.flatMap((name) => [name, `*.${name}`]), censor: '[hidden]' },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
