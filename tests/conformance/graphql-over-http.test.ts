import { afterAll, describe, expect, it } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { startSmallCity } from '../federation/start-small-city.ts';

// Against the door of the hub, with introspection since the audits use it. They know nothing of
// protection against forged requests, so their GETs get the header that a careful client sends.
const city = await startSmallCity('in-process', { isDevelopment: true });

const audits = serverAudits({
  url: city.url,
  async fetchFn(url: string, init: RequestInit = {}) {
    const headers = new Headers(init.headers);
    headers.set('apollo-require-preflight', '1');
    const answer = await fetch(url, { ...init, headers });
    // Read to the end, whatever the audit looks at: an unread answer keeps its connection.
    return new Response(await answer.text(), answer);
  },
});

describe('the door', () => {
  afterAll(async () => {
    await city[Symbol.asyncDispose]();
  });

  it('is audited in full', () => {
    expect(audits.length).toBeGreaterThanOrEqual(60);
  });

  it.each(audits.map((audit) => [audit.id, audit.name, audit] as const))(
    '%s: %s',
    async (_id, _name, audit) => {
      const { status } = await audit.fn();
      expect(status).toBe('ok');
    },
  );
});
