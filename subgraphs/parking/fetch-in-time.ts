import type {
  ParkingPort,
  ParkingSession,
  PlateAnswer,
  PlateList,
} from '../../connectors/parking/port.ts';
import { UpstreamUnavailableError } from '../../domain/errors.ts';
import type { Plate } from '../../domain/plate.ts';
import { inTime } from '../../platform/subgraph/in-time.ts';

/** `fetchPlates` that keeps the deadline, whatever the client does; nothing is sent after it. */
export async function fetchPlatesInTime(
  port: ParkingPort,
  { plates, lists }: { readonly plates: readonly Plate[]; readonly lists: ReadonlySet<PlateList> },
  signal: AbortSignal,
): Promise<readonly PlateAnswer[]> {
  const late = () => plates.map((plate) => lateAnswer(plate, lists));
  return signal.aborted
    ? late()
    : inTime(port.fetchPlates(plates, lists, { signal }), signal, late);
}

/** @throws {HubError} The system did not answer. @returns Null when there is no such session. */
export async function fetchSessionInTime(
  port: ParkingPort,
  id: string,
  signal: AbortSignal,
): Promise<ParkingSession | null> {
  if (signal.aborted) throw tooLate();
  return inTime(port.fetchSession(id, { signal }), signal, () => {
    throw tooLate();
  });
}

export function tooLate(): UpstreamUnavailableError {
  return new UpstreamUnavailableError('parking', 'no answer before the deadline');
}

function lateAnswer(plate: Plate, lists: ReadonlySet<PlateList>): PlateAnswer {
  const late = { error: tooLate() };
  return {
    plate,
    rights: lists.has('rights') ? late : null,
    sessions: lists.has('sessions') ? late : null,
  };
}
