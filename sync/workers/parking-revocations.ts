import type { ParkingPort } from '../../connectors/parking/port.ts';
import { parseCardId, type CardId } from '../../domain/card-id.ts';
import { parsePlate, type Plate } from '../../domain/plate.ts';
import type { Errand, Errands, OpenErrand } from '../../platform/stores/errands.ts';
import type { Tell, Told } from '../errand-work.ts';

/** The plates of cards, as far as stopped cards go. */
export type CardPlates = {
  /** Those that somebody vouches for: a holder may have added a neighbour's, whose rights stay. */
  platesOf(cardId: CardId): Promise<readonly Plate[]>;
  /** Safe to repeat. */
  move(from: CardId, to: CardId): Promise<void>;
  /** Safe to repeat. */
  removeAll(cardId: CardId): Promise<void>;
};

export type ParkingRevocationsDeps = {
  readonly parking: Pick<ParkingPort, 'revokeRights'>;
  readonly plates: CardPlates;
  readonly errands: Pick<Errands, 'isAwaited' | 'hasUnnoted' | 'noteSecret'>;
};

/*
 * Which plates a stopped card had is written, sealed, with the errand before parking is asked for the
 * first time. From then on the errand is about those plates, wherever they go: a replaced card's plates
 * move on and a cancelled card's are let go at once, however long parking stays away.
 *
 * Plates that are still on their way from the card that this one replaced are waited for; and they do
 * not leave before an earlier errand of their card has noted them, whose first try may have failed
 * before it came so far.
 */

/** Takes back parking rights of a stopped card's plates, and moves a replaced card's plates on. */
export function createParkingRevocations(deps: ParkingRevocationsDeps): Tell {
  const { parking, plates, errands } = deps;
  return async (errand, signal): Promise<Told> => {
    const cardId = parseCardId(errand.cardId);
    if (await errands.isAwaited(errand.consumer, cardId)) return { kind: 'notYet' };
    if (errand.type === 'card.replaced') {
      if (await errands.hasUnnoted(errand)) return { kind: 'notYet' };
      await plates.move(cardId, successorOf(errand));
      return { kind: 'done', hadEffect: true };
    }
    const ofCard = await notedPlates(deps, errand);
    if (errand.type === 'card.cancelled') await plates.removeAll(cardId);
    if (ofCard.length === 0) return { kind: 'done', hadEffect: false };
    const count = await parking.revokeRights(ofCard, { signal });
    // An earlier try may have taken them back without coming to its end.
    return { kind: 'done', hadEffect: count > 0 || errand.secret !== null };
  };
}

function successorOf({ id, otherCardId }: Errand): CardId {
  if (otherCardId === null) throw new Error(`errand ${id} names no successor`);
  return parseCardId(otherCardId);
}

/** The plates that the card had at the first try. */
async function notedPlates(
  { plates, errands }: ParkingRevocationsDeps,
  { id, cardId, secret }: OpenErrand,
): Promise<readonly Plate[]> {
  if (secret !== null) return readPlates(secret);
  const found = await plates.platesOf(parseCardId(cardId));
  await errands.noteSecret(id, found.join('\n'));
  return found;
}

function readPlates(noted: string): readonly Plate[] {
  if (noted === '') return [];
  return noted.split('\n').map((line) => {
    const [country = '', number = ''] = line.split(' ');
    return parsePlate(number, country);
  });
}
