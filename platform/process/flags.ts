import { parseArgs } from 'node:util';
import { ConfigError } from './config.ts';

/** What the command line may say; whatever it says wins over the environment. */
export type Flags = {
  readonly roles: readonly string[] | undefined;
  readonly port: string | undefined;
  readonly controlPort: string | undefined;
  readonly people: string | undefined;
  readonly demo: boolean;
};

/**
 * `--roles a,b --port N --control-port N --people N --demo`
 *
 * @throws {ConfigError} A flag that does not exist, or one without its value.
 */
export function parseFlags(argv: readonly string[], knownRoles: readonly string[]): Flags {
  const values = parse(argv);
  const roles = values.roles?.split(',').map((role) => role.trim());
  const unknown = roles?.filter((role) => !knownRoles.includes(role)) ?? [];
  if (unknown.length > 0) {
    throw new ConfigError([
      `--roles: there is no role ${unknown.join(', ')}; there are ${knownRoles.join(', ')}.`,
    ]);
  }
  return {
    roles,
    port: values.port,
    controlPort: values['control-port'],
    people: values.people,
    demo: values.demo ?? false,
  };
}

const OPTIONS = {
  roles: { type: 'string' },
  port: { type: 'string' },
  'control-port': { type: 'string' },
  people: { type: 'string' },
  demo: { type: 'boolean' },
} as const;

function parse(argv: readonly string[]) {
  try {
    const { values } = parseArgs({ args: [...argv], options: OPTIONS });
    const empty = Object.entries(values).find(([, value]) => value === '');
    if (empty === undefined) return values;
    throw new Error(`Option '--${empty[0]}' has no value`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const known = Object.keys(OPTIONS).map((name) => `--${name}`);
    throw new ConfigError([`${reason}. The options are ${known.join(', ')}.`]);
  }
}
