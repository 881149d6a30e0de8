import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

/** A line of what a test has measured, for people: seeds, rounds, times. */
const measurement = z.object({ test: z.string(), told: z.string() });

const recorded = z.object({
  tests: z.array(
    z.object({
      ...{ file: z.string(), test: z.string(), outcome: z.string(), seconds: z.number() },
      at: z.string().optional(),
    }),
  ),
  measured: z.array(measurement).default([]),
});

const folder = mkdtempSync(join(tmpdir(), 'faults-'));
const output = join(folder, 'report.json');
const measurements = join(folder, 'measured.jsonl');
const { status } = spawnSync(
  'npm',
  ['run', '--silent', 'jest', '--', '--json', `--outputFile=${output}`, ...patterns],
  {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...REPETITIONS, HUB_TEST_MEASURED: measurements },
  },
);
const { testResults } = jestReport.parse(JSON.parse(readFileSync(output, 'utf8')));
const told = existsSync(measurements) ? readFileSync(measurements, 'utf8').split('\n') : [];
const measuredNow = told.filter(Boolean).map((line) => measurement.parse(JSON.parse(line)));
rmSync(folder, { recursive: true });

const at = new Date().toISOString();
const ran = testResults.flatMap(({ name, assertionResults }) =>
  assertionResults.map(({ fullName, status: outcome, duration }) => ({
    file: name.slice(process.cwd().length + 1),
    test: fullName,
    outcome,
    seconds: Math.round((duration ?? 0) / 100) / 10,
    at,
  })),
);
// A run of some files leaves what is known of the others.
const before = existsSync(TARGET)
  ? recorded.parse(JSON.parse(readFileSync(TARGET, 'utf8')))
  : { tests: [], measured: [] };
const kept = before.tests.filter(({ file }) => ran.every((one) => one.file !== file));
const tests = [...kept, ...ran].toSorted((a, b) =>
  `${a.file} ${a.test}`.localeCompare(`${b.file} ${b.test}`),
);
const measured = [
  ...before.measured.filter(({ test }) => measuredNow.every((one) => one.test !== test)),
  ...measuredNow,
].toSorted((a, b) => a.test.localeCompare(b.test));
const count = (outcome: string) => tests.filter((one) => one.outcome === outcome).length;
const [passed, failed] = [count('passed'), count('failed')];
const record = { command: 'npm run test:faults', at, repetitions: REPETITIONS, passed, failed };
writeFileSync(TARGET, `${JSON.stringify({ ...record, tests, measured }, null, 2)}\n`);
process.stdout.write(`${ran.length} tests, ${failed} failed: ${TARGET}\n`);
process.exitCode = status ?? 1;
