import { readdirSync, readlinkSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FaultKind } from '../../simulators/simulator.ts';
import { startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { until } from '../support/until.ts';
import { EXAMPLE, type ExampleCard } from './library-query.ts';

/** The two seconds for the whole answer; the machine of a test may be busy beside it. */
const ANSWER_WITHIN_MS = 2_000;
const BREAKER_OPEN_MS = 1_000;

const FAULTS: readonly [FaultKind, string][] = [
  ['refuse', 'UPSTREAM_UNAVAILABLE'],
  ['hang', 'UPSTREAM_UNAVAILABLE'],
  ['slow', 'UPSTREAM_UNAVAILABLE'],
  ['error', 'UPSTREAM_UNAVAILABLE'],
  ['malformed', 'UPSTREAM_MALFORMED'],
  ['close', 'UPSTREAM_UNAVAILABLE'],
];

let hub: HubProcess;
let staff: string;

beforeAll(async () => {
  hub = await startHubProcess({
    people: 400,
    environment: {
      HUB_LIBRARY_BREAKER_OPEN_MS: String(BREAKER_OPEN_MS),
      HUB_LAST_KNOWN_HOURS: '1',
    },
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
    const both = hub.city.cardholders.filter(
      ({ municipalLibrary, regionalLibrary }) =>
        (municipalLibrary?.loans.length ?? 0) > 0 && (regionalLibrary?.loans.length ?? 0) > 0,
    );
    const holder = both[next];
    next += 1;
    if (holder === undefined) throw new Error('nobody has loans in both libraries');
    return holder;
  };
})();

async function askTimed(number: string) {
  const startedAt = performance.now();
  const answer = await hub.ask(EXAMPLE, { n: number }, staff);
  const card = answer.data?.['card'] as ExampleCard;
  return { ...answer, card, ms: performance.now() - startedAt };
}

async function isLive(number: string): Promise<boolean> {
  const { card } = await askTimed(number);
  return card.library?.source.freshness === 'LIVE';
}

function socketsOf(pid: number): number {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).filter((fd) => {
    try {
      return readlinkSync(`${folder}/${fd}`).startsWith('socket:');
    } catch {
      return false;
    }
  }).length;
}

describe.each(['library', 'regionalLibrary'] as const)('%s', (system) => {
  const other = system === 'library' ? 'regionalLibrary' : 'library';

  it.each(FAULTS)(
    'that answers with %s leaves the rest of the answer whole',
    async (kind, code) => {
      const holder = fresh();
      await hub.putFault(system, kind);
      try {
        const { card, errors, ms } = await askTimed(holder.card.number);
        const theirs = holder[other === 'library' ? 'municipalLibrary' : 'regionalLibrary'];
        const titles = card.library?.loans.flatMap((loan) => (loan === null ? [] : [loan.title]));
        expect(titles).toEqual(theirs?.loans.map(({ title }) => title));
        expect(card.library?.loans.filter((loan) => loan === null)).toHaveLength(1);
        expect(card.library?.mayBorrow).toBeNull();
        expect(card.library?.source).toEqual({ system, asOf: null, freshness: null });
        const place = card.library?.loans.indexOf(null);
        const error = errors?.find(({ path }) => path?.join() === `card,library,loans,${place}`);
        expect(error?.extensions?.['code']).toBe(code);
        expect(ms).toBeLessThan(ANSWER_WITHIN_MS);
      } finally {
        await hub.putFault(system, 'none');
        await until(() => isLive(holder.card.number), { patienceMs: 30_000, what: 'LIVE again' });
      }
    },
  );

  it('is left alone by an open breaker, which closes when it is well again', async () => {
    const holder = fresh();
    await hub.putFault(system, 'refuse');
    await until(async () => {
      await askTimed(holder.card.number);
      return hub.output().includes(`"breaker":"open"`);
    });
    const { ms } = await askTimed(holder.card.number);
    expect(ms).toBeLessThan(500);
    await hub.putFault(system, 'none');
    await until(() => isLive(holder.card.number), { patienceMs: 30_000 });
    const moves = hub.output().match(new RegExp(`"system":"${system}".*"breaker":"closed"`, 'g'));
    expect(moves?.length ?? 0).toBeGreaterThan(0);
  });
});

it('gives the last known values, marked, and of another moment than now', async () => {
  const { number } = fresh().card;
  const live = await askTimed(number);
  await hub.putFault('library', 'refuse');
  const { card, errors } = await askTimed(number);
  await hub.putFault('library', 'none');
  expect(errors).toBeUndefined();
  expect(card.library?.loans).toEqual(live.card.library?.loans);
  expect(card.library?.source).toMatchObject({ system: 'library', freshness: 'LAST_KNOWN' });
  expect(card.library?.sources[1]?.freshness).toBe('LIVE');
  await until(() => isLive(number), { patienceMs: 30_000 });
});

it('holds no more sockets after a hundred hung requests than before', async () => {
  const pid = hub.child.pid ?? 0;
  const { number } = fresh().card;
  const askTen = () => Promise.all(Array.from({ length: 10 }, () => askTimed(number)));
  // Until the pools of libraries, store and this test's own connections are as large as they get.
  let before = 0;
  for (let round = 0; round < 5; round += 1) {
    await askTen();
    before = Math.max(before, socketsOf(pid));
  }
  await hub.putFault('library', 'hang');
  for (let round = 0; round < 10; round += 1) await askTen();
  await hub.putFault('library', 'none');
  await until(() => isLive(number), { patienceMs: 30_000 });
  await until(() => socketsOf(pid) <= before, {
    what: () => `${before} sockets again, there are ${socketsOf(pid)}`,
  });
  expect(socketsOf(pid)).toBeLessThanOrEqual(before);
});
