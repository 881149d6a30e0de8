import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { cityDayAt } from './domain/city-day.ts';
import { DataFolderError } from './embedded/data-folder.ts';
import { isPortTaken } from './embedded/free-port.ts';
import { machineSettings } from './embedded/settings.ts';
import { ConfigError, parseSettings, type Environment } from './platform/process/config.ts';
import { parseFlags, type Flags } from './platform/process/flags.ts';
import { createLog } from './platform/process/log.ts';
import { createProgress } from './platform/process/progress.ts';
import { createReadiness } from './platform/process/readiness.ts';
import type { RoleContext } from './platform/process/role.ts';
import { HUB_ROLES, ROLE_NAMES, ROLES, type RoleName } from './roles.ts';

/** Everything is gone this long after the first signal, whatever hangs. */
const STOP_LIMIT_MS = 4_500;

/** Settings whose presence means that the hub stands over real systems, not over the simulated city. */
const REAL_SYSTEM_SETTINGS = ['MONGODB_URI', 'HUB_LIBRARY_ADDRESS', 'HUB_REGIONAL_LIBRARY_URL'];

const stack = new AsyncDisposableStack();
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => stopping.abort());
}
// A parent that started this process with an IPC channel and died wants it gone too.
process.on('disconnect', () => stopping.abort());

try {
  if (existsSync('.env')) process.loadEnvFile('.env');
  await start(process.env, parseFlags(process.argv.slice(2), ROLE_NAMES));
  if (!stopping.signal.aborted) {
    await new Promise((done) => {
      stopping.signal.addEventListener('abort', done);
    });
  }
  await stop(0);
} catch (error) {
  process.stderr.write(`${toSentences(error)}\n`);
  await stop(1);
}

async function start(given: Environment, flags: Flags): Promise<void> {
  const isDemo = flags.demo || (flags.roles === undefined && isNothingReal(given));
  const roles = ROLE_NAMES.filter((name) => (flags.roles ?? HUB_ROLES).includes(name));
  let environment = withFlags(given, flags);
  const { machine } = parseSettings({ machine: machineSettings }, environment);
  await assertPortsFree(environment, roles, isDemo ? machine.HUB_CONTROL_PORT : null);
  const log = createLog(machine.HUB_LOG_LEVEL);
  const progress = createProgress((line) => process.stderr.write(`${line}\n`));

  const dataDir = resolve(machine.HUB_DATA_DIR);
  let city: RoleContext['city'] = null;
  if (flags.roles === undefined || flags.demo) {
    const { startOneMachine } = await import('./embedded/one-machine.ts');
    const today = cityDayAt(new Date(), machine.HUB_CITY_ZONE);
    const { HUB_PEOPLE: people, HUB_CONTROL_PORT: controlPort } = machine;
    const options = { environment, dataDir, people, controlPort, isDemo, today, log, progress };
    ({ environment, city } = stack.use(await startOneMachine(options)));
  }
  await assertSettings(environment, roles);

  await startRoles({
    environment,
    log,
    progress,
    local: new Map(),
    roles,
    isSubgraphServer: !roles.includes('gateway'),
    city,
    readiness: createReadiness(roles),
  });
  process.send?.({ ready: true });
  if (city !== null && roles.includes('gateway') && !stopping.signal.aborted) {
    const origin = `http://localhost:${await gatewayPort(environment)}`;
    const { welcome } = await import('./welcome.ts');
    const text = await welcome({ origin, controlPort: machine.HUB_CONTROL_PORT, dataDir, city });
    process.stdout.write(text);
  }
}

/** The door opens first, so that whoever waits can ask it what is still missing. */
async function startRoles(context: RoleContext): Promise<void> {
  const chosen = ROLE_NAMES.filter((name) => context.roles.includes(name));
  for (const name of chosen.toSorted((a, b) => Number(b === 'gateway') - Number(a === 'gateway'))) {
    if (stopping.signal.aborted) return;
    stack.use(await ROLES[name].start(context));
    context.readiness.done(name);
  }
}

/** Stops what was started, in reverse; a second signal does not cut it short. */
async function stop(exitCode: number): Promise<never> {
  const limit = setTimeout(() => process.exit(1), STOP_LIMIT_MS);
  try {
    await stack.disposeAsync();
  } catch (error) {
    process.stderr.write(`${toSentences(error)}\n`);
  }
  clearTimeout(limit);
  process.exit(exitCode);
}

function isNothingReal(environment: Environment): boolean {
  return REAL_SYSTEM_SETTINGS.every((name) => (environment[name] ?? '') === '');
}

function withFlags(environment: Environment, { port, controlPort, people }: Flags): Environment {
  return {
    ...environment,
    ...(port === undefined ? {} : { HUB_GATEWAY_PORT: port }),
    ...(controlPort === undefined ? {} : { HUB_CONTROL_PORT: controlPort }),
    ...(people === undefined ? {} : { HUB_PEOPLE: people }),
  };
}

async function assertSettings(environment: Environment, roles: readonly RoleName[]): Promise<void> {
  const schemas = await Promise.all(
    roles.map(async (name) => [name, await ROLES[name].settings()] as const),
  );
  parseSettings(Object.fromEntries(schemas), environment);
}

async function assertPortsFree(
  environment: Environment,
  roles: readonly RoleName[],
  controlPort: number | null,
): Promise<void> {
  const wanted: [port: number, flag: string][] = [];
  if (roles.includes('gateway')) {
    wanted.push([await gatewayPort(environment), '--port']);
  }
  if (controlPort !== null) wanted.push([controlPort, '--control-port']);
  for (const [port, flag] of wanted) {
    if (await isPortTaken(port, '127.0.0.1')) {
      throw new ConfigError([
        `Port ${port} is taken by another program: stop that program, or choose another port with ${flag}.`,
      ]);
    }
  }
}

async function gatewayPort(environment: Environment): Promise<number> {
  const { gatewayPortSettings } = await import('./gateway/settings.ts');
  return parseSettings({ gateway: gatewayPortSettings }, environment).gateway.HUB_GATEWAY_PORT;
}

function toSentences(error: unknown): string {
  if (error instanceof ConfigError || error instanceof DataFolderError) return error.message;
  if (error instanceof SuppressedError) return toSentences(error.error);
  return error instanceof Error ? error.message : String(error);
}
