import { expect, it } from '@jest/globals';
import { clockAt } from '../../tests/support/reader-under-test.ts';
import { createClockGuard, MAX_BACK_MS } from './clock-guard.ts';

const HOUR_MS = 60 * 60 * 1000;
const zone = 'Europe/Madrid';
const at = new Date('2026-11-21T12:00:00Z');

function after(ms: number): Date {
  return new Date(at.getTime() + ms);
}

it('never says a time before one that was signed', () => {
  const guard = createClockGuard({ clock: clockAt(at), zone, floor: null });
  guard.witness(after(HOUR_MS));
  expect(guard.read()).toEqual({ now: after(HOUR_MS), isSet: true, today: '2026-11-21' });
});

it('counts a clock without battery as unset, from the latest signed time', () => {
  const guard = createClockGuard({ clock: clockAt(new Date(0)), zone, floor: at });
  expect(guard.read()).toEqual({ now: at, isSet: false, today: '2026-11-21' });
});

it('goes back by up to a day and a half with its clock and refuses to by more', () => {
  const clock = clockAt(after(MAX_BACK_MS));
  const guard = createClockGuard({ clock, zone, floor: null });
  const times = [MAX_BACK_MS, 0, -1].map((ms) => {
    clock.at = after(ms);
    return guard.read().isSet;
  });
  expect(times).toEqual([true, true, false]);
});

it('believes a clock again that was far ahead once a signed time agrees with it', () => {
  const clock = clockAt(after(90 * 24 * HOUR_MS));
  const guard = createClockGuard({ clock, zone, floor: at });
  guard.read();
  clock.at = after(2 * HOUR_MS);
  expect(guard.read().isSet).toBe(false);
  guard.witness(after(HOUR_MS));
  expect(guard.read()).toMatchObject({ isSet: true, now: after(2 * HOUR_MS) });
});

it('is unset while its clock is days behind what was signed', () => {
  const guard = createClockGuard({ clock: clockAt(at), zone, floor: null });
  guard.witness(after(MAX_BACK_MS + 1));
  expect(guard.read()).toMatchObject({ isSet: false, now: after(MAX_BACK_MS + 1) });
});

it('begins a day at midnight in the city', () => {
  const clock = clockAt(new Date('2026-11-21T22:59:59.999Z'));
  const guard = createClockGuard({ clock, zone, floor: null });
  const before = guard.read().today;
  clock.at = new Date('2026-11-21T23:00:00Z');
  expect([before, guard.read().today]).toEqual(['2026-11-21', '2026-11-22']);
  clock.at = new Date('2026-11-21T22:00:00Z');
  expect(guard.read().today).toBe('2026-11-21');
});
