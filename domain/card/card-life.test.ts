import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { CardId } from '../card-id.ts';
import {
  CARD_STATES,
  isLive,
  isUsable,
  LEGAL_FROM,
  moved,
  stateAt,
  type CardLife,
  type CardMove,
  type CardState,
} from './card-life.ts';

const NOW = new Date('2027-03-01T10:00:00Z');
const EARLIER = new Date('2027-01-01T10:00:00Z');
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test's card
const OTHER = 'card-other' as CardId;

const MOVES: readonly CardMove[] = [
  { kind: 'activate' },
  { kind: 'block', reason: 'damaged' },
  { kind: 'unblock' },
  { kind: 'reportLost' },
  { kind: 'replace', by: OTHER },
  { kind: 'cancel' },
];

const ISSUED: CardLife = lifeIn('issued');

function lifeIn(state: CardState): CardLife {
  const isExpired = state === 'expired';
  return {
    state: isExpired ? 'active' : state,
    validFrom: EARLIER,
    validUntil: isExpired ? NOW : null,
    activatedAt: state === 'issued' ? null : EARLIER,
    blockReason: state === 'blocked' ? 'holderRequest' : null,
    replacedBy: state === 'replaced' ? OTHER : null,
  };
}

/** Every state × move, from the prose: the state after, or `-` where the move is refused. */
const MACHINE = `
  state      activate  block    unblock  reportLost  replace   cancel
  issued     active    blocked  -        lost        -         cancelled
  active     -         blocked  -        lost        replaced  cancelled
  blocked    -         -        active   lost        replaced  cancelled
  lost       -         -        -        -           replaced  cancelled
  replaced   -         -        -        -           -         -
  cancelled  -         -        -        -           -         -
  expired    -         -        -        -           replaced  cancelled`;

const [, ...cells] = MACHINE.trim().split('\n');

it.each(
  cells.flatMap((line) => {
    const [state = '', ...after] = line.trim().split(/\s+/);
    return MOVES.map((move, column) => [state, move.kind, after[column]] as const);
  }),
)('a card that is %s and moves by %s is then %s', (state, kind, after) => {
  const move = MOVES.find((one) => one.kind === kind);
  const from = CARD_STATES.find((one) => one === state);
  if (move === undefined || from === undefined) throw new Error('no such cell');
  const life = moved(lifeIn(from), move, NOW);
  expect(life === null ? '-' : stateAt(life, EARLIER)).toBe(after);
});

it('covers every state and move', () => {
  expect(cells).toHaveLength(CARD_STATES.length);
  expect(MOVES.map(({ kind }) => kind)).toEqual(Object.keys(LEGAL_FROM));
});

it('gives an unblocked card back the state it had', () => {
  const blocked = moved(lifeIn('issued'), { kind: 'block', reason: 'damaged' }, NOW);
  expect(blocked).toMatchObject({ state: 'blocked', blockReason: 'damaged' });
  const unblocked = blocked === null ? null : moved(blocked, { kind: 'unblock' }, NOW);
  expect(unblocked).toEqual(lifeIn('issued'));
});

it('remembers the first activation, and the card that took the place', () => {
  const active = moved(lifeIn('issued'), { kind: 'activate' }, NOW);
  expect(active?.activatedAt).toEqual(NOW);
  const replaced = active === null ? null : moved(active, { kind: 'replace', by: OTHER }, NOW);
  expect(replaced).toMatchObject({ activatedAt: NOW, replacedBy: OTHER });
});

it('expires at the instant of its end and not before', () => {
  const life = { ...lifeIn('active'), validUntil: NOW };
  expect(stateAt(life, new Date(NOW.getTime() - 1))).toBe('active');
  expect(stateAt(life, NOW)).toBe('expired');
});

it('is usable only while active and begun', () => {
  const usable = CARD_STATES.filter((state) => isUsable(lifeIn(state), NOW));
  expect(usable).toEqual(['active']);
  expect(isUsable({ ...lifeIn('active'), validFrom: new Date('2027-03-02') }, NOW)).toBe(false);
});

it('is live until replaced, cancelled or expired', () => {
  const live = CARD_STATES.filter((state) => isLive(lifeIn(state), NOW));
  expect(live).toEqual(['issued', 'active', 'blocked', 'lost']);
});

it('never comes back from replaced or cancelled, whatever the moves', () => {
  const lives = (moves: readonly CardMove[]) =>
    moves.reduce<readonly CardLife[]>((before, move) => {
      const next = moved(before.at(-1) ?? ISSUED, move, NOW);
      return next === null ? before : [...before, next];
    }, []);
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...MOVES), { maxLength: 12 }), (moves) => {
      const ends = lives(moves).map(({ state }) => state === 'replaced' || state === 'cancelled');
      expect(ends.slice(0, -1)).not.toContain(true);
    }),
  );
});
