import { readFileSync } from 'node:fs';

/** Linux counts CPU time in hundredths of a second (`getconf CLK_TCK`). */
const MS_PER_TICK = 10;

/** CPU time that a process has used so far, user and system, in milliseconds. */
export function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}

/** Memory of a process in MiB: all that is resident, and the part of it that no file backs. */
export function memoryMiB(pid: number): { readonly resident: number; readonly anonymous: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const read = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) / 1024;
  return { resident: read('VmRSS'), anonymous: read('RssAnon') };
}

/** Children of a process, by the command that they run. */
export function childrenOf(
  pid: number,
): readonly { readonly pid: number; readonly command: string }[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .split(' ')
    .filter((text) => text !== '')
    .map((text) => ({
      pid: Number(text),
      command: readFileSync(`/proc/${text}/cmdline`, 'utf8').replaceAll('\0', ' ').trim(),
    }));
}
