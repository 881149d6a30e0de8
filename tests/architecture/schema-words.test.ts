import { globSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { Kind, parse, visit, type ASTNode } from 'graphql';

const schemas = globSync('subgraphs/*/schema.graphql');
const glossary = new Set(
  readFileSync('docs/glossary.md', 'utf8')
    .toLowerCase()
    .match(/\p{L}+/gu),
);

/** Definitions whose reader is a front-end developer. */
const DESCRIBED = new Set<string>([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.INPUT_OBJECT_TYPE_DEFINITION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.ENUM_VALUE_DEFINITION,
  Kind.UNION_TYPE_DEFINITION,
  Kind.SCALAR_TYPE_DEFINITION,
  Kind.FIELD_DEFINITION,
  Kind.INPUT_VALUE_DEFINITION,
]);

/** Names of the definitions, with the type they stand in. */
function definitions(file: string): { name: string; isDescribed: boolean }[] {
  const found: { name: string; isDescribed: boolean }[] = [];
  visit(parse(readFileSync(file, 'utf8')), {
    enter(node: ASTNode, _key, _parent, _path, ancestors) {
      if (!DESCRIBED.has(node.kind) || !('name' in node) || node.name === undefined) return;
      // An argument may be told of by its field; a field of an input object is a field.
      const holder = ancestors.findLast((ancestor) => 'kind' in ancestor);
      const isArgument =
        node.kind === Kind.INPUT_VALUE_DEFINITION && holder?.kind === Kind.FIELD_DEFINITION;
      const isDescribed = isArgument || ('description' in node && node.description !== undefined);
      found.push({ name: node.name.value, isDescribed });
    },
  });
  return found;
}

it.each(schemas)('every definition in %s is described', (file) => {
  const bare = definitions(file).filter(
    ({ name, isDescribed }) => !isDescribed && !['Query', 'Mutation'].includes(name),
  );
  expect(bare.map(({ name }) => name)).toEqual([]);
});

it.each(schemas)('every word in the names of %s stands in the glossary', (file) => {
  const words = definitions(file).flatMap(({ name }) => wordsOf(name));
  expect([...new Set(words.filter((word) => !glossary.has(word)))]).toEqual([]);
});

function wordsOf(name: string): string[] {
  return (name.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+/g) ?? [])
    .map((word) => word.toLowerCase())
    .filter((word) => word.length > 2 && !/^\d/.test(word));
}
