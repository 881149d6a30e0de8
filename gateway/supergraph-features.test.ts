import { expect, it } from '@jest/globals';
import { readSupergraph } from './supergraph-features.ts';

const JOIN = '@link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)';

function supergraph(links: string): string {
  return `schema @link(url: "https://specs.apollo.dev/link/v1.0") ${links} { query: Query }`;
}

it.each([
  ['@authenticated', '@link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)'],
  ['@requiresScopes', '@link(url: "https://specs.apollo.dev/requiresScopes/v0.1", for: SECURITY)'],
  ['@policy', '@link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY, as: "rule")'],
  ['@context', '@link(url: "https://specs.apollo.dev/context/v0.1", for: SECURITY)'],
  ['@cacheTag', '@link(url: "https://specs.apollo.dev/cacheTag/v0.1")'],
  ['@connect (connectors)', '@link(url: "https://specs.apollo.dev/connect/v0.3", for: EXECUTION)'],
  ['@shield', '@link(url: "https://specs.example/shield/v1.0", for: SECURITY)'],
])('refuses %s by its name', (name, link) => {
  expect(() => readSupergraph(supergraph(`${JOIN} ${link}`))).toThrow(`uses ${name} (https://`);
});

it('takes features that ask nothing of a gateway', () => {
  const cost = '@link(url: "https://specs.apollo.dev/cost/v0.1")';
  expect(() => readSupergraph(supergraph(`${JOIN} ${cost}`))).not.toThrow();
});

it.each([
  ['a plain schema', 'type Query { a: Int }', 'is no supergraph'],
  ['no schema at all', '{"a": 1}', 'cannot be read'],
])('says that %s is none', (_what, sdl, sentence) => {
  expect(() => readSupergraph(sdl)).toThrow(sentence);
});
