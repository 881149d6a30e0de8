import { readFileSync } from 'node:fs';
import { Supergraph, printSchema } from '@apollo/federation-internals';

// The schema that clients see: no federation machinery, nothing inaccessible. For code generators.
const supergraph = Supergraph.build(readFileSync('supergraph.graphql', 'utf8'));
process.stdout.write(`${printSchema(supergraph.apiSchema())}\n`);
