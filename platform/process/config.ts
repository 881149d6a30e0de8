import { z } from 'zod';

/** The environment as it comes: names to text. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Whether a setting has a value: an empty one counts as not given, everywhere. */
export function isGiven(environment: Environment, name: string): boolean {
  return (environment[name] ?? '') !== '';
}

/** The settings that have a value. */
export function givenIn(environment: Environment): Environment {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => isGiven(environment, name)),
  );
}

/** Everything that is wrong with the settings, one sentence each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'));
    this.mistakes = mistakes;
  }
}

/** A schema of settings: an object whose keys are environment names. */
export type SettingsSchema = z.ZodObject;

/**
 * Reads the settings of several roles at once, so that all mistakes are told together.
 * An empty value counts as not given.
 *
 * @returns For each schema its parsed settings, under the same key.
 * @throws {ConfigError} Naming every setting that is missing or malformed.
 */
export function parseSettings<Schemas extends Readonly<Record<string, SettingsSchema>>>(
  schemas: Schemas,
  environment: Environment,
): { readonly [Role in keyof Schemas]: z.infer<Schemas[Role]> } {
  const given = givenIn(environment);
  const mistakes = new Set<string>();
  const parsed: Record<string, unknown> = {};
  for (const [role, schema] of Object.entries(schemas)) {
    const result = schema.safeParse(given);
    if (result.success) {
      parsed[role] = result.data;
      continue;
    }
    for (const issue of result.error.issues) {
      const name = String(issue.path[0] ?? role);
      mistakes.add(
        given[name] === undefined ? `${name} is missing.` : `${name}: ${toReason(issue)}.`,
      );
    }
  }
  if (mistakes.size > 0) throw new ConfigError([...mistakes]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one entry for each schema above
  return parsed as { readonly [Role in keyof Schemas]: z.infer<Schemas[Role]> };
}

function toReason(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_value'
    ? `must be one of ${issue.values.join(', ')}`
    : issue.message;
}

const PORT = 'must be a port, 1 to 65535';
const MILLISECONDS = 'must be a whole number of milliseconds, 1 or more';
const COUNT = 'must be a whole number, 1 or more';

/** A TCP port, 1 to 65,535. */
export const portSetting = z.coerce.number(PORT).int(PORT).min(1, PORT).max(65_535, PORT);

/** A time in milliseconds, 1 or more. */
export const millisecondsSetting = z.coerce
  .number(MILLISECONDS)
  .int(MILLISECONDS)
  .min(1, MILLISECONDS);

/** A count, 1 or more. */
export const countSetting = z.coerce.number(COUNT).int(COUNT).min(1, COUNT);

/** 32 bytes as 64 hex digits, for keys. */
export const keySetting = z
  .string()
  .regex(/^[0-9a-f]{64}$/i, 'must be 64 hex digits (32 random bytes)')
  .transform((hex) => Buffer.from(hex, 'hex'));

/** `host:port`. */
export const addressSetting = z
  .string()
  .regex(/^[^\s:]+:\d{1,5}$/, 'must be host:port')
  .transform((text) => {
    const colon = text.lastIndexOf(':');
    return { host: text.slice(0, colon), port: Number(text.slice(colon + 1)) };
  });

/** An `http` or `https` address. */
export const urlSetting = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .transform((text) => new URL(text));
