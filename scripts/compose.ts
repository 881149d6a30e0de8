import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

// Composes subgraphs/*/schema.graphql into supergraph.graphql. `--check` writes nothing and fails
// when the committed file differs: a change of the supergraph is reviewed as such.
const FILE = 'supergraph.graphql';

const services = globSync('subgraphs/*/schema.graphql')
  .toSorted()
  .map((path) => {
    const name = basename(dirname(path));
    // Where a subgraph is, is a setting of the gateway; the supergraph only needs something in its place.
    return {
      name,
      url: `http://${name}.invalid/graphql`,
      typeDefs: parse(readFileSync(path, 'utf8')),
    };
  });

const { errors, supergraphSdl, hints } = composeServices(services);
if (supergraphSdl === undefined) {
  fail(`The subgraphs do not compose:\n${(errors ?? []).map(({ message }) => message).join('\n')}`);
}
for (const { definition, message } of hints ?? []) {
  // Each subgraph describes the part of a shared type that it answers for.
  if (definition.code !== 'INCONSISTENT_DESCRIPTION') process.stderr.write(`Hint: ${message}\n`);
}

const composed = `${supergraphSdl.trimEnd()}\n`;
if (process.argv.includes('--check')) {
  if (committed() !== composed)
    fail(`${FILE} is not what the subgraphs compose to: npm run compose`);
} else {
  writeFileSync(FILE, composed);
}

function committed(): string | null {
  try {
    return readFileSync(FILE, 'utf8');
  } catch {
    return null;
  }
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
