import { numberOf, type CardRecord } from './card-slots.ts';

/** Why a door opened or stayed shut, byte 27 of an event. Source: uhppoted/uhppote-core, `get_status.go`. */
export const REASONS = {
  cardAccepted: 0x01,
  noPrivilege: 0x06,
  outsideOfTime: 0x0f,
  unknownCard: 0x12,
  powerOn: 0x1c,
} as const;

export type DoorEvent = {
  readonly index: number;
  readonly isGranted: boolean;
  readonly door: number;
  readonly card: number;
  /** Local, fourteen digits. */
  readonly at: string;
  readonly reason: number;
};

/** What a card held to a door leads to. Time profiles (2 to 254) are none here: such a door stays shut. */
export function decideSwipe(record: CardRecord | null, door: number, today: string): number {
  if (record === null) return REASONS.unknownCard;
  if (record.readUInt8(11 + door) !== 1) return REASONS.noPrivilege;
  const [from, until] = [record.toString('hex', 4, 8), record.toString('hex', 8, 12)];
  return from <= today && today <= until ? REASONS.cardAccepted : REASONS.outsideOfTime;
}

/** A card as people read it. */
export function describeCard(record: CardRecord) {
  return {
    number: numberOf(record),
    from: record.toString('hex', 4, 8),
    until: record.toString('hex', 8, 12),
    doors: [1, 2, 3, 4].filter((door) => record.readUInt8(11 + door) === 1),
  };
}
