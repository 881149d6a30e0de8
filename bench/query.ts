// The hub over its six legacy systems: one card and twenty cards in one query, of the libraries alone
// and of everything, interleaved.
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
const WHOLE = `number status
  library { loans { title dueOn } source { system asOf freshness } }
  sports { passes { name validUntil } bookings { facility startsAt } source { freshness } }
  transport { purses { amount unit balanceAt } source { freshness } }
  parking { rights { zone validUntil } source { freshness } }
  tax(access: { purpose: CITIZEN_ASSISTANCE, consent: GIVEN }) { bills { concept amountCents reference dueOn } source { freshness } }`;
const oneOf = (fields: string) => `query($n: CardNumber!) { card(number: $n) { ${fields} } }`;
const manyOf = (fields: string) => `query($n: [CardNumber!]!) { cards(numbers: $n) { ${fields} } }`;

type Profile = { readonly name: string; readonly query: string; readonly cards: number };
type Measured = LoadResult & {
  readonly cpuMsPerRequest: number;
  readonly callsPerRequest: Readonly<Record<string, number>>;
};

const PROFILES: readonly Profile[] = [
  { name: '1 card, libraries', query: oneOf(LIBRARY), cards: 1 },
  { name: '20 cards, libraries', query: manyOf(LIBRARY), cards: 20 },
  { name: '1 card, everything', query: oneOf(WHOLE), cards: 1 },
  { name: '20 cards, everything', query: manyOf(WHOLE), cards: 20 },
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
report(`Query over six legacy systems, ${CLIENTS} clients, median of ${rounds} rounds`, figures, {
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
