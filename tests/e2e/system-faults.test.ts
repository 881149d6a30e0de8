import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FaultKind } from '../../simulators/simulator.ts';
import { heapMiB, INSPECTABLE } from '../support/heap.ts';
import { startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { until } from '../support/until.ts';
import { AS_STAFF, wholeCardOf, type WholeCard } from './whole-card.ts';

/** Two seconds for the whole answer; the machine of a test may be busy beside it. */
const ANSWER_WITHIN_MS = 2_000;
const BREAKER_OPEN_MS = 1_000;
/** Of `/proc/PID/net/tcp`. */
const ESTABLISHED = '01';
/** As `HUB_LIBRARY_CONNECTIONS` is unless told. */
const SIP2_CONNECTIONS = 4;

const FAULTS: readonly [FaultKind, string][] = [
  ['refuse', 'UPSTREAM_UNAVAILABLE'],
  ['hang', 'UPSTREAM_UNAVAILABLE'],
  ['slow', 'UPSTREAM_UNAVAILABLE'],
  ['error', 'UPSTREAM_UNAVAILABLE'],
  ['malformed', 'UPSTREAM_MALFORMED'],
  ['close', 'UPSTREAM_UNAVAILABLE'],
];

/** The list that each system gives in the README's query. */
const LISTS = { transport: 'purses', parking: 'rights', tax: 'bills' } as const;
type System = keyof typeof LISTS;
const SYSTEMS = ['transport', 'parking', 'tax'] as const satisfies readonly System[];
const ALL_SYSTEMS = ['library', 'regionalLibrary', 'sports', ...SYSTEMS] as const;

let hub: HubProcess;
let staff: string;

beforeAll(async () => {
  const openMs = ['LIBRARY', 'SPORTS', 'TRANSPORT', 'PARKING', 'TAX'].map(
    (area) => [`HUB_${area}_BREAKER_OPEN_MS`, String(BREAKER_OPEN_MS)] as const,
  );
  hub = await startHubProcess({
    people: 600,
    environment: { ...INSPECTABLE, ...Object.fromEntries(openMs) },
  });
  staff = await hub.token('staff', 'staff-1');
}, 90_000);
afterAll(async () => {
  await hub[Symbol.asyncDispose]();
});

/** Each test takes a card that was never asked for, so that nothing is last known of it. */
const fresh = (() => {
  let next = 0;
  return () => {
    const holders = hub.city.cardholders.filter(
      ({ transport, parking, tax }) => transport !== null && parking !== null && tax !== null,
    );
    next += 1;
    const holder = holders[next];
    if (holder === undefined) throw new Error('nobody is left whom all three systems know');
    return holder;
  };
})();

async function askTimed(number: string) {
  const startedAt = performance.now();
  const answer = await hub.ask(AS_STAFF, { n: number }, staff);
  return { ...answer, card: wholeCardOf(answer), ms: performance.now() - startedAt };
}

function listOf(card: WholeCard, system: System): readonly unknown[] {
  return { transport: card.transport.purses, parking: card.parking.rights, tax: card.tax.bills }[
    system
  ];
}

async function isLive(number: string): Promise<boolean> {
  const { card, errors } = await askTimed(number);
  return errors === undefined && SYSTEMS.every((s) => card[s].source.freshness === 'LIVE');
}

async function mend(system: string, number: string): Promise<void> {
  await hub.putFault(system, 'none');
  await until(() => isLive(number), { patienceMs: 30_000, what: `${system} LIVE again` });
}

describe.each(SYSTEMS)('%s', (system) => {
  it.each(FAULTS)('that answers with %s leaves the other systems whole', async (kind, code) => {
    const { number } = fresh().card;
    await hub.putFault(system, kind);
    try {
      const { card, errors, ms } = await askTimed(number);
      expect(listOf(card, system)).toEqual([null]);
      expect(card[system].source.freshness).toBeNull();
      expect(
        errors?.map(({ path, extensions }) => [path?.join('.'), extensions?.['code']]),
      ).toEqual([[`card.${system}.${LISTS[system]}.0`, code]]);
      const others = SYSTEMS.filter((other) => other !== system);
      expect(others.map((other) => card[other].source.freshness)).toEqual(['LIVE', 'LIVE']);
      expect(ms).toBeLessThan(ANSWER_WITHIN_MS);
    } finally {
      await mend(system, number);
    }
  });

  it('is left alone by an open breaker, which closes when it is well again', async () => {
    const { number } = fresh().card;
    const opened = new RegExp(`"system":"${system}".*"breaker":"open"`, 'g');
    const closed = new RegExp(`"system":"${system}".*"breaker":"closed"`, 'g');
    const count = (pattern: RegExp) => hub.output().match(pattern)?.length ?? 0;
    const before = { opened: count(opened), closed: count(closed) };
    await hub.putFault(system, 'refuse');
    await until(async () => (await askTimed(number)) && count(opened) > before.opened);
    expect((await askTimed(number)).ms).toBeLessThan(500);
    await mend(system, number);
    await until(async () => count(closed) > before.closed, { what: 'a closed breaker' });
    expect(hub.output()).toMatch(closed);
  });

  it('is told by its last known values, marked, while it is silent', async () => {
    const { number } = fresh().card;
    const live = await askTimed(number);
    await hub.putFault(system, 'refuse');
    const { card, errors } = await askTimed(number);
    await mend(system, number);
    expect(errors).toBeUndefined();
    expect(listOf(card, system)).toEqual(listOf(live.card, system));
    expect(card[system].source.freshness).toBe('LAST_KNOWN');
  });
});

it.each(FAULTS)('tells sports from the harvest while it answers with %s', async (kind) => {
  const { number } = hub.city.cardholders[0]?.card ?? fresh().card;
  const live = await askTimed(number);
  await hub.putFault('sports', kind);
  const { card, errors } = await askTimed(number);
  await hub.putFault('sports', 'none');
  expect(errors).toBeUndefined();
  expect(card.sports).toEqual(live.card.sports);
  expect(card.sports.passes.length).toBeGreaterThan(0);
});

it('answers in time with the card itself when every system hangs at once', async () => {
  const { number } = fresh().card;
  await Promise.all(ALL_SYSTEMS.map((system) => hub.putFault(system, 'hang')));
  const { card, errors, ms } = await askTimed(number);
  await Promise.all(ALL_SYSTEMS.map((system) => hub.putFault(system, 'none')));
  await until(() => isLive(number), { patienceMs: 30_000 });
  expect(card).toMatchObject({ number, status: 'ACTIVE' });
  expect(SYSTEMS.map((system) => listOf(card, system))).toEqual([[null], [null], [null]]);
  expect(errors?.every(({ extensions }) => extensions?.['code'] === 'UPSTREAM_UNAVAILABLE')).toBe(
    true,
  );
  expect(ms).toBeLessThan(ANSWER_WITHIN_MS);
});

/** Open connections to the legacy systems; those of clients and to the stores are pooled by others. */
function legacySockets(): number {
  const kept = readFileSync(join(hub.dataDir, 'simulators', 'ports.json'), 'utf8');
  const ports = new Set(Object.values(JSON.parse(kept) as Record<string, number>));
  const rows = readFileSync(`/proc/${hub.child.pid}/net/tcp`, 'utf8').split('\n').slice(1, -1);
  return rows.filter((row) => {
    const [, , remote = '', state] = row.trim().split(/\s+/);
    return state === ESTABLISHED && ports.has(Number.parseInt(remote.split(':')[1] ?? '', 16));
  }).length;
}

it('holds no more sockets and no more memory after a thousand requests to broken systems', async () => {
  const { number } = fresh().card;
  const askMany = async (requests: number) => {
    for (let done = 0; done < requests; done += 20) {
      await Promise.all(Array.from({ length: 20 }, () => askTimed(number)));
    }
  };
  const breakEverything = async (requestsEach: number) => {
    for (const kind of ['close', 'error', 'malformed', 'refuse', 'none'] as const) {
      await Promise.all(ALL_SYSTEMS.map((system) => hub.putFault(system, kind)));
      await askMany(requestsEach);
    }
    await until(() => isLive(number), { patienceMs: 30_000 });
  };
  // Whatever is made once, such as compiled code, is made before it is counted.
  await breakEverything(60);
  const before = { sockets: legacySockets(), heap: await heapMiB(hub) };
  await breakEverything(200);
  expect(await heapMiB(hub)).toBeLessThan(before.heap * 1.05 + 2);
  // One conversation on each of the four SIP2 connections stays; whatever fetch had opened goes when idle.
  await until(() => legacySockets() <= Math.min(before.sockets, SIP2_CONNECTIONS), {
    patienceMs: 20_000,
    what: () => `${legacySockets()} connections to go back to ${SIP2_CONNECTIONS}`,
  });
}, 120_000);
