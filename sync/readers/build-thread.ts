import { parentPort, workerData } from 'node:worker_threads';
import { connectMongo } from '../../platform/stores/mongo.ts';
import { createBuildStore } from './build-store.mongo.ts';
import { draftLists } from './draft-lists.ts';
import type { ThreadData, ThreadTold } from './build-runner.ts';
import type { OpenRights } from './rights-port.ts';

// A thread of its own: hashing and sorting millions of entries would hold up every answer of the hub.
// It reads through its own connection, and ends when its parent has taken the last group.

if (parentPort === null) throw new Error('build-thread.ts runs as a thread of the hub');
const parent = parentPort;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as build-runner.ts starts it
const { mongoUri, rights: source, task } = workerData as ThreadData;
const tell = (told: ThreadTold, moved: ArrayBuffer[] = []) => parent.postMessage(told, moved);

await using stack = new AsyncDisposableStack();
const connection = stack.adopt(await connectMongo({ uri: mongoUri }), (mongo) => mongo.close());
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- said by `RightsSource`
const { openRights } = (await import(source.module)) as { readonly openRights: OpenRights };
const rights = stack.use(await openRights(source.settings));
const onProgress = (done: number) => tell({ kind: 'progress', done });
const drafts = draftLists({ rights, builds: createBuildStore(connection), onProgress }, task);
for await (const { lists, ...draft } of drafts) {
  const whole = lists.map((list) => ({ ...list, body: new Uint8Array(list.body) }));
  const { promise: isTaken, resolve } = Promise.withResolvers<void>();
  parent.once('message', () => resolve());
  tell(
    { kind: 'draft', draft: { ...draft, lists: whole } },
    whole.map(({ body }) => body.buffer),
  );
  await isTaken;
}
tell({ kind: 'done' });
