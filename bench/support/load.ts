/** What a closed loop of clients saw. */
export type LoadResult = {
  readonly requests: number;
  readonly failures: number;
  readonly seconds: number;
  /** Latencies in milliseconds, ascending. */
  readonly latencies: readonly number[];
};

/**
 * Runs `clients` loops for `seconds`: each sends its next request when the last is answered.
 *
 * @param send Returns whether the answer was right.
 */
export async function runLoad(
  clients: number,
  seconds: number,
  send: (client: number) => Promise<boolean>,
): Promise<LoadResult> {
  const latencies: number[] = [];
  let failures = 0;
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1_000;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      while (performance.now() < endsAt) {
        const sentAt = performance.now();
        if (!(await send(client))) failures += 1;
        latencies.push(performance.now() - sentAt);
      }
    }),
  );
  return {
    requests: latencies.length,
    failures,
    seconds: (performance.now() - startedAt) / 1_000,
    latencies: latencies.toSorted((a, b) => a - b),
  };
}

/** @param share 0.5 for the median, 0.99 for the 99th percentile. */
export function percentile(ascending: readonly number[], share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))] ?? 0;
}

export function median(values: readonly number[]): number {
  return percentile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}
