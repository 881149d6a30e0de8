import { connect } from 'node:net';
import { expect, it } from '@jest/globals';

it('refuses a TCP connection to anywhere but loopback', () => {
  expect(() => connect({ host: '192.0.2.1', port: 80 })).toThrow(/only loopback may be reached/);
});

it('refuses fetch to anywhere but loopback', async () => {
  const failure = await fetch('http://192.0.2.1/').catch((error: unknown) => error);
  expect(String((failure as { cause?: unknown }).cause)).toMatch(/only loopback may be reached/);
});
