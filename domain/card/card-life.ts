import type { CardId } from '../card-id.ts';

/*
 * The life of a card.
 *
 * A card is made `issued`: printed, not yet trusted. Its holder or staff activates it once it is in
 * the right hands, and it is `active`: the only state in which services may be used and in which the
 * hub keeps last known values of its holder.
 *
 * Holder, staff or a kiosk may block a card that is issued or active; it is `blocked`, with the reason
 * kept for staff. Staff unblocks it: it is again what it was, active if it had ever been activated,
 * else issued; the reason is forgotten.
 *
 * Holder, staff or a kiosk may report lost a card that is issued, active or blocked; it is `lost`. A
 * lost card is never trusted again, even when it turns up: somebody may have had it.
 *
 * Staff replaces a card that is active, blocked, lost or expired: the same holder gets another card,
 * which takes over the linked accounts, and this one is `replaced` and says by which. A card that was
 * never activated is cancelled and issued anew instead: nobody depends on it yet.
 *
 * Staff cancels any card that has not been replaced or cancelled; it is `cancelled` and its accounts
 * are unlinked. `replaced` and `cancelled` are the end.
 *
 * A card with an end is `expired` from that instant on, by the clock alone and without anybody moving
 * it, unless it is replaced or cancelled by then. It can be neither activated nor blocked, unblocked or
 * reported lost, since it opens nothing; it can be replaced or cancelled.
 *
 * Kept through every move: id, number, holder, chip, validity, and the instant of first activation.
 */

/** What is written down. `expired` is never written: the clock says it. */
export type WrittenState = 'issued' | 'active' | 'blocked' | 'lost' | 'replaced' | 'cancelled';

/** What a card is at an instant. */
export type CardState = WrittenState | 'expired';

export const CARD_STATES: readonly CardState[] = [
  'issued',
  'active',
  'blocked',
  'lost',
  'replaced',
  'cancelled',
  'expired',
];

export type BlockReason = 'holderRequest' | 'suspectedMisuse' | 'damaged' | 'administrative';

export type CardLife = {
  readonly state: WrittenState;
  readonly validFrom: Date;
  /** Null for a card without end. */
  readonly validUntil: Date | null;
  /** First activation; null before it. */
  readonly activatedAt: Date | null;
  /** Null unless blocked. */
  readonly blockReason: BlockReason | null;
  /** Null unless replaced. */
  readonly replacedBy: CardId | null;
};

export type CardMove =
  | { readonly kind: 'activate' }
  | { readonly kind: 'block'; readonly reason: BlockReason }
  | { readonly kind: 'unblock' }
  | { readonly kind: 'reportLost' }
  | { readonly kind: 'replace'; readonly by: CardId }
  | { readonly kind: 'cancel' };

/** From which states each move is legal. */
export const LEGAL_FROM: Readonly<Record<CardMove['kind'], readonly CardState[]>> = {
  activate: ['issued'],
  block: ['issued', 'active'],
  unblock: ['blocked'],
  reportLost: ['issued', 'active', 'blocked'],
  replace: ['active', 'blocked', 'lost', 'expired'],
  cancel: ['issued', 'active', 'blocked', 'lost', 'expired'],
};

export function stateAt({ state, validUntil }: CardLife, now: Date): CardState {
  const isOver = state === 'replaced' || state === 'cancelled';
  return !isOver && validUntil !== null && validUntil <= now ? 'expired' : state;
}

/** True while the card opens services: active, begun and not expired. */
export function isUsable(life: CardLife, now: Date): boolean {
  return stateAt(life, now) === 'active' && life.validFrom <= now;
}

/** True while the card can still come to use or be replaced: its chip and accounts are its own. */
export function isLive(life: CardLife, now: Date): boolean {
  const state = stateAt(life, now);
  return state === 'issued' || state === 'active' || state === 'blocked' || state === 'lost';
}

/** The life after the move, or null when the move is not legal in the state the card is in now. */
export function moved(life: CardLife, move: CardMove, now: Date): CardLife | null {
  if (!LEGAL_FROM[move.kind].includes(stateAt(life, now))) return null;
  const changes: Readonly<Record<CardMove['kind'], Partial<CardLife>>> = {
    activate: { state: 'active', activatedAt: now },
    block: { state: 'blocked', blockReason: move.kind === 'block' ? move.reason : null },
    unblock: { state: life.activatedAt === null ? 'issued' : 'active' },
    reportLost: { state: 'lost' },
    replace: { state: 'replaced', replacedBy: move.kind === 'replace' ? move.by : null },
    cancel: { state: 'cancelled' },
  };
  return { ...life, blockReason: null, ...changes[move.kind] };
}
