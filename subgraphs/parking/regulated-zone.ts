import type { ParkingZone } from '../../connectors/parking/port.ts';
import { valueOf, type Known } from '../../platform/subgraph/source.ts';
import type { Context } from './context.ts';

/** A zone in which stays are sold; null when there is none with this id. @throws {HubError} The zones are not known. */
export async function regulatedZone(
  id: string,
  { zones, signal }: Context,
): Promise<{ readonly zone: ParkingZone; readonly known: Known<unknown> } | null> {
  const known = await zones.know(signal);
  const zone = valueOf(known).find((each) => each.id === id);
  return zone?.kind === 'regulated' ? { zone, known } : null;
}
