import { generateKeyPairSync } from 'node:crypto';
import { createReaderKeys } from '../../platform/reader-keys.ts';
import type { DevelopmentKey } from '../../platform/tokens/development-key.ts';
import { createTokenVerifier, signDevelopmentToken } from '../../platform/tokens/token.ts';
import type { Delivery } from '../../sync/readers/delivery/delivery.ts';
import {
  startReadersDoor,
  type ReadersDoorOptions,
  type UsesIntake,
} from '../../sync/readers/door/start-readers-door.ts';
import { startDelivering, type Delivering } from './delivery-harness.ts';
import { createWordLists, type WordLists } from './delivery-lists.ts';
import { reader } from './delivery-reader.ts';
import { silent } from './library-harness.ts';

export type Door = AsyncDisposable & {
  readonly origin: string;
  readonly lists: WordLists;
  readonly hub: Delivering;
  /** What was uploaded, and by whom. */
  readonly uploads: Parameters<UsesIntake['receive']>[];
  token(id: string, kind?: 'reader' | 'staff'): Promise<string>;
  /** Asks as a reader; null sends no token. */
  ask(path: string, as: string | null, init?: RequestInit): Promise<Response>;
  /** Posts JSON as a reader. */
  post(path: string, as: string | null, body: unknown): Promise<Response>;
};

export const KEYS = createReaderKeys({
  master: Buffer.alloc(32, 1),
  signing: Buffer.alloc(32, 2),
});

/** A door to two readers, `a` of the pools and `c` of the bus. */
export async function startDoor(
  more: Partial<ReadersDoorOptions> = {},
  watched: (delivery: Delivery) => Delivery = (delivery) => delivery,
): Promise<Door> {
  await using starting = new AsyncDisposableStack();
  const lists = createWordLists(['pools', 'bus']);
  const members = [reader('a', 'pools'), reader('c', 'bus')];
  const hub = starting.use(await startDelivering(lists, members));
  const key = makeKey();
  const { uploads, uses } = createIntake();
  const door = starting.use(
    await startReadersDoor({
      delivery: watched(hub.delivery),
      groups: lists.groups,
      uses,
      tokens: createTokenVerifier({ developmentKey: key }),
      keys: KEYS,
      epochOf: async () => 3,
      host: '127.0.0.1',
      port: 0,
      missing: () => [],
      log: silent,
      ...more,
    }),
  );
  const token = (id: string, kind: 'reader' | 'staff' = 'reader') =>
    signDevelopmentToken({ key, kind, id, expiresInSeconds: 60 });
  const ask: Door['ask'] = async (path, as, init = {}) => {
    const headers = new Headers(init.headers);
    if (as !== null) headers.set('authorization', `Bearer ${await token(as)}`);
    return fetch(`${door.origin}${path}`, { ...init, headers });
  };
  const post: Door['post'] = (path, as, body) =>
    ask(path, as, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });
  const stack = starting.move();
  return {
    origin: door.origin,
    lists,
    hub,
    uploads,
    token,
    ask,
    post,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** Says that everything came but for a gap. */
function createIntake() {
  const uploads: Door['uploads'] = [];
  const uses: UsesIntake = {
    async receive(...upload) {
      uploads.push(upload);
      return { acknowledgedThrough: upload[2].length, missing: [[7, 9]] };
    },
  };
  return { uploads, uses };
}

function makeKey(): DevelopmentKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  return { ...privateKey.export({ format: 'jwk' }), kid: 'test', alg: 'EdDSA' } as DevelopmentKey;
}
