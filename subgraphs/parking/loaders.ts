import DataLoader from 'dataloader';
import type { ParkingPort, PlateAnswer, PlateList } from '../../connectors/parking/port.ts';
import type { CardId } from '../../domain/card-id.ts';
import type { Plate } from '../../domain/plate.ts';
import { fetchPlatesInTime } from './fetch-in-time.ts';
import type { CardPlate, PlateStore } from './plate-store.ts';

/** Limit of one `fetchPlates`, and of one `findByCards`. */
const MAX_KEYS = 500;

export type PlateKey = { readonly plate: Plate; readonly list: PlateList };

export type Loaders = {
  /** In the order in which they were added. */
  readonly platesByCard: DataLoader<CardId, readonly CardPlate[]>;
  /**
   * By plate and list: all plates of a tick in one call with the union of their lists, each plate
   * once, however many cards it is on.
   */
  readonly answersByPlate: DataLoader<PlateKey, PlateAnswer, string>;
};

export type LoaderOptions = {
  readonly parking: ParkingPort;
  readonly plates: PlateStore;
  /** The request's deadline, one for all calls. */
  readonly signal: AbortSignal;
};

/** For one request: what they hold is for this viewer only. */
export function createLoaders({ parking, plates, signal }: LoaderOptions): Loaders {
  return {
    platesByCard: new DataLoader(
      async (cardIds) => {
        const found = await plates.findByCards(cardIds);
        return cardIds.map((cardId) => found.get(cardId) ?? []);
      },
      { maxBatchSize: MAX_KEYS },
    ),
    answersByPlate: new DataLoader(
      async (keys) => {
        const answers = await fetchAll(parking, keys, signal);
        return keys.map(
          ({ plate }) => answers.get(plate) ?? new Error('parking left out an answer'),
        );
      },
      { cacheKeyFn: ({ plate, list }) => `${list} ${plate}` },
    ),
  };
}

async function fetchAll(
  port: ParkingPort,
  keys: readonly PlateKey[],
  signal: AbortSignal,
): Promise<ReadonlyMap<Plate, PlateAnswer>> {
  const lists = new Set(keys.map(({ list }) => list));
  const plates = [...new Set(keys.map(({ plate }) => plate))];
  const chunks = Array.from({ length: Math.ceil(plates.length / MAX_KEYS) }, (_, place) =>
    plates.slice(place * MAX_KEYS, (place + 1) * MAX_KEYS),
  );
  const answers = await Promise.all(
    chunks.map((chunk) => fetchPlatesInTime(port, { plates: chunk, lists }, signal)),
  );
  return new Map(answers.flat().map((answer) => [answer.plate, answer]));
}
