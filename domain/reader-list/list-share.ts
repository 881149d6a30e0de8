import { digestOf, isStateOf, type ListState } from './list-state.ts';

/**
 * Lets several lists of one process that are equal lie in memory once: 500 readers with a list of
 * 270,512 cards each would be 2.2 GB. What is shared is never changed; a list that goes its own way
 * keeps only what differs. Holds nothing alive by itself.
 */
export type ListShare = {
  /** The state that is already there with the same digest, or else this one, which is there from now on. */
  adopt(state: ListState): ListState;
  /** A state that is this body byte for byte; null when there is none with that digest. */
  find(digest: Uint8Array, body: Uint8Array): ListState | null;
};

export function createListShare(): ListShare {
  const known = new Map<string, WeakRef<ListState>>();
  const gone = new FinalizationRegistry<string>((key) => {
    if (known.get(key)?.deref() === undefined) known.delete(key);
  });
  return {
    adopt(state) {
      const key = Buffer.from(digestOf(state)).toString('latin1');
      const found = known.get(key)?.deref();
      if (found !== undefined) return found;
      known.set(key, new WeakRef(state));
      gone.register(state, key);
      return state;
    },
    find(digest, body) {
      const found = known.get(Buffer.from(digest).toString('latin1'))?.deref();
      return found !== undefined && isStateOf(found, body) ? found : null;
    },
  };
}
