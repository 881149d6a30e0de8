import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Queue } from 'bullmq';
import { startConsole } from '../../console/start.ts';
import { findFreePort } from '../../embedded/free-port.ts';
import { createProgress } from '../../platform/process/progress.ts';
import { createReadiness } from '../../platform/process/readiness.ts';
import { openDevelopmentKey } from '../../platform/tokens/development-key.ts';
import { signDevelopmentToken } from '../../platform/tokens/token.ts';

import { until } from '../support/until.ts';
import { silent } from './library-harness.ts';
import { startRedisChild } from './redis-child.ts';

const stack = new AsyncDisposableStack();
let origin = '';
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'console-'));
  stack.defer(() => rmSync(folder, { recursive: true, force: true }));
  const redis = stack.use(await startRedisChild());
  const queue = new Queue('card-changes', { connection: await redis.connect() });
  stack.defer(() => queue.close());
  await queue.add('card.blocked', { cardId: 'c-1', version: 2 });
  const port = await findFreePort();
  origin = `http://127.0.0.1:${port}`;
  stack.use(
    await startConsole({
      environment: { REDIS_URL: redis.url, HUB_CONSOLE_PORT: String(port), HUB_DATA_DIR: folder },
      log: silent,
      progress: createProgress(() => {}),
      local: new Map(),
      roles: ['console'],
      isSubgraphServer: false,
      city: null,
      readiness: createReadiness(['console']),
    }),
  );
});
afterAll(() => stack.disposeAsync());

async function tokenOf(kind: 'staff' | 'citizen'): Promise<string> {
  const key = await openDevelopmentKey(folder);
  return signDevelopmentToken({ key, kind, id: `${kind}-1`, expiresInSeconds: 60 });
}

const signIn = (token: string) =>
  fetch(`${origin}/sign-in`, {
    method: 'POST',
    body: new URLSearchParams({ token }),
    redirect: 'manual',
  });

it.each(['/', '/queues', '/queues/api/queues', '/queues/static/nothing.js'])(
  'shows nothing at %s to who is not signed in',
  async (path) => {
    const answer = await fetch(`${origin}${path}`, { headers: { accept: 'application/json' } });
    expect(answer.status).toBe(401);
    expect(await answer.text()).not.toContain('card-changes');
  },
);

it('sends a browser to the page for signing in', async () => {
  const answer = await fetch(`${origin}/queues`, {
    headers: { accept: 'text/html' },
    redirect: 'manual',
  });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in']);
});

it('refuses a citizen, and who writes something else than a token', async () => {
  expect((await signIn(await tokenOf('citizen'))).status).toBe(403);
  expect((await signIn('<script>alert(1)</script>')).status).toBe(401);
  expect((await signIn('')).status).toBe(401);
});

it('shows staff every queue that there is, by a cookie that pages cannot read nor others send', async () => {
  const answer = await signIn(await tokenOf('staff'));
  const cookie = answer.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/HttpOnly/);
  expect(cookie).toMatch(/SameSite=Strict/);
  const [pair = ''] = cookie.split(';');
  await until(
    async () => {
      const queues = await fetch(`${origin}/queues/api/queues`, { headers: { cookie: pair } });
      return (await queues.text()).includes('card-changes');
    },
    { what: 'the queue on the board' },
  );
});

it('takes nothing from another host into its pages', async () => {
  const page = await fetch(`${origin}/queues/`, {
    headers: { authorization: `Bearer ${await tokenOf('staff')}` },
  });
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toMatch(/default-src 'self'/);
});
