import { join } from 'node:path';
import { cityDayAt } from '../domain/city-day.ts';
import { ConfigError, parseSettings } from '../platform/process/config.ts';
import type { Role, RoleContext } from '../platform/process/role.ts';
import { CITY_SEED, createCity } from './city/city.ts';
import { startControl } from './control.ts';
import { startMunicipalLibrary } from './municipal-library/start-municipal-library.ts';
import { HUB_KEY } from './regional-library/keys.ts';
import { startRegionalLibrary } from './regional-library/start-regional-library.ts';
import { simulatorsSettings } from './settings.ts';
import type { Simulator } from './simulator.ts';

/** Every simulated legacy system and the control port, over one synthetic city. */
export async function startSimulators({ environment }: RoleContext): Promise<Role> {
  const { simulators: settings } = parseSettings({ simulators: simulatorsSettings }, environment);
  const city = createCity({
    people: settings.HUB_PEOPLE,
    madeOn: settings.HUB_CITY_MADE_ON ?? cityDayAt(new Date(), settings.HUB_CITY_ZONE),
    seed: CITY_SEED,
  });
  const host = settings.HUB_SIMULATORS_HOST;
  const journalPath = (system: string) =>
    settings.HUB_SIMULATORS_DIR === undefined
      ? null
      : join(settings.HUB_SIMULATORS_DIR, `${system}.jsonl`);

  await using starting = new AsyncDisposableStack();
  const municipal = starting.use(
    await startMunicipalLibrary({
      city,
      host,
      port: settings.HUB_SIMULATED_LIBRARY_PORT,
      journalPath: journalPath('library'),
      rules: { user: settings.HUB_LIBRARY_USER, password: settings.HUB_LIBRARY_PASSWORD },
    }),
  );
  const regional = starting.use(
    await startRegionalLibrary({
      city,
      host,
      port: settings.HUB_SIMULATED_REGIONAL_LIBRARY_PORT,
      journalPath: journalPath('regionalLibrary'),
      keys: [
        {
          ...HUB_KEY,
          clientId: settings.HUB_REGIONAL_LIBRARY_CLIENT_ID,
          clientSecret: settings.HUB_REGIONAL_LIBRARY_CLIENT_SECRET,
        },
      ],
    }),
  );
  starting.use(await openControl([municipal, regional], settings.HUB_CONTROL_PORT));
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
