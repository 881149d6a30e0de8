/** Where callers wait for something that comes and goes. */
export type Gate<Value> = {
  /** Gives the value to all who wait, and to whoever comes until the gate is shut. */
  open(value: Value): void;
  shut(): void;
  readonly isOpen: () => boolean;
  /** @throws {Error} The signal fired before the gate opened. */
  pass(signal: AbortSignal): Promise<Value>;
};

export function createGate<Value>(): Gate<Value> {
  const waiting = new Set<(value: Value) => void>();
  let open: { readonly value: Value } | null = null;
  return {
    open(value) {
      open = { value };
      for (const give of waiting) give(value);
    },
    shut() {
      open = null;
    },
    isOpen: () => open !== null,
    async pass(signal) {
      if (open !== null) return open.value;
      const { promise, resolve, reject } = Promise.withResolvers<Value>();
      const expire = (): void => reject(new Error('it did not come in time'));
      if (signal.aborted) expire();
      signal.addEventListener('abort', expire, { once: true });
      waiting.add(resolve);
      return promise.finally(() => {
        waiting.delete(resolve);
        signal.removeEventListener('abort', expire);
      });
    },
  };
}
