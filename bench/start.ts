// Start-up time and memory of the hub on one machine, packages already installed.
// npm run bench:start -- [--json FILE]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHubProcess } from '../tests/support/hub-process.ts';
import { median } from './support/load.ts';
import { childrenOf, memoryMiB } from './support/process-usage.ts';
import { jsonPathFrom, report, type Figure } from './support/report.ts';

const ROUNDS = 5;
const PEOPLE = 1_000;

const first: number[] = [];
const second: number[] = [];
const stop: number[] = [];
let memory: readonly Figure[] = [];
for (let round = 1; round <= ROUNDS; round += 1) {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-start-'));
  try {
    first.push(await startOnce(dataDir));
    second.push(await startOnce(dataDir));
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
  process.stderr.write(`round ${round} of ${ROUNDS} done\n`);
}
report(
  `Start-up, ${PEOPLE} people, median of ${ROUNDS} rounds`,
  [
    { name: 'first start, city loaded', value: median(first) / 1_000, unit: 's' },
    { name: 'second start, data kept', value: median(second) / 1_000, unit: 's', limit: '<= 5 s' },
    { name: 'stop after SIGTERM', value: median(stop) / 1_000, unit: 's', limit: '<= 5 s' },
    ...memory,
  ],
  { jsonPath: jsonPathFrom(process.argv) },
);

/** @returns Milliseconds from the command to readiness. */
async function startOnce(dataDir: string): Promise<number> {
  const startedAt = performance.now();
  await using hub = await startHubProcess({ people: PEOPLE, dataDir });
  const readyAt = performance.now();
  const pid = hub.child.pid ?? 0;
  memory = [{ pid, command: 'hub' }, ...childrenOf(pid)].map(({ pid: each, command }) => ({
    name: `resident memory: ${nameOf(command)}`,
    value: memoryMiB(each).resident,
    unit: 'MiB',
  }));
  await hub.stop();
  stop.push(performance.now() - readyAt);
  return readyAt - startedAt;
}

function nameOf(command: string): string {
  if (command.includes('document-store')) return 'document store';
  if (command.includes('simulators')) return 'simulators';
  return command.includes('redis') ? 'Redis' : command;
}
