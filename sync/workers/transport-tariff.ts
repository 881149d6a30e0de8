import { createHash } from 'node:crypto';
import type { TransportPort } from '../../connectors/transport/port.ts';
import { parseCardId, type CardId } from '../../domain/card-id.ts';
import { UpstreamRejectedError } from '../../domain/errors.ts';
import type { LinkedAccount } from '../../domain/linked-account.ts';
import type { Tell } from '../errand-work.ts';
import type { Fare, TransportCodes } from '../rights/transport-codes.ts';

/** Changes within one try after which it is left to a later one. */
const MOST_CHANGES = 3;

export type TransportTariffDeps = {
  readonly transport: Pick<TransportPort, 'putTariffCode'>;
  /** The transport card on the same plastic, as it is linked now; null for none. */
  readonly accountOf: (cardId: CardId) => Promise<LinkedAccount | null>;
  /** What the card pays on the bus today; null when it is not usable or not let in. */
  readonly fareOf: (cardId: CardId) => Promise<Fare | null>;
  readonly codes: TransportCodes;
};

/**
 * Gives the linked transport card the tariff code that holds now, whatever the errand was written for:
 * so the newest wins, in whatever order errands come. What has changed while the back office was told
 * is told in the same try. A card that is stopped is not told.
 */
export function createTransportTariff(deps: TransportTariffDeps): Tell {
  return async ({ id, cardId, tries }, signal) => {
    let told: string | null = null;
    for (let change = 0; change <= MOST_CHANGES; change += 1) {
      const wanted = await wantedOf(parseCardId(cardId), deps);
      const next: string | null = wanted === null ? null : `${wanted.account} ${wanted.code}`;
      if (wanted === null || next === told) return { kind: 'done', hadEffect: told !== null };
      // A code that is given twice is the same code: each try may have a name of its own.
      const operationId = createHash('sha256').update(`${id}:${tries}:${change}`).digest('hex');
      await deps.transport.putTariffCode(
        { ...wanted, operationId: operationId.slice(0, 32) },
        { signal },
      );
      told = next;
    }
    return { kind: 'notYet' };
  };
}

/** @throws {UpstreamRejectedError} The back office has no code for the fare: somebody has to add one. */
async function wantedOf(
  cardId: CardId,
  { accountOf, fareOf, codes }: TransportTariffDeps,
): Promise<{ readonly account: LinkedAccount; readonly code: string } | null> {
  const account = await accountOf(cardId);
  const fare = account === null ? null : await fareOf(cardId);
  if (account === null || fare === null) return null;
  const code = codes.codeOf(fare);
  if (code !== null) return { account, code };
  const { rulebook, priceCents } = fare;
  throw new UpstreamRejectedError(
    'transport',
    `no tariff code for ${priceCents} cents under rulebook ${rulebook}`,
  );
}
