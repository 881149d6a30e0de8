import type { CityDay } from '../../../domain/city-day.ts';
import { readBcd, startDatagram, writeBcd } from './datagram.ts';

/** A card as the controller keeps it. */
export type ControllerCard = {
  readonly number: number;
  /** `YYYY-MM-DD`, inclusive; null where the controller holds no date. */
  readonly from: string | null;
  readonly until: string | null;
  /** For doors 1 to 4: 0 no, 1 yes, 2 to 254 a time profile. */
  readonly doors: readonly [number, number, number, number];
  /** What else the controller keeps with a card and Tessera never sets: a code, doors it opens first. */
  readonly pin: number;
  readonly firstCard: number;
};

/** By index, a number of 0 is an empty place and this one a place whose card was deleted. */
const DELETED = 0xffff_ffff;
/** What Wiegand-26 readers give for all bits set; controllers take it for no card. */
const ALL_OF_26_BITS = 0x00ff_ffff;

/** Written with delete-all, so that a stray datagram empties no controller. */
const MAGIC = 0x55aa_aa55;

/** Whether a controller can keep the number. */
export function isCardNumber(number: number): boolean {
  const isUint32 = Number.isInteger(number) && number > 0 && number < DELETED;
  return isUint32 && number !== ALL_OF_26_BITS;
}

/** 0x20, 0x32, 0x54 and 0x58 need no more than the head; delete-all its magic word. */
export function encodeAsk(name: 'getStatus' | 'getTime' | 'countCards', serial: number): Buffer {
  return startDatagram(name, serial);
}

export function encodeDeleteAll(serial: number): Buffer {
  const datagram = startDatagram('deleteAll', serial);
  datagram.writeUInt32LE(MAGIC, 8);
  return datagram;
}

/** A request about one card or place. @param value The card's number, or the place, the first being 1. */
export function encodeCardAsk(
  name: 'getCardByNumber' | 'getCardByIndex' | 'deleteCard',
  serial: number,
  value: number,
): Buffer {
  const datagram = startDatagram(name, serial);
  datagram.writeUInt32LE(value, 8);
  return datagram;
}

export function encodePutCard(serial: number, card: ControllerCard): Buffer {
  const datagram = startDatagram('putCard', serial);
  datagram.writeUInt32LE(card.number, 8);
  writeBcd(datagram, toDigits(card.from), 12);
  writeBcd(datagram, toDigits(card.until), 16);
  for (const [index, door] of card.doors.entries()) datagram.writeUInt8(door, 20 + index);
  datagram.writeUIntLE(card.pin, 24, 3);
  datagram.writeUInt8(card.firstCard, 27);
  return datagram;
}

/** @returns null for a place that is empty or deleted, or a number that the controller does not have. */
export function decodeCard(datagram: Buffer): ControllerCard | null {
  const number = datagram.readUInt32LE(8);
  if (number === 0 || number === DELETED) return null;
  return {
    number,
    from: readDate(datagram, 12),
    until: readDate(datagram, 16),
    doors: [
      datagram.readUInt8(20),
      datagram.readUInt8(21),
      datagram.readUInt8(22),
      datagram.readUInt8(23),
    ],
    pin: datagram.readUIntLE(24, 3),
    firstCard: datagram.readUInt8(27),
  };
}

/** The answer of put-card, delete-card and delete-all. */
export function decodeSuccess(datagram: Buffer): boolean {
  return datagram.readUInt8(8) === 1;
}

/** The answer of get-cards: cards that are neither deleted nor empty places. */
export function decodeCount(datagram: Buffer): number {
  return datagram.readUInt32LE(8);
}

/** @param time Local, `YYYY-MM-DD HH:mm:ss`. */
export function encodeSetTime(serial: number, time: string): Buffer {
  const datagram = startDatagram('setTime', serial);
  writeBcd(datagram, time.replaceAll(/\D/g, ''), 8);
  return datagram;
}

/** @returns The controller's local time, `YYYY-MM-DD HH:mm:ss`; null when its clock shows none. */
export function decodeTime(datagram: Buffer): string | null {
  const [date, time] = [readDate(datagram, 8), readTime(datagram, 12)];
  return date === null || time === null ? null : `${date} ${time}`;
}

/** The last event and the clock, out of get-status. Byte 27, the reason: 0x01 a card, 0x06 no privilege, … */
export type ControllerStatus = {
  /** Of the last event; 0 before there was any. */
  readonly eventIndex: number;
  readonly event: {
    readonly isGranted: boolean;
    readonly door: number;
    readonly card: number;
    /** Local, `YYYY-MM-DD HH:mm:ss`. */
    readonly at: string | null;
    readonly reason: number;
  } | null;
  readonly time: string | null;
};

export function decodeStatus(datagram: Buffer): ControllerStatus {
  const eventIndex = datagram.readUInt32LE(8);
  const [day, clock] = [readDate(datagram, 20), readTime(datagram, 24)];
  // The clock's date has two digits for the year and stands apart from its time.
  const digits = readBcd(datagram, 51, 3);
  const [systemDay, systemTime] = [
    toDate(digits === null ? null : `20${digits}`),
    readTime(datagram, 37),
  ];
  const event = {
    isGranted: datagram.readUInt8(13) === 1,
    door: datagram.readUInt8(14),
    card: datagram.readUInt32LE(16),
    at: day === null || clock === null ? null : `${day} ${clock}`,
    reason: datagram.readUInt8(27),
  };
  return {
    eventIndex,
    event: eventIndex === 0 ? null : event,
    time: systemDay === null || systemTime === null ? null : `${systemDay} ${systemTime}`,
  };
}

function toDigits(day: CityDay | string | null): string {
  return day === null ? '00000000' : day.replaceAll('-', '');
}

/** A date that no calendar has is none: a controller with a broken memory must still be readable. */
function readDate(datagram: Buffer, offset: number): string | null {
  return toDate(readBcd(datagram, offset, 4));
}

function toDate(digits: string | null): string | null {
  const text = digits?.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3') ?? '';
  const instant = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 10) !== text) return null;
  return text;
}

function readTime(datagram: Buffer, offset: number): string | null {
  const digits = readBcd(datagram, offset, 3);
  if (digits === null || digits > '235959') return null;
  return digits.replace(/^(\d\d)(\d\d)(\d\d)$/, '$1:$2:$3');
}
