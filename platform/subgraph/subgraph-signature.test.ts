import { expect, it } from '@jest/globals';
import type { Viewer } from '../../domain/viewer.ts';
import { createSignatureCheck, createSubgraphSigner } from './subgraph-signature.ts';

const SECRET = Buffer.alloc(32, 1);
const BODY = '{"query":"{ a }"}';
const ANA: Viewer = { kind: 'citizen', id: 'ana' };
const START = Date.parse('2027-03-01T10:00:00Z');

function at(ms: number) {
  return { now: () => new Date(START + ms) };
}

/** Signs at the start, and checks some time later. */
function pass({ laterMs = 0, secret = SECRET, to = 'cards', body = BODY, change = {} } = {}) {
  const headers = createSubgraphSigner({ secret, subgraph: 'cards', clock: at(0) })(BODY, ANA);
  const check = createSignatureCheck({ secret: SECRET, subgraph: to, clock: at(laterMs) });
  return check({ ...headers, ...change }, Buffer.from(body));
}

it('gives the viewer of a signed request', () => {
  expect(pass()).toEqual(ANA);
});

it.each([-30_000, 60_000])('takes a request whose clock differs by %i ms', (laterMs) => {
  expect(pass({ laterMs })).toEqual(ANA);
});

it.each<[string, Parameters<typeof pass>[0]]>([
  ['older than a minute', { laterMs: 60_001 }],
  ['from the future', { laterMs: -30_001 }],
  ['signed with another secret', { secret: Buffer.alloc(32, 2) }],
  ['signed for another subgraph', { to: 'library' }],
  ['with another body', { body: BODY.replace('a', 'b') }],
  ['with another viewer', { change: { 'hub-viewer': '{"kind":"staff","id":"ana"}' } }],
  ['with another time', { change: { 'hub-timestamp': String(START + 1) } }],
  ['with another nonce', { change: { 'hub-nonce': '0'.repeat(32) } }],
  ['without a signature', { change: { 'hub-signature': undefined } }],
  ['with half a signature', { change: { 'hub-signature': 'ab' } }],
])('refuses a request %s', (_what, change) => {
  expect(pass(change)).toBeNull();
});

it('takes each request once, for as long as its time would pass', () => {
  let time = START;
  const clock = { now: () => new Date(time) };
  const headers = createSubgraphSigner({ secret: SECRET, subgraph: 'cards', clock })(BODY, ANA);
  const check = createSignatureCheck({ secret: SECRET, subgraph: 'cards', clock });
  time -= 30_000;
  const first = check(headers, Buffer.from(BODY));
  time += 89_999;
  expect([first, check(headers, Buffer.from(BODY))]).toEqual([ANA, null]);
});
