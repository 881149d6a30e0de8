import {
  isRevoking,
  type RevokingEvent,
  type RevokingSystem,
} from '../../domain/card/revocation.ts';
import type { Errand } from '../../platform/stores/errands.ts';
import type { RevocationCause, RevocationState, RevocationSystem } from './schema.generated.ts';

/** What became of telling one system of a stopped card, as staff sees it. Plain JSON. */
export type RevocationFacts = {
  readonly system: RevocationSystem;
  readonly cause: RevocationCause;
  readonly requestedAt: string;
  readonly state: RevocationState;
  readonly tries: number;
  readonly lastFailure: string | null;
  readonly lastFailedAt: string | null;
  readonly nextTryAt: string | null;
  readonly doneAt: string | null;
  /** False when it is done and there was nothing to take back. */
  readonly mayLast: boolean;
};

const SYSTEMS: Readonly<Record<RevokingSystem, RevocationSystem>> = {
  transport: 'TRANSPORT',
  parking: 'PARKING',
};

const CAUSES: Readonly<Record<RevokingEvent, RevocationCause>> = {
  'card.blocked': 'BLOCKED',
  'card.lost': 'LOST',
  'card.cancelled': 'CANCELLED',
};

/** The latest first; what one change asks of both systems in the systems' order. */
export function toRevocations(errands: readonly Errand[]): readonly RevocationFacts[] {
  return errands
    .toSorted((a, b) => b.version - a.version || (a.consumer > b.consumer ? -1 : 1))
    .flatMap((errand) => toRevocation(errand) ?? []);
}

/** Null for what is no revocation: a replaced card's vehicles only move. */
function toRevocation(errand: Errand): RevocationFacts | null {
  const { type, consumer, lastFailure, doneAt } = errand;
  const system = isRevokingSystem(consumer) ? SYSTEMS[consumer] : null;
  if (system === null || !isRevoking(type)) return null;
  return {
    system,
    cause: CAUSES[type],
    requestedAt: errand.at.toISOString(),
    state: stateOf(errand),
    tries: errand.tries,
    lastFailure: lastFailure?.code ?? null,
    lastFailedAt: lastFailure?.at.toISOString() ?? null,
    nextTryAt: doneAt === null ? errand.dueAt.toISOString() : null,
    doneAt: doneAt?.toISOString() ?? null,
    mayLast: errand.hadEffect !== false,
  };
}

function stateOf({ doneAt, lastFailure }: Errand): RevocationState {
  if (doneAt !== null) return 'DONE';
  return lastFailure?.code === 'UPSTREAM_REJECTED' ? 'REFUSED' : 'WAITING';
}

function isRevokingSystem(consumer: string): consumer is RevokingSystem {
  return consumer in SYSTEMS;
}

/** What the last block of a card did, or will yet do, that unblocking leaves as it is. */
export function lastingOf(revocations: readonly RevocationFacts[]): readonly RevocationFacts[] {
  const blocks = revocations.filter(({ cause }) => cause === 'BLOCKED');
  return blocks.filter(
    ({ requestedAt, mayLast }) => mayLast && requestedAt === blocks[0]?.requestedAt,
  );
}

const LASTING: Readonly<Record<RevocationSystem, Readonly<Record<RevocationState, string>>>> = {
  TRANSPORT: {
    DONE: 'Public transport has blocked the card for good: its holder needs another transport card.',
    WAITING:
      'Public transport could not be told of the block yet; it will be, and then blocks the card for good.',
    REFUSED:
      'Public transport refused the block, perhaps because it does not know the card: look into it. It is asked again every hour, and may then block the card for good.',
  },
  PARKING: {
    DONE: "Parking has taken back the rights of the card's vehicles: they have to be asked for anew.",
    WAITING:
      "Parking could not be told of the block yet; it will be, and then takes back the rights of the card's vehicles.",
    REFUSED:
      "Parking refused the block: look into it. It is asked again every hour, and may then take back the rights of the card's vehicles.",
  },
};

/** Plain sentences on what unblocking leaves as it is; null when that is nothing. */
export function toLastingMessage(lasting: readonly RevocationFacts[]): string | null {
  if (lasting.length === 0) return null;
  return lasting.map(({ system, state }) => LASTING[system][state]).join(' ');
}
