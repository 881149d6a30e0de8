import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process that cannot be mistaken for a later one with the same number. */
export type ProcessIdentity = { readonly pid: number; readonly startedAt: string };

/** @returns null when no such process lives. */
export function identityOf(pid: number): ProcessIdentity | null {
  const startedAt = startOf(pid);
  return startedAt === null ? null : { pid, startedAt };
}

export function isAlive({ pid, startedAt }: ProcessIdentity): boolean {
  return startOf(pid) === startedAt;
}

/**
 * Ends a process: SIGTERM, and SIGKILL after `patienceMs`.
 *
 * @returns When it is gone.
 */
export async function endProcess(identity: ProcessIdentity, patienceMs = 2_000): Promise<void> {
  const killAt = Date.now() + patienceMs;
  let signal: NodeJS.Signals = 'SIGTERM';
  send(identity, signal);
  while (isAlive(identity)) {
    if (signal === 'SIGTERM' && Date.now() > killAt) {
      signal = 'SIGKILL';
      send(identity, signal);
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
}

function send(identity: ProcessIdentity, signal: NodeJS.Signals): void {
  try {
    if (isAlive(identity)) process.kill(identity.pid, signal);
  } catch {
    // It ended between the look and the signal.
  }
}

/** A zombie counts as gone: nobody can be talked to there. */
function startOf(pid: number): string | null {
  try {
    if (process.platform !== 'linux') {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    }
    // Fields after the command's closing bracket: state is the first, start time the twentieth (proc(5), /proc/pid/stat).
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}
