import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { cityDayAt } from './domain/city-day.ts';
import { DataFolderError } from './embedded/data-folder.ts';
import { findPortTrouble } from './embedded/free-port.ts';
import { machineSettings } from './embedded/settings.ts';
import { SYSTEM_ADDRESSES } from './embedded/simulated-systems.ts';
import {
  ConfigError,
  givenIn,
  isGiven,
  parseSettings,
  type Environment,
} from './platform/process/config.ts';
import { parseFlags, type Flags } from './platform/process/flags.ts';
import { createLog } from './platform/process/log.ts';
import { createProgress } from './platform/process/progress.ts';
import { createReadiness } from './platform/process/readiness.ts';
import type { RoleContext } from './platform/process/role.ts';
import { HUB_ROLES, ROLE_NAMES, ROLES, type RoleName } from './roles.ts';

/** Everything is gone this long after the first signal, whatever hangs. */
const STOP_LIMIT_MS = 4_500;

/** Settings whose presence means that the hub stands over real systems, not over the simulated city. */
const REAL_SYSTEM_SETTINGS = ['MONGODB_URI', ...SYSTEM_ADDRESSES];

const stack = new AsyncDisposableStack();
const stopping = new AbortController();
const stopAsked = new Promise<void>((asked) => {
  stopping.signal.addEventListener('abort', () => asked());
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => stopping.abort());
}
// A parent that started this process with an IPC channel and died wants it gone too.
process.on('disconnect', () => stopping.abort());

try {
  if (existsSync('.env')) process.loadEnvFile('.env');
  // A stop does not wait for a start that is under way: what that holds is ended beneath it.
  await Promise.race([
    start(process.env, parseFlags(process.argv.slice(2), ROLE_NAMES)),
    stopAsked,
  ]);
  await stopAsked;
  await stop(0);
} catch (error) {
  process.stderr.write(`${toSentences(error)}\n`);
  await stop(1);
}

async function start(given: Environment, flags: Flags): Promise<void> {
  const isDemo = flags.demo || (flags.roles === undefined && isNothingReal(given));
  const isOneMachine = flags.roles === undefined || flags.demo;
  const roles = ROLE_NAMES.filter((name) => (flags.roles ?? HUB_ROLES).includes(name));
  let environment = withFlags(given, flags);
  const settings = await checkSettings(environment, roles, { isDemo, isOneMachine });
  const { HUB_PEOPLE: people, HUB_CONTROL_PORT: controlPort } = settings.machine;
  const gatewayPort = roles.includes('gateway') ? await readGatewayPort(environment) : null;
  await assertPortsFree({
    '--port': gatewayPort,
    '--control-port': isDemo ? controlPort : null,
  });
  const log = createLog(settings.machine.HUB_LOG_LEVEL);
  const progress = createProgress((line) => process.stderr.write(`${line}\n`));

  const dataDir = resolve(settings.machine.HUB_DATA_DIR);
  let city: RoleContext['city'] = null;
  if (isOneMachine) {
    const { startOneMachine } = await import('./embedded/one-machine.ts');
    const today = cityDayAt(new Date(), settings.machine.HUB_CITY_ZONE);
    const { signal } = stopping;
    // With it in the run file the scripts find the gateway.
    if (gatewayPort !== null)
      environment = { ...environment, HUB_GATEWAY_PORT: String(gatewayPort) };
    const machine = startOneMachine({
      ...{ environment, dataDir, people, controlPort, isDemo, today, signal, log, progress },
    });
    // A stop in the middle waits for it to fail, so that its children are gone.
    stack.defer(async () => (await machine.catch(() => null))?.[Symbol.asyncDispose]());
    ({ environment, city } = await machine);
  }

  const readiness = createReadiness(roles);
  await startRoles({
    environment,
    log,
    progress,
    local: new Map(),
    roles,
    isSubgraphServer: HUB_ROLES.some((name) => !roles.includes(name)),
    city,
    readiness,
  });
  if (stopping.signal.aborted) return;
  process.send?.({ ready: true });
  if (city === null || gatewayPort === null) {
    log.info({ roles, missing: readiness.missing() }, 'started');
    return;
  }
  const origin = `http://localhost:${gatewayPort}`;
  const hasIssuer = isGiven(environment, 'HUB_JWKS_URL');
  const { welcome } = await import('./welcome.ts');
  process.stdout.write(await welcome({ origin, controlPort, dataDir, city, hasIssuer }));
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
  return !REAL_SYSTEM_SETTINGS.some((name) => isGiven(environment, name));
}

function withFlags(environment: Environment, { port, controlPort, people }: Flags): Environment {
  return {
    ...environment,
    ...(port === undefined ? {} : { HUB_GATEWAY_PORT: port }),
    ...(controlPort === undefined ? {} : { HUB_CONTROL_PORT: controlPort }),
    ...(people === undefined ? {} : { HUB_PEOPLE: people }),
  };
}

type Extent = { readonly isDemo: boolean; readonly isOneMachine: boolean };

/** Of this process and of all its roles, so that all mistakes are told together and before anything starts. */
async function checkSettings(
  environment: Environment,
  roles: readonly RoleName[],
  { isDemo, isOneMachine }: Extent,
) {
  const { formsOfFilledSettings } = await import('./embedded/filled-settings.ts');
  const rest = await Promise.all(
    roles.map(async (name) => [`role ${name}`, await ROLES[name].settings()] as const),
  );
  const filled = isOneMachine ? formsOfFilledSettings(isDemo) : {};
  return parseSettings(
    { ...Object.fromEntries(rest), machine: machineSettings },
    { ...filled, ...givenIn(environment) },
  );
}

async function readGatewayPort(environment: Environment): Promise<number> {
  const { gatewayPortSettings } = await import('./gateway/settings.ts');
  return parseSettings({ gateway: gatewayPortSettings }, environment).gateway.HUB_GATEWAY_PORT;
}

async function assertPortsFree(wanted: Readonly<Record<string, number | null>>): Promise<void> {
  const taken = new Map<number, string>();
  for (const [flag, port] of Object.entries(wanted)) {
    if (port === null) continue;
    const other = taken.get(port);
    if (other !== undefined) {
      throw new ConfigError([`${other} and ${flag} are both ${port}: choose two different ports.`]);
    }
    taken.set(port, flag);
    const trouble = await findPortTrouble(port, '127.0.0.1');
    if (trouble === null) continue;
    throw new ConfigError([
      trouble === 'EADDRINUSE'
        ? `Port ${port} is taken by another program: stop that program, or choose another port with ${flag}.`
        : `Port ${port} cannot be opened (${trouble}): choose another port with ${flag}.`,
    ]);
  }
}

function toSentences(error: unknown): string {
  if (error instanceof ConfigError || error instanceof DataFolderError) return error.message;
  // What failed first is the cause; the rest failed while that was being cleaned up.
  if (error instanceof SuppressedError) return toSentences(error.suppressed);
  return error instanceof Error ? error.message : String(error);
}
