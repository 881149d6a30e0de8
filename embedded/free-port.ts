import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the ports that systems give to outgoing connections (Linux: from 32768, IANA: from 49152), which
 * would be taken again a moment later; drawn at random, so that two programs that look at once differ.
 */
const LOWEST = 10_000;
const HIGHEST = 32_000;
const TRIES = 100;

/**
 * A loopback port that nobody listens on at this moment.
 *
 * @throws {Error} None of a hundred was free.
 */
export async function findFreePort(): Promise<number> {
  for (let count = 0; count < TRIES; count += 1) {
    const port = randomInt(LOWEST, HIGHEST);
    if ((await findPortTrouble(port, '127.0.0.1')) === null) return port;
  }
  throw new Error(`None of ${TRIES} ports of this machine is free.`);
}

/** @returns The system's word for why nobody can listen there (`EADDRINUSE`, `EACCES`), or null. */
export function findPortTrouble(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen({ port, host, exclusive: true }, () => {
      probe.close(() => resolve(null));
    });
  });
}
