import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock, type Clock } from '../../platform/clock.ts';
import { createAnswers, type Answers } from './answers.ts';
import { openCardSlots } from './card-slots.ts';
import { decideSwipe, describeCard, REASONS, type DoorEvent } from './doors.ts';
import { createLineFaults, type LineFault } from './line-fault.ts';

const BYTES = 64;
const START = 0x17;
const MEMORY_OF_EVENTS = 10_000;

export type ControllerOptions = {
  readonly serial: number;
  /** 0: any that is free. */
  readonly port: number;
  readonly host: string;
  /** Cards that fit. */
  readonly slots: number;
  /** File in which the cards outlive the program; null keeps them in memory only. */
  readonly journalPath: string | null;
  readonly timeZone: string;
  readonly clock?: Clock;
};

export type CardShown = ReturnType<typeof describeCard>;

/** A simulated UT0311-L04: four doors, one list, one socket. */
export type SimulatedController = AsyncDisposable & {
  readonly port: number;
  /** Holds a card to a door, 1 to 4. @returns What came of it, as the controller's log has it. */
  swipe(number: number, door: number): DoorEvent;
  cards(): readonly CardShown[];
  putFault(fault: LineFault): void;
  /** Hears nothing for so long; cards are read from the journal again, where there is one. */
  reboot(ms: number): Promise<void>;
  /** Datagrams that arrived since start, by function. */
  calls(): Readonly<Record<string, number>>;
};

/** @throws {Error} The port is taken. */
export async function startController(options: ControllerOptions): Promise<SimulatedController> {
  const { serial, port, host } = options;
  let slots = openCardSlots(options.slots, options.journalPath);
  let isOff = false;
  let fault: LineFault = { kind: 'none' };
  const time = createControllerTime(options);
  const log = createEventLog(time.digits);
  const calls = new Map<string, number>();
  const faults = createLineFaults();
  const answers = createAnswers({
    slots: () => slots,
    events: log.events,
    now: time.digits,
    setTime: time.set,
    isPutRefused: () => fault.kind === 'refusePut',
  });
  const socket = createSocket('udp4').setMaxListeners(0);
  socket.on('message', (request, from) => {
    const known = isOff ? undefined : functionOf(answers, request, serial);
    if (known === undefined) return;
    calls.set(known.name, (calls.get(known.name) ?? 0) + 1);
    fault = faults.take();
    if (fault.kind === 'lose') return;
    const answer = Buffer.alloc(BYTES);
    request.copy(answer, 0, 0, 8);
    known.fill(answer, request);
    reply(socket, answer, from, fault);
  });

  return {
    port: await bind(socket, port, host),
    swipe(number, door) {
      const reason = decideSwipe(slots.find(number), door, time.digits().slice(0, 8));
      const isGranted = reason === REASONS.cardAccepted;
      return log.record({ isGranted, door, card: number, reason });
    },
    cards: () => slots.all().map(describeCard),
    putFault: faults.put,
    async reboot(ms) {
      isOff = true;
      await pause(ms);
      if (options.journalPath !== null) slots = openCardSlots(options.slots, options.journalPath);
      isOff = false;
      log.record({ isGranted: true, door: 0, card: 0, reason: REASONS.powerOn });
    },
    calls: () => Object.fromEntries(calls),
    [Symbol.asyncDispose]: () => new Promise((resolve) => void socket.close(() => resolve())),
  };
}

function createEventLog(now: () => string) {
  const events: DoorEvent[] = [];
  return {
    events,
    record(event: Omit<DoorEvent, 'index' | 'at'>): DoorEvent {
      const recorded = { ...event, index: (events.at(-1)?.index ?? 0) + 1, at: now() };
      events.push(recorded);
      if (events.length > MEMORY_OF_EVENTS) events.shift();
      return recorded;
    },
  };
}

/** A clock that runs as ours does, off by what it was set to. */
function createControllerTime({ clock = systemClock, timeZone }: ControllerOptions) {
  let offsetMs = 0;
  const digits = (): string => localDigits(new Date(clock.now().getTime() + offsetMs), timeZone);
  return {
    digits,
    set(wanted: string): void {
      offsetMs += asInstant(wanted) - asInstant(digits());
    },
  };
}

function functionOf(answers: Answers, request: Buffer, serial: number) {
  const isOurs =
    request.byteLength === BYTES && request[0] === START && request.readUInt32LE(4) === serial;
  return isOurs ? answers.get(request[1] ?? 0) : undefined;
}

function reply(socket: Socket, answer: Buffer, { address, port }: RemoteInfo, fault: LineFault) {
  const send = (datagram: Buffer): void => {
    socket.send(datagram, port, address, () => {});
  };
  if (fault.kind === 'loseAnswer') return;
  if (fault.kind === 'late') {
    const timer = setTimeout(() => send(answer), fault.ms ?? 100);
    socket.once('close', () => clearTimeout(timer));
    return;
  }
  if (fault.kind === 'stranger') {
    const [other, elsewhere] = [Buffer.from(answer), Buffer.from(answer)];
    other.writeUInt32LE(answer.readUInt32LE(4) ^ 1, 4);
    elsewhere.writeUInt8(0x94, 1);
    send(other);
    send(elsewhere);
    send(answer.subarray(0, 20));
  }
  send(answer);
  if (fault.kind === 'duplicate') send(answer);
}

function bind(socket: Socket, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, host, () => {
      socket.off('error', reject);
      resolve(socket.address().port);
    });
  });
}

/** Year to second of a zone's time, fourteen digits. The Swedish locale writes all of them with zeros. */
function localDigits(instant: Date, timeZone: string): string {
  const options = { timeZone, dateStyle: 'short', timeStyle: 'medium' } as const;
  return new Intl.DateTimeFormat('sv-SE', options).format(instant).replaceAll(/\D/g, '');
}

function asInstant(digits: string): number {
  return Date.parse(
    digits.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4:$5:$6Z'),
  );
}
