import { setTimeout as pause } from 'node:timers/promises';
import { createRandom, type Random } from '../../simulators/city/random.ts';
import { createJudge, type ModelCard } from './reader-model.ts';
import { createWish } from './reader-model-ask.ts';
import { remember, type CheckDeps } from './reader-model-check.ts';
import { GROUPS, GROUPS_DATA, loadModelCity, today, ZONE } from './reader-model-city.ts';
import { firstRulebooks, happen, type EventDeps, type ModelCity } from './reader-model-events.ts';
import { openModelHub, OFFSETS, type ModelHub } from './reader-model-hub.ts';
import { createKiller } from './reader-model-kills.ts';
import { settle } from './reader-model-settle.ts';
import { checkPlanted, checkReaders, type Leak } from './reader-model-taps.ts';

/** Enough for prices that are shared by a hundred, and for some that are not. */
const PEOPLE = 450;
/** Cards held up at every reader after a run, beside those that something happened to. */
const HELD_UP = 40;

export type ModelRuns = AsyncDisposable & {
  readonly kills: number;
  /** Some events with a kill in the middle; then settles and checks. @throws {Error} With the trace. */
  run(options: { readonly isWhole: boolean }): Promise<void>;
  /** Holds every card up at every reader. @returns What is wrong. */
  check(): Promise<readonly string[]>;
  /** @returns What would be said of what a reader has, if it were wrong like this. */
  plant(leak: Leak): Promise<readonly string[]>;
};

export async function openModelRuns(seed: string): Promise<ModelRuns> {
  await using starting = new AsyncDisposableStack();
  const random = createRandom(seed);
  const hub = starting.use(await openModelHub());
  const city = await startCity(hub, seed);
  const judge = createJudge(city.day, ZONE);
  const deps: CheckDeps = { city, judge, history: { small: new Map(), untold: new Set() } };
  remember(deps);
  await settle(hub, city);
  const killer = createKiller(hub, random);
  const trace: string[] = [`seed ${seed}`];
  const wish = createWish(hub.gateway, await hub.token('staff', 'staff-1'));
  const events = { city, random, wish, newKey: createKeys(seed) };
  const onEvent = () => remember(deps);
  const stack = starting.move();
  return {
    get kills() {
      return killer.kills;
    },
    async run({ isWhole }) {
      const before = new Map(city.cards.map((card) => [card, stateOf(card)]));
      trace.push(`run ${killer.kills + 1}`);
      try {
        await makeEvents(events, { killer, trace, onEvent });
        trace.push(`settled in ${await settle(hub, city)} ms`);
        const touched = city.cards.filter((card) => before.get(card) !== stateOf(card));
        const others = Array.from({ length: HELD_UP }, () => random.pick(city.cards));
        const cards = isWhole ? city.cards : [...new Set([...touched, ...others])];
        const wrong = await checkReaders(deps, hub, cards);
        if (wrong.length > 0) throw new Error(wrong.slice(0, 20).join('\n'));
      } catch (cause) {
        throw new Error([cause, ...trace.slice(-120), outputOf(hub)].join('\n'), { cause });
      }
    },
    check: () => checkReaders(deps, hub, city.cards),
    plant: (leak) => checkPlanted(deps, hub, leak),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** Keys of wishes, each once. */
function createKeys(seed: string): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `model-${seed}-${count}`;
  };
}

async function startCity(hub: ModelHub, seed: string): Promise<ModelCity> {
  const { connection, processes, fleets } = hub;
  const keys = { seal: hub.sealKey, lookup: hub.lookupKey, people: PEOPLE, seed };
  const { cards } = await loadModelCity(connection, keys);
  await Promise.all(Object.values(processes).map((part) => part.start()));
  await Promise.all(
    (['today', 'tomorrow'] as const).map((name) => fleets[name].start(OFFSETS[name])),
  );
  const wish = createWish(hub.gateway, await hub.token('staff', 'staff-1'));
  for (const name of ['today', 'tomorrow'] as const) {
    for (const { id, group, way } of fleets[name].readers) {
      const place = GROUPS_DATA.groups.find((one) => one.id === group)?.places[0];
      const to = {
        kind: way.toUpperCase(),
        ...(way === 'push' && { url: `http://127.0.0.1:${hub.pushPorts[name]}/${id}` }),
      };
      const input = { idempotencyKey: `register-${id}`, id, group, place, way: to };
      await wish('registerReader', input, '');
    }
  }
  return {
    ...{ cards: [...cards], groups: GROUPS, rulebooks: firstRulebooks() },
    ...{ version: 2, day: today(), zone: ZONE },
  };
}

type Around = {
  readonly killer: ReturnType<typeof createKiller>;
  readonly trace: string[];
  readonly onEvent: () => void;
};

/** One of the events has a kill beside it. */
async function makeEvents(deps: EventDeps, { killer, trace, onEvent }: Around): Promise<void> {
  const { random } = deps;
  const events = 3 + random.below(6);
  const killedAt = random.below(events);
  const draw: Random = createRandom(random.hex(16));
  for (let event = 0; event < events; event += 1) {
    const kill = async () => {
      if (event !== killedAt) return;
      await pause(draw.below(250));
      trace.push(await killer.kill());
    };
    const [told] = await Promise.all([happen(deps), kill()]);
    trace.push(told);
    onEvent();
  }
}

function stateOf({ state, holder, token }: ModelCard): string {
  return `${state} ${holder.version} ${token === null}`;
}

function outputOf({ processes }: ModelHub): string {
  return Object.entries(processes)
    .map(([name, part]) => `${name}: ${part.output().slice(-600)}`)
    .join('\n');
}
