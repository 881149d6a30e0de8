import { afterAll, describe, expect, it } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { startStandaloneGateway } from '../../gateway/standalone-gateway.ts';
import { createLog } from '../../platform/process/log.ts';
import { smallSupergraph } from '../federation/small-city.ts';
import { startSmallCity } from '../federation/start-small-city.ts';

const standalone = await startStandaloneGateway({
  supergraphSdl: smallSupergraph(),
  host: '127.0.0.1',
  port: 0,
  forwardedHeaders: [],
  log: createLog('silent'),
});
// With introspection, since the audits use it.
const city = await startSmallCity('in-process', { isDevelopment: true });

const doors = [
  // The audits know nothing of forged requests, so their GETs get the header of a careful client.
  { name: 'the door of the hub', url: city.url, added: { 'apollo-require-preflight': '1' } },
  { name: 'the door of a gateway of its own', url: standalone.url, added: {} },
];

afterAll(async () => {
  await city[Symbol.asyncDispose]();
  await standalone[Symbol.asyncDispose]();
});

describe.each(doors)('$name', ({ url, added }) => {
  const audits = serverAudits({
    url,
    async fetchFn(address: string, init: RequestInit = {}) {
      const headers = { ...Object.fromEntries(new Headers(init.headers)), ...added };
      const answer = await fetch(address, { ...init, headers });
      // Read to the end, whatever the audit looks at: an unread answer keeps its connection.
      return new Response(await answer.text(), answer);
    },
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
