import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { UpstreamRejectedError, UpstreamUnavailableError } from '../../domain/errors.ts';
import {
  cards,
  numbersIn,
  openDoors,
  readerAt,
  SERIAL,
  type Doors,
} from './support/uhppote-door.ts';

let doors: Doors;
beforeEach(() => {
  doors = openDoors();
});
afterEach(() => doors[Symbol.asyncDispose]());

it.each(['lose', 'loseAnswer', 'late'] as const)(
  'keeps a list right on a line that does %s one datagram in three',
  async (kind) => {
    const { simulator, reader } = await doors.start();
    const controller = doors.connect({ atOnce: 1 });
    await controller.replace(reader, cards(1, 2, 3, 4, 5, 6));
    simulator.putFault({ kind, every: 3, ms: 60 });
    await controller.replace(reader, cards(4, 5, 6, 7, 8, 9));
    expect(numbersIn(simulator)).toEqual([4, 5, 6, 7, 8, 9]);
  },
);

it.each(['duplicate', 'stranger'] as const)(
  'is not misled by answers that are not to its question (%s)',
  async (kind) => {
    const { simulator, reader } = await doors.start();
    simulator.putFault({ kind });
    const controller = doors.connect({ atOnce: 1 });
    const first = await controller.replace(reader, cards(1, 2, 3, 4));
    expect(await controller.replace(reader, cards(4, 3, 2, 1))).toEqual({ ...first, changes: 0 });
    expect(simulator.cards()).toHaveLength(4);
  },
);

it('says that a controller gives no answer', async () => {
  const { simulator, reader } = await doors.start();
  simulator.putFault({ kind: 'lose' });
  const asked = doors.connect({ attempts: 3 }).replace(reader, cards(1));
  await expect(asked).rejects.toThrow(UpstreamUnavailableError);
  await expect(doors.connect({ attempts: 2 }).replace(readerAt(9), [])).rejects.toThrow(
    /controller 405419896: no answer to getTime/,
  );
});

it('does not answer for another controller', async () => {
  const { simulator } = await doors.start({ serial: SERIAL + 1 });
  const asked = doors.connect({ attempts: 2 }).replace(readerAt(simulator.port), cards(1));
  await expect(asked).rejects.toThrow(UpstreamUnavailableError);
});

it('tells which cards a full memory did not take, and lets the others in', async () => {
  const { simulator, reader } = await doors.start({ slots: 3 });
  const asked = doors.connect({ slots: 3, atOnce: 1 }).replace(reader, cards(1, 2, 3, 4, 5));
  await expect(asked).rejects.toThrow(/did not take 2 cards, among them card-4, card-5/);
  expect(numbersIn(simulator)).toEqual([1, 2, 3]);
});

it('tells that a controller refuses a card', async () => {
  const { simulator, reader } = await doors.start();
  simulator.putFault({ kind: 'refusePut' });
  await expect(doors.connect().replace(reader, cards(1))).rejects.toThrow(UpstreamRejectedError);
});

it('finds everything as it was after a reboot', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'uhppote-'));
  const { simulator, reader } = await doors.start({ journalPath: join(folder, 'cards.jsonl') });
  const controller = doors.connect();
  const { digest } = await controller.replace(reader, cards(1, 2, 3));
  await controller.replace(reader, cards(1, 3));
  const rebooted = simulator.reboot(100);
  expect((await controller.replace(reader, cards(1, 2, 3))).digest).toBe(digest);
  await rebooted;
  rmSync(folder, { recursive: true });
});

it('heals a list that somebody changed at the door', async () => {
  const { simulator, reader } = await doors.start();
  const controller = doors.connect();
  const stranger = doors.connect();
  const { digest } = await controller.replace(reader, cards(1, 2));
  await stranger.replace(readerAt(simulator.port, 'stranger', [4]), cards(1, 9));
  expect(await controller.replace(reader, cards(1, 2))).toEqual({ digest, changes: 3 });
});

it('stops when the caller does', async () => {
  const { simulator, reader } = await doors.start();
  simulator.putFault({ kind: 'lose' });
  const asked = doors.connect({ timeoutMs: 60_000 }).replace(reader, cards(1), {
    signal: AbortSignal.timeout(50),
  });
  await expect(asked).rejects.toThrow(UpstreamUnavailableError);
});
