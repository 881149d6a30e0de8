import type { CardSlots } from './card-slots.ts';
import type { DoorEvent } from './doors.ts';

const MAGIC = 0x55aa_aa55;
const DELETED = 0xffff_ffff;
const RECORD = [8, 28] as const;

export type AnswerParts = {
  readonly slots: () => CardSlots;
  readonly events: readonly DoorEvent[];
  /** Local, fourteen digits. */
  readonly now: () => string;
  readonly setTime: (digits: string) => void;
  readonly isPutRefused: () => boolean;
};

type Fill = (answer: Buffer, request: Buffer) => void;

/** Functions by their number, with the name under which they are counted. */
export type Answers = ReadonlyMap<number, { readonly name: string; readonly fill: Fill }>;

type Row = readonly [code: number, name: string, fill: Fill];

/** What the controller does and how it answers. Source: uhppoted/uhppote-core, `messages` (MIT), read 2026-11-21. */
export function createAnswers(parts: AnswerParts): Answers {
  const rows = [...cardRows(parts), ...otherRows(parts)];
  return new Map(rows.map(([code, name, fill]) => [code, { name, fill }]));
}

function cardRows({ slots, isPutRefused }: AnswerParts): readonly Row[] {
  const succeed = (answer: Buffer, isDone: boolean): void => {
    answer.writeUInt8(Number(isDone), 8);
  };
  const put: Fill = (answer, request) => {
    const record = Buffer.from(request.subarray(...RECORD));
    succeed(answer, !isPutRefused() && slots().put(record));
  };
  const deleteOne: Fill = (answer, request) => {
    succeed(answer, slots().delete(request.readUInt32LE(8)));
  };
  const deleteAll: Fill = (answer, request) => {
    const isMeant = request.readUInt32LE(8) === MAGIC;
    if (isMeant) slots().deleteAll();
    succeed(answer, isMeant);
  };
  const find: Fill = (answer, request) => {
    slots().find(request.readUInt32LE(8))?.copy(answer, 8);
  };
  const at: Fill = (answer, request) => {
    const slot = slots().at(request.readUInt32LE(8));
    if (slot === 'deleted') answer.writeUInt32LE(DELETED, 8);
    else slot?.copy(answer, 8);
  };
  return [
    [0x50, 'put-card', put],
    [0x52, 'delete-card', deleteOne],
    [0x54, 'delete-cards', deleteAll],
    [0x58, 'get-cards', (answer) => void answer.writeUInt32LE(slots().count(), 8)],
    [0x5a, 'get-card-by-id', find],
    [0x5c, 'get-card-by-index', at],
  ];
}

function otherRows({ events, now, setTime }: AnswerParts): readonly Row[] {
  const time = (answer: Buffer): void => void answer.write(now(), 8, 'hex');
  const set: Fill = (answer, request) => {
    setTime(request.toString('hex', 8, 15));
    time(answer);
  };
  const event: Fill = (answer, request) => {
    const index = request.readUInt32LE(8);
    const found = events.find((one) => one.index === index);
    if (found !== undefined) fillEvent(answer, found);
  };
  return [
    [0x20, 'get-status', (answer) => fillStatus(answer, events.at(-1), now())],
    [0x30, 'set-time', set],
    [0x32, 'get-time', time],
    [0xb0, 'get-event', event],
  ];
}

function fillEvent(answer: Buffer, event: DoorEvent): void {
  answer.writeUInt32LE(event.index, 8);
  answer.writeUInt8(event.card === 0 ? 2 : 1, 12);
  answer.writeUInt8(Number(event.isGranted), 13);
  answer.writeUInt8(event.door, 14);
  answer.writeUInt8(1, 15);
  answer.writeUInt32LE(event.card, 16);
  answer.write(event.at, 20, 'hex');
  answer.writeUInt8(event.reason, 27);
}

function fillStatus(answer: Buffer, last: DoorEvent | undefined, now: string): void {
  if (last !== undefined) fillEvent(answer, last);
  answer.write(now.slice(8), 37, 'hex');
  answer.write(now.slice(2, 8), 51, 'hex');
}
