import { cityDayAt } from '../domain/city-day.ts';
import { ConfigError, parseSettings } from '../platform/process/config.ts';
import type { Role, RoleContext } from '../platform/process/role.ts';
import { CITY_SEED, createCity } from './city/city.ts';
import { startControl } from './control.ts';
import { simulatorsSettings } from './settings.ts';
import type { Simulator } from './simulator.ts';
import { SYSTEM_STARTERS } from './systems.ts';

/** Every simulated legacy system and the control port, over one synthetic city. */
export async function startSimulators({ environment }: RoleContext): Promise<Role> {
  const { simulators: settings } = parseSettings({ simulators: simulatorsSettings }, environment);
  const city = createCity({
    people: settings.HUB_PEOPLE,
    madeOn: settings.HUB_CITY_MADE_ON ?? cityDayAt(new Date(), settings.HUB_CITY_ZONE),
    seed: CITY_SEED,
  });
  await using starting = new AsyncDisposableStack();
  const simulators: Simulator[] = [];
  for (const startSystem of SYSTEM_STARTERS) {
    simulators.push(starting.use(await startSystem(settings, city)));
  }
  starting.use(await openControl(simulators, settings.HUB_CONTROL_PORT));
  const stack = starting.move();
  return { [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** Loopback always: whoever reaches this port can break what the city shows. */
async function openControl(
  simulators: readonly Simulator[],
  port: number,
): Promise<AsyncDisposable> {
  try {
    return await startControl({ simulators, port, host: '127.0.0.1' });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError([`The control port ${port} cannot be opened: ${reason}.`]);
  }
}
