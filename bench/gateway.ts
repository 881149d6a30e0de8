// The standalone gateway over three small HTTP subgraphs, beside a stock ApolloServer over
// ApolloGateway with its default data source: interleaved rounds, so figures are ratios.
// npm run bench:gateway -- [--json FILE] [--rounds 5] [--seconds 3]
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Pool } from 'undici';
import { median, percentile, runLoad } from './support/load.ts';
import { cpuMs } from './support/process-usage.ts';
import { jsonPathFrom, report, type Figure } from './support/report.ts';

const CLIENTS = 16;
const WARM_UP_SECONDS = 3;
const PARTS = 'id title priceCents shippingCents reviews { stars text }';

type Profile = { readonly name: string; readonly body: string };
type Contender = {
  readonly name: 'ours' | 'stock';
  readonly child: ChildProcess;
  readonly pool: Pool;
  readonly path: string;
};
type Measured = {
  readonly rate: number;
  readonly cpuMsPerRequest: number;
  readonly p50: number;
  readonly p99: number;
  readonly failures: number;
};

const PROFILES: readonly Profile[] = [
  { name: 'one subgraph', body: JSON.stringify({ query: '{ item(id: "i1") { id title } }' }) },
  {
    name: '1 item, 3 subgraphs',
    body: JSON.stringify({
      query: `query($id: ID!) { item(id: $id) { ${PARTS} } }`,
      variables: { id: 'i1' },
    }),
  },
  { name: '20 items, 3 subgraphs', body: JSON.stringify({ query: `{ items { ${PARTS} } }` }) },
];

const { values } = parseArgs({
  options: { json: { type: 'string' }, rounds: { type: 'string' }, seconds: { type: 'string' } },
});
const rounds = Number(values.rounds ?? 5);
const seconds = Number(values.seconds ?? 3);

using stack = new DisposableStack();
const folder = mkdtempSync(join(tmpdir(), 'bench-gateway-'));
stack.defer(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'supergraph.graphql');
await startProgram(import.meta.resolve('./support/small-subgraphs.ts'), file);
const contenders = [
  await startContender(
    'ours',
    import.meta.resolve('../gateway/standalone.ts'),
    '--supergraph',
    file,
    '--port',
    '0',
  ),
  await startContender('stock', import.meta.resolve('./support/stock-gateway.ts'), file),
];

for (const profile of PROFILES) {
  for (const contender of contenders) await measure(contender, profile, WARM_UP_SECONDS);
}
const measured = new Map<string, Measured[]>();
for (let round = 1; round <= rounds; round += 1) {
  for (const profile of PROFILES) {
    // Each begins every other round, so that neither always has the warmer machine.
    for (const contender of round % 2 === 0 ? contenders : contenders.toReversed()) {
      const key = `${profile.name} ${contender.name}`;
      const result = await measure(contender, profile, seconds);
      measured.set(key, [...(measured.get(key) ?? []), result]);
    }
  }
  process.stderr.write(`round ${round} of ${rounds} done\n`);
}
report(
  `Gateways over HTTP subgraphs, ${CLIENTS} clients, median of ${rounds} rounds`,
  PROFILES.flatMap(figuresOf),
  { jsonPath: jsonPathFrom(process.argv) },
);

async function measure(
  { child, pool, path }: Contender,
  { body }: Profile,
  forSeconds: number,
): Promise<Measured> {
  const pid = child.pid ?? 0;
  const cpuBefore = cpuMs(pid);
  const load = await runLoad(CLIENTS, forSeconds, async () => {
    const headers = { 'content-type': 'application/json' };
    const answer = await pool.request({ method: 'POST', path, headers, body });
    const text = await answer.body.text();
    return answer.statusCode === 200 && text.includes('"id":"i1"') && !text.includes('"errors"');
  });
  return {
    rate: load.requests / load.seconds,
    cpuMsPerRequest: (cpuMs(pid) - cpuBefore) / load.requests,
    p50: percentile(load.latencies, 0.5),
    p99: percentile(load.latencies, 0.99),
    failures: load.failures,
  };
}

function figuresOf({ name }: Profile): Figure[] {
  const ours = measured.get(`${name} ours`) ?? [];
  const stock = measured.get(`${name} stock`) ?? [];
  const ratio = (pick: (result: Measured) => number): number =>
    median(ours.map((result, round) => pick(result) / (stock[round] ? pick(stock[round]) : 1)));
  const of = (results: readonly Measured[], pick: (result: Measured) => number): number =>
    median(results.map(pick));
  return [
    { name: `${name}: rate, ours to stock`, value: ratio((r) => r.rate), unit: 'times' },
    { name: `${name}: CPU, ours to stock`, value: ratio((r) => r.cpuMsPerRequest), unit: 'times' },
    { name: `${name}: rate of ours`, value: of(ours, (r) => r.rate), unit: 'requests/s' },
    { name: `${name}: rate of stock`, value: of(stock, (r) => r.rate), unit: 'requests/s' },
    { name: `${name}: CPU of ours`, value: of(ours, (r) => r.cpuMsPerRequest), unit: 'ms/request' },
    {
      name: `${name}: CPU of stock`,
      value: of(stock, (r) => r.cpuMsPerRequest),
      unit: 'ms/request',
    },
    { name: `${name}: latency of ours, median`, value: of(ours, (r) => r.p50), unit: 'ms' },
    { name: `${name}: latency of ours, p99`, value: of(ours, (r) => r.p99), unit: 'ms' },
    {
      name: `${name}: failed answers of both`,
      value: [...ours, ...stock].reduce((sum, { failures }) => sum + failures, 0),
      unit: 'requests',
    },
  ];
}

async function startContender(
  name: Contender['name'],
  ...command: readonly [program: string, ...args: string[]]
): Promise<Contender> {
  const { child, said } = await startProgram(...command);
  const url = new URL(/Ready at (\S+)/.exec(said)?.[1] ?? '');
  const pool = new Pool(url.origin, { connections: CLIENTS });
  stack.defer(() => void pool.destroy());
  return { name, child, pool, path: url.pathname };
}

/** Runs until the bench ends; resolves once it has said that it is ready. */
async function startProgram(program: string, ...args: readonly string[]) {
  const child = spawn(process.execPath, [fileURLToPath(program), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  stack.defer(() => child.kill());
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (said += text));
  while (!said.includes('Ready')) {
    await Promise.race([once(child.stdout, 'data'), once(child, 'exit').then(fail)]);
  }
  return { child, said };

  function fail(): never {
    throw new Error(`${program} ended before it was ready.`);
  }
}
