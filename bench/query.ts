// The hub over both library systems: one card and twenty cards in one query, interleaved.
// npm run bench:query -- [--json FILE] [--rounds 5] [--seconds 4]
import { parseArgs } from 'node:util';
import { startHubProcess, type HubProcess } from '../tests/support/hub-process.ts';
import { median, percentile, runLoad, type LoadResult } from './support/load.ts';
import { cpuMs } from './support/process-usage.ts';
import { jsonPathFrom, report, type Figure } from './support/report.ts';

const CLIENTS = 16;
const WARM_UP_SECONDS = 2;
const PEOPLE = 1_000;

const LIBRARY = `number status library {
  mayBorrow loans { title dueOn } charges { concept amountCents } source { system asOf freshness }
}`;
const ONE = `query($n: CardNumber!) { card(number: $n) { ${LIBRARY} } }`;
const TWENTY = `query($n: [CardNumber!]!) { cards(numbers: $n) { ${LIBRARY} } }`;

type Profile = { readonly name: string; readonly query: string; readonly cards: number };
type Measured = LoadResult & {
  readonly cpuMsPerRequest: number;
  readonly callsPerRequest: Readonly<Record<string, number>>;
};

const PROFILES: readonly Profile[] = [
  { name: '1 card', query: ONE, cards: 1 },
  { name: '20 cards', query: TWENTY, cards: 20 },
];

const { values } = parseArgs({
  options: { json: { type: 'string' }, rounds: { type: 'string' }, seconds: { type: 'string' } },
});
const rounds = Number(values.rounds ?? 5);
const seconds = Number(values.seconds ?? 4);

await using hub = await startHubProcess({ people: PEOPLE });
const token = await hub.token('staff', 'bench');
const measured = new Map<string, Measured[]>(PROFILES.map(({ name }) => [name, []]));
for (const profile of PROFILES) await measure(hub, profile, WARM_UP_SECONDS);
for (let round = 1; round <= rounds; round += 1) {
  for (const profile of PROFILES) {
    measured.get(profile.name)?.push(await measure(hub, profile, seconds));
  }
  process.stderr.write(`round ${round} of ${rounds} done\n`);
}
const figures = [...measured].flatMap(([name, results]) => figuresOf(name, results));
report(`Query over two library systems, ${CLIENTS} clients, median of ${rounds} rounds`, figures, {
  jsonPath: jsonPathFrom(process.argv),
});

async function measure(
  { ask, calls, child, city }: HubProcess,
  { query, cards }: Profile,
  forSeconds: number,
): Promise<Measured> {
  const numbers = city.cardholders
    .filter(({ municipalLibrary, regionalLibrary }) => municipalLibrary ?? regionalLibrary)
    .map(({ card }) => card.number);
  let next = 0;
  const pid = child.pid ?? 0;
  const callsBefore = await calls();
  const cpuBefore = cpuMs(pid);
  const load = await runLoad(CLIENTS, forSeconds, async () => {
    const from = (next += cards) % (numbers.length - cards);
    const n = cards === 1 ? numbers[from] : numbers.slice(from, from + cards);
    const { data, errors } = await ask(query, { n }, token);
    return data !== null && data !== undefined && errors === undefined;
  });
  const cpuAfter = cpuMs(pid);
  const callsAfter = await calls();
  const callsPerRequest = Object.fromEntries(
    Object.entries(callsAfter).map(([system, operations]) => [
      system,
      (total(operations) - total(callsBefore[system] ?? {})) / load.requests,
    ]),
  );
  return { ...load, cpuMsPerRequest: (cpuAfter - cpuBefore) / load.requests, callsPerRequest };
}

function figuresOf(name: string, results: readonly Measured[]): Figure[] {
  const of = (pick: (result: Measured) => number): number => median(results.map(pick));
  const systems = Object.keys(results[0]?.callsPerRequest ?? {});
  return [
    { name: `${name}: rate`, value: of((r) => r.requests / r.seconds), unit: 'requests/s' },
    {
      name: `${name}: latency, median`,
      value: of((r) => percentile(r.latencies, 0.5)),
      unit: 'ms',
    },
    { name: `${name}: latency, p99`, value: of((r) => percentile(r.latencies, 0.99)), unit: 'ms' },
    { name: `${name}: hub's CPU`, value: of((r) => r.cpuMsPerRequest), unit: 'ms/request' },
    ...systems.map((system) => ({
      name: `${name}: calls to ${system}`,
      value: of((r) => r.callsPerRequest[system] ?? 0),
      unit: 'calls/request',
    })),
    {
      name: `${name}: failed answers`,
      value: results.reduce((sum, r) => sum + r.failures, 0),
      unit: 'requests',
    },
  ];
}

function total(operations: Readonly<Record<string, number>>): number {
  return Object.values(operations).reduce((sum, count) => sum + count, 0);
}
