import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { parseGroupId } from '../../../domain/reader-list/group.ts';
import { createLongPolls } from './long-polls.ts';

const POOLS = parseGroupId('pools');
const BUS = parseGroupId('bus');

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function startThree() {
  const polls = createLongPolls();
  const gone = new AbortController();
  const until = { ms: 1_000, signal: gone.signal };
  const waits = [POOLS, POOLS, POOLS].map((group) => polls.wait(group, polls.turn(group), until));
  return { polls, gone, waits };
}

it('wakes all who wait for a group and leaves no timer behind', async () => {
  const { polls, waits } = startThree();
  polls.wake(BUS);
  expect(jest.getTimerCount()).toBe(3);
  polls.wake(POOLS);
  await Promise.all(waits);
  expect(jest.getTimerCount()).toBe(0);
});

it('frees those who have gone, and those whose time is over', async () => {
  const { gone, waits } = startThree();
  gone.abort();
  await Promise.all(waits);
  expect(jest.getTimerCount()).toBe(0);
  const late = startThree();
  jest.advanceTimersByTime(1_000);
  await Promise.all(late.waits);
  expect(jest.getTimerCount()).toBe(0);
});

it('does not wait when there was news since the lists were read', async () => {
  const { polls } = startThree();
  const turn = polls.turn(BUS);
  polls.wake(BUS);
  const before = jest.getTimerCount();
  await polls.wait(BUS, turn, { ms: 1_000, signal: new AbortController().signal });
  expect(jest.getTimerCount()).toBe(before);
});
