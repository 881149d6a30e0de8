import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openEventLog, type EventLog } from '../../simulators/reader/event-log.ts';
import { NOON } from '../support/reader-lists.ts';

let folder = '';
let open: EventLog[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'events-'));
});

afterEach(async () => {
  await Promise.all(open.map((log) => log.close()));
  open = [];
  await rm(folder, { recursive: true });
});

async function openLog(): Promise<EventLog> {
  const log = await openEventLog(folder, { segmentEvents: 4 });
  open.push(log);
  return log;
}

async function reopen(log: EventLog): Promise<EventLog> {
  await log.close();
  open = open.filter((one) => one !== log);
  return openLog();
}

const EVENT = {
  at: NOON,
  result: 'denied',
  cardKey: '00112233445566778899',
  epoch: 3,
  rulebook: 0,
  code: 0,
} as const;

function tap(log: EventLog, times: number): void {
  for (let index = 0; index < times; index += 1) log.append(EVENT);
}

async function pendingOf(log: EventLog): Promise<readonly number[]> {
  return (await log.pending(100)).map(({ sequence }) => sequence);
}

it('numbers events without gaps and gives them back as they were, also after it was closed', async () => {
  const log = await openLog();
  tap(log, 6);
  const again = await reopen(log);
  again.append({ ...EVENT, result: 'accepted', rulebook: 2, code: 0xff_ffff });
  expect(await pendingOf(again)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect((await again.pending(1))[0]).toEqual({ ...EVENT, sequence: 1 });
  expect((await again.pending(100)).at(-1)).toEqual({
    ...EVENT,
    sequence: 7,
    result: 'accepted',
    rulebook: 2,
    code: 0xff_ffff,
  });
});

it('deletes whole files of events that the hub has, and nothing else', async () => {
  const log = await openLog();
  tap(log, 11);
  await log.acknowledge(7);
  expect(await pendingOf(log)).toEqual([8, 9, 10, 11]);
  expect(await logFiles()).toEqual(['events-0000000000000005.log', 'events-0000000000000009.log']);
  await log.acknowledge(3);
  expect(await pendingOf(await reopen(log))).toEqual([8, 9, 10, 11]);
});

it('goes on counting after everything was uploaded and deleted', async () => {
  const log = await openLog();
  tap(log, 5);
  await log.acknowledge(5);
  const again = await reopen(log);
  tap(again, 1);
  expect(await pendingOf(again)).toEqual([6]);
});

it('loses only what was being written when the power went', async () => {
  const log = await openLog();
  tap(log, 3);
  await log.close();
  open = [];
  const file = join(folder, 'events-0000000000000001.log');
  const whole = await readFile(file);
  for (let cut = 0; cut <= whole.length; cut += 1) {
    await writeFile(file, whole.subarray(0, cut));
    const cutOff = await openLog();
    tap(cutOff, 1);
    const events = Math.floor(cut / 48);
    expect(await pendingOf(cutOff)).toEqual(Array.from({ length: events + 1 }, (_, n) => n + 1));
    await cutOff.close();
    open = [];
  }
});

it('leaves out an event that the disk has damaged and keeps those after it', async () => {
  const log = await openLog();
  tap(log, 3);
  await log.close();
  open = [];
  const file = join(folder, 'events-0000000000000001.log');
  const bytes = await readFile(file);
  bytes[48 + 5] = 0xff;
  await writeFile(file, bytes);
  const again = await openLog();
  tap(again, 1);
  expect(await pendingOf(again)).toEqual([1, 3, 4]);
});

it('takes no half event for the next one', async () => {
  const log = await openLog();
  tap(log, 1);
  await log.close();
  open = [];
  await appendFile(join(folder, 'events-0000000000000001.log'), Buffer.alloc(100));
  const again = await openLog();
  tap(again, 1);
  expect(await pendingOf(again)).toEqual([1, 2]);
});

it('gives what is pending numbers after those that the hub knows, once it was restored from a backup', async () => {
  const log = await openLog();
  tap(log, 3);
  await log.acknowledge(1);
  await log.acknowledge(20);
  tap(log, 1);
  expect(await pendingOf(log)).toEqual([21, 22, 23]);
  expect(await pendingOf(await reopen(log))).toEqual([21, 22, 23]);
});

async function logFiles(): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.log')).toSorted();
}
