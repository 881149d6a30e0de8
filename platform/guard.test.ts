import { expect, it } from '@jest/globals';
import { pino } from 'pino';
import { UpstreamUnavailableError } from '../domain/errors.ts';
import { createGuard, DEFAULT_GUARD } from './guard.ts';

const CALLS = 10;
const unwell = new UpstreamUnavailableError('office', 'no complete answer');

function startGuard() {
  const settings = { ...DEFAULT_GUARD, retries: 0 };
  const log = pino({ level: 'silent' });
  return createGuard({ system: 'office', operations: { read: { isSafe: true } }, settings, log });
}

/** Ten calls whose signal fires with this reason while they are under way. */
async function stopEach(guard: ReturnType<typeof startGuard>, reason: DOMException) {
  const untilStopped = (signal: AbortSignal) =>
    new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(unwell));
    });
  for (let call = 0; call < CALLS; call += 1) {
    const stop = new AbortController();
    const running = guard.run('read', untilStopped, { signal: stop.signal });
    stop.abort(reason);
    await expect(running).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  }
}

it('does not begin what has no time left, and does not blame the system for it', async () => {
  const guard = startGuard();
  let begun = 0;
  for (let call = 0; call < CALLS; call += 1) {
    const late = guard.run('read', async () => (begun += 1), { signal: AbortSignal.abort() });
    await expect(late).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  }
  expect([begun, guard.breakers()]).toEqual([0, { read: 'closed' }]);
});

it('does not blame the system when callers leave', async () => {
  const guard = startGuard();
  await stopEach(guard, new DOMException('The client has gone.', 'AbortError'));
  expect(guard.breakers()).toEqual({ read: 'closed' });
});

it('blames the system when it is too slow for its callers', async () => {
  const guard = startGuard();
  await stopEach(guard, new DOMException('The deadline is over.', 'TimeoutError'));
  expect(guard.breakers()).toEqual({ read: 'open' });
});

it('passes on what the system said in the moment in which the caller leaves', async () => {
  const stop = new AbortController();
  const answered = async () => {
    stop.abort();
    throw unwell;
  };
  const running = startGuard().run('read', answered, { signal: stop.signal });
  await expect(running).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
});
