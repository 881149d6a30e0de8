import { parentPort, workerData } from 'node:worker_threads';
import type { MediumToken } from '../../domain/card/medium-token.ts';
import { cardKey, KEY_BYTES } from '../../domain/reader-list/card-key.ts';
import { createByteTable, emptyBuffers } from './byte-table.ts';
import type { CardTableWork } from './card-index.ts';
import { TOKEN_BYTES } from './card-list.ts';

// A thread of its own: one hash for each card of the city takes most of a second.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as `card-index.ts` starts it
const { tokens, groupKey } = workerData as CardTableWork;
const count = tokens.length / TOKEN_BYTES;
const table = createByteTable(KEY_BYTES, emptyBuffers(KEY_BYTES, count));
const hex = Buffer.from(tokens.buffer, tokens.byteOffset, tokens.byteLength);
for (let at = 0; at < hex.length; at += TOKEN_BYTES) {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was read from one
  table.put(cardKey(groupKey, hex.toString('hex', at, at + TOKEN_BYTES) as MediumToken));
}
const buffers = table.buffers();
parentPort?.postMessage(buffers, [
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made by `emptyBuffers`, not shared
  buffers.keys.buffer as ArrayBuffer,
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  buffers.slots.buffer as ArrayBuffer,
]);
