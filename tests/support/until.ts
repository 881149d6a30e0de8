import { setTimeout as pause } from 'node:timers/promises';

export type UntilOptions = {
  /** Default 10 s. */
  readonly patienceMs?: number;
  /** Said when the patience is over. */
  readonly what?: string | (() => string);
};

/** Waits until the condition holds. A condition that throws ends the wait at once. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  { patienceMs = 10_000, what = 'the condition' }: UntilOptions = {},
): Promise<void> {
  const giveUpAt = Date.now() + patienceMs;
  while (!(await condition())) {
    if (Date.now() > giveUpAt) {
      throw new Error(`waited in vain for ${typeof what === 'string' ? what : what()}`);
    }
    await pause(20);
  }
}
