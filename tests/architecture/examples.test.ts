import { globSync, readFileSync } from 'node:fs';
import { Supergraph } from '@apollo/federation-internals';
import { expect, it } from '@jest/globals';
import { parse, print, validate, type DocumentNode } from 'graphql';
import { EXAMPLE_QUERY } from '../../welcome.ts';

const schema = Supergraph.build(readFileSync('supergraph.graphql', 'utf8'))
  .apiSchema()
  .toGraphQLJSSchema();
const files = globSync('examples/*.graphql').toSorted();

/** Without its name: an operation in a README needs none. */
function normalised(document: DocumentNode): string {
  return print(document).replace(/^query \w+/, 'query ');
}

it.each(files)('%s fits the schema that clients see', (file) => {
  expect(validate(schema, parse(readFileSync(file, 'utf8')))).toEqual([]);
});

it('shows the same example in the README, at start and in the examples', () => {
  const readme = /```graphql\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))?.[1] ?? '';
  const example = readFileSync('examples/whole-card.graphql', 'utf8');
  const shown = [readme, EXAMPLE_QUERY].map((text) => normalised(parse(text)));
  expect(shown).toEqual([normalised(parse(example)), normalised(parse(example))]);
});
