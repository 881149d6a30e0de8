// ApolloServer over ApolloGateway as their own documentation starts them, nothing of ours in it.
import { readFileSync } from 'node:fs';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

const file = process.argv[2];
if (file === undefined) throw new Error('Usage: node bench/support/stock-gateway.ts FILE');

const gateway = new ApolloGateway({ supergraphSdl: readFileSync(file, 'utf8') });
const { url } = await startStandaloneServer(new ApolloServer({ gateway }), {
  listen: { host: '127.0.0.1', port: 0 },
});
process.stdout.write(`Ready at ${url}\n`);
