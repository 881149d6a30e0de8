/** Tells a waiting person what is going on. */
export type Progress = {
  /**
   * Runs one step and says that it is done; a step of over a second says how far it is.
   *
   * @param work May call `at` with a share from 0 to 1 as often as it likes.
   */
  step<T>(what: string, work: (at: (share: number) => void) => Promise<T>): Promise<T>;
};

const TICK_MS = 1_000;

/** Lines of text, one a second at most for each step that runs longer. */
export function createProgress(write: (line: string) => void): Progress {
  return {
    async step(what, work) {
      const startedAt = performance.now();
      const seconds = () => ((performance.now() - startedAt) / 1_000).toFixed(1);
      let share: number | null = null;
      const tick = setInterval(() => {
        const part = share === null ? '' : ` ${Math.floor(share * 100)} %`;
        write(`  … ${what}${part} (${seconds()} s)`);
      }, TICK_MS);
      try {
        const result = await work((now) => {
          share = now;
        });
        write(`  ✓ ${what} (${seconds()} s)`);
        return result;
      } finally {
        clearInterval(tick);
      }
    },
  };
}
