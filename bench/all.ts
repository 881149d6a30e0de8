// Every bench in turn, each result kept in bench/results. npm run bench
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

const BENCHES = ['start', 'query', 'gateway', 'store'];

mkdirSync('bench/results', { recursive: true });
for (const name of BENCHES) {
  const { status } = spawnSync(
    process.execPath,
    [`bench/${name}.ts`, '--json', `bench/results/${name}.json`],
    { stdio: 'inherit' },
  );
  if (status !== 0) process.exitCode = 1;
}
