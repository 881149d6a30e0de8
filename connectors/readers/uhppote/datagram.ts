/**
 * Datagrams of UT0311-L0x controllers: 64 bytes, 0x17, the function, two zeros, the controller's serial
 * number little-endian at 4; numbers are little-endian, dates and times BCD. Source: uhppoted/uhppote-core,
 * `messages` and `encoding/UTO311-L0x` (MIT), read 2026-11-21.
 */
export const DATAGRAM_BYTES = 64;
const START = 0x17;

/** By what they do; a reply bears the function of its request. */
export const FUNCTIONS = {
  getStatus: 0x20,
  setTime: 0x30,
  getTime: 0x32,
  putCard: 0x50,
  deleteCard: 0x52,
  deleteAll: 0x54,
  countCards: 0x58,
  getCardByNumber: 0x5a,
  getCardByIndex: 0x5c,
} as const;

export type FunctionName = keyof typeof FUNCTIONS;

/** An empty datagram of a function for a controller. */
export function startDatagram(name: FunctionName, serial: number): Buffer {
  const datagram = Buffer.alloc(DATAGRAM_BYTES);
  datagram[0] = START;
  datagram[1] = FUNCTIONS[name];
  datagram.writeUInt32LE(serial, 4);
  return datagram;
}

/** Whether a datagram is one of this function and controller; anything else on the line is not ours to read. */
export function isDatagramOf(datagram: Buffer, name: FunctionName, serial: number): boolean {
  return (
    datagram.byteLength === DATAGRAM_BYTES &&
    datagram[0] === START &&
    datagram[1] === FUNCTIONS[name] &&
    datagram.readUInt32LE(4) === serial
  );
}

/** Digits two to a byte, such as `20190102`. */
export function writeBcd(datagram: Buffer, digits: string, offset: number): void {
  datagram.write(digits, offset, 'hex');
}

/** @returns Digits as text; null where some half byte is none. */
export function readBcd(datagram: Buffer, offset: number, bytes: number): string | null {
  const text = datagram.toString('hex', offset, offset + bytes);
  return /^\d+$/.test(text) ? text : null;
}
