/** What a process still waits for before it may be asked. */
export type Readiness = {
  /** Adds a part that must be done before the process is ready. */
  expect(part: string): void;
  done(part: string): void;
  /** Parts still missing, in the order they were expected; empty when ready. */
  missing(): readonly string[];
};

export function createReadiness(parts: readonly string[]): Readiness {
  const waiting = new Set(parts);
  return {
    expect: (part) => void waiting.add(part),
    done: (part) => void waiting.delete(part),
    missing: () => [...waiting],
  };
}
