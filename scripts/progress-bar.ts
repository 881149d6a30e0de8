const WIDTH = 30;
const PLAIN_STEP_PERCENT = 10;

/** Shows how far something is. */
export type ProgressBar = {
  /** @param what Stands behind the bar, such as `12,000 of 270,512 holders`. */
  at(done: number, total: number, what: string): void;
  /** Goes to the next line. */
  end(): void;
};

export type ProgressBarOptions = {
  readonly write: (text: string) => void;
  /** A terminal has one line that changes; else a line is written for each tenth. */
  readonly isTerminal: boolean;
};

export function createProgressBar({ write, isTerminal }: ProgressBarOptions): ProgressBar {
  let toldTenth = -1;
  let lastLength = 0;
  return {
    at(done, total, what) {
      const share = total === 0 ? 0 : Math.min(1, done / total);
      const filled = Math.round(share * WIDTH);
      const percent = Math.floor(share * 100);
      const line = `[${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ${percent} % ${what}`;
      if (isTerminal) {
        write(`\r${line.padEnd(lastLength)}`);
        lastLength = line.length;
        return;
      }
      const tenth = Math.floor(percent / PLAIN_STEP_PERCENT);
      if (tenth > toldTenth) write(`${line}\n`);
      toldTenth = Math.max(toldTenth, tenth);
    },
    end() {
      if (isTerminal && lastLength > 0) write('\n');
      lastLength = 0;
      toldTenth = -1;
    },
  };
}
