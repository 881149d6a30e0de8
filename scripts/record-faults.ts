import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

// The tests that break things, with all their repetitions; what came of each is kept in
// bench/results/faults.json. npm run test:faults [-- PATTERN …]
const TARGET = 'bench/results/faults.json';
const REPETITIONS = {
  HUB_TEST_ROUNDS: '50',
  HUB_TEST_LOST_ANSWERS: '200',
  HUB_TEST_MODEL_RUNS: '200',
};
const given = process.argv.slice(2);
const patterns = given.length > 0 ? given : ['tests/stores', 'tests/e2e'];

const jestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          duration: z.number().nullish(),
        }),
      ),
    }),
  ),
});

const folder = mkdtempSync(join(tmpdir(), 'faults-'));
const output = join(folder, 'report.json');
const { status } = spawnSync(
  'npm',
  ['run', '--silent', 'jest', '--', '--json', `--outputFile=${output}`, ...patterns],
  { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...REPETITIONS } },
);
const { testResults } = jestReport.parse(JSON.parse(readFileSync(output, 'utf8')));
rmSync(folder, { recursive: true });

const tests = testResults
  .flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, status: outcome, duration }) => ({
      file: name.slice(process.cwd().length + 1),
      test: fullName,
      outcome,
      seconds: Math.round((duration ?? 0) / 100) / 10,
    })),
  )
  .toSorted((a, b) => `${a.file} ${a.test}`.localeCompare(`${b.file} ${b.test}`));
const failed = tests.filter(({ outcome }) => outcome === 'failed').length;
writeFileSync(
  TARGET,
  `${JSON.stringify({ command: 'npm run test:faults', at: new Date().toISOString(), repetitions: REPETITIONS, passed: tests.filter(({ outcome }) => outcome === 'passed').length, failed, tests }, null, 2)}\n`,
);
process.stdout.write(`${tests.length} tests, ${failed} failed: ${TARGET}\n`);
process.exitCode = status ?? 1;
