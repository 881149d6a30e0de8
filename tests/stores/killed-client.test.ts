import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { startBareStore } from './bare-store.ts';

/** Changes a document in a transaction, says so, and never ends it. */
const HOLDER = `
  import { MongoClient } from 'mongodb';
  const client = await MongoClient.connect(process.argv[1]);
  const session = client.startSession();
  session.startTransaction();
  const things = client.db().collection('things');
  await things.updateOne({ _id: 'one' }, { $set: { by: 'holder' } }, { session });
  process.stdout.write('held');
`;
/** A transaction may be open for a minute. */
const PROMPT_MS = 5_000;

it('gives up what a killed client was about to write, so that nobody waits for it', async () => {
  await using store = await startBareStore();
  await using client = await MongoClient.connect(store.uri);
  const things = client.db().collection<{ _id: string; by?: string }>('things');
  await things.insertOne({ _id: 'one' });
  const holder = spawn(process.execPath, ['--input-type=module', '-e', HOLDER, store.uri], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {},
  });
  await once(holder.stdout, 'data');
  holder.kill('SIGKILL');
  await once(holder, 'close');
  const { modifiedCount } = await things.updateOne(
    { _id: 'one', by: { $exists: false } },
    { $set: { by: 'another' } },
    { maxTimeMS: PROMPT_MS },
  );
  expect(modifiedCount).toBe(1);
});
