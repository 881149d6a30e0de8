import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../simulators/city/random.ts';
import { OFFSETS, type FleetName, type ModelHub, type ProcessName } from './reader-model-hub.ts';

type Victim = ProcessName | 'store' | 'redis' | `fleet ${FleetName}`;

/** How often who is killed. */
const VICTIMS: readonly (readonly [weight: number, victim: Victim])[] = [
  [30, 'readers'],
  [15, 'sync'],
  [10, 'graph'],
  [3, 'gateway'],
  [14, 'redis'],
  [12, 'store'],
  [14, 'fleet today'],
  [7, 'fleet tomorrow'],
];

const LONGEST_AWAY_MS = 400;

/** Kills somebody drawn at random, and lets it come back a moment later. */
export function createKiller(hub: ModelHub, random: Random) {
  let kills = 0;
  return {
    get kills() {
      return kills;
    },
    /** SIGKILL. @returns Who it was, once it is back. */
    async kill(): Promise<string> {
      const victim = pickVictim(random);
      const awayMs = random.below(LONGEST_AWAY_MS);
      await killAndMend(hub, victim, awayMs);
      kills += 1;
      return `killed: ${victim}, away for ${awayMs} ms`;
    },
  };
}

async function killAndMend(hub: ModelHub, victim: Victim, awayMs: number): Promise<void> {
  const { processes, fleets, stores } = hub;
  // Both are started again by what supervises them, as on one machine.
  if (victim === 'store') return stores.killStore();
  if (victim === 'redis') return stores.killRedis();
  if (victim === 'fleet today' || victim === 'fleet tomorrow') {
    const name = victim === 'fleet today' ? 'today' : 'tomorrow';
    await fleets[name].kill();
    await pause(awayMs);
    return fleets[name].start(OFFSETS[name]);
  }
  await processes[victim].kill();
  await pause(awayMs);
  return processes[victim].start();
}

function pickVictim(random: Random): Victim {
  let drawn = random.below(VICTIMS.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, victim] of VICTIMS) {
    drawn -= weight;
    if (drawn < 0) return victim;
  }
  throw new Error('nobody was drawn');
}
