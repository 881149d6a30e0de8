import { isGiven, type Environment } from '../platform/process/config.ts';
import { findFreePort, findPortTrouble } from './free-port.ts';

/** Doors beside the gateway's, and where they usually are. */
const USUAL_PORTS = { HUB_CONSOLE_PORT: 4500, HUB_READERS_DOOR_PORT: 4600 } as const;

/**
 * Ports for the doors that nobody has named: the usual ones, or any free ones beside another hub on
 * this machine.
 */
export async function findSideDoors(given: Environment): Promise<Readonly<Record<string, string>>> {
  const ports: Record<string, string> = {};
  for (const [name, usual] of Object.entries(USUAL_PORTS)) {
    if (isGiven(given, name)) continue;
    const isFree = (await findPortTrouble(usual, '127.0.0.1')) === null;
    ports[name] = String(isFree ? usual : await findFreePort());
  }
  return ports;
}
