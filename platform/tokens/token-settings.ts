import { z } from 'zod';
import { ConfigError, urlSetting, type Environment } from '../process/config.ts';
import type { Logger } from '../process/log.ts';
import { openDevelopmentKey } from './development-key.ts';
import { createTokenVerifier, type TokenVerifier } from './token.ts';

/** Who signs the tokens that a part of the hub is shown. */
export const tokenSettings = z.object({
  /** Keys of the issuer of tokens; without it tokens are signed with the development key. */
  HUB_JWKS_URL: urlSetting.optional(),
  HUB_TOKEN_ISSUER: z.string().optional(),
  HUB_TOKEN_AUDIENCE: z.string().optional(),
});

type TokenSettings = z.infer<typeof tokenSettings>;

/** A check of settings: an issuer's keys need its name and audience. */
export function refineIssuer(
  settings: TokenSettings,
  { addIssue }: Pick<z.RefinementCtx, 'addIssue'>,
): void {
  if (settings.HUB_JWKS_URL === undefined) return;
  for (const name of ['HUB_TOKEN_ISSUER', 'HUB_TOKEN_AUDIENCE'] as const) {
    if (settings[name] === undefined) {
      addIssue({ code: 'custom', path: [name], message: 'is needed with HUB_JWKS_URL' });
    }
  }
}

/** A check of settings: who holds the development key may be anybody, so its doors are of this machine. */
export function refineHost<Name extends string>(
  settings: TokenSettings & Readonly<Record<Name, string>>,
  name: Name,
  { addIssue }: Pick<z.RefinementCtx, 'addIssue'>,
): void {
  if (settings.HUB_JWKS_URL !== undefined || isOfThisMachine(settings[name])) return;
  addIssue({
    code: 'custom',
    path: [name],
    message: 'must be 127.0.0.1, ::1 or localhost while HUB_JWKS_URL is not set',
  });
}

/** True for an interface that other machines cannot reach. */
function isOfThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** The verifier that the settings say: the issuer's keys, or the development key of the data folder. */
export async function openTokenVerifier(
  settings: TokenSettings,
  { environment, log }: { readonly environment: Environment; readonly log: Logger },
): Promise<TokenVerifier> {
  const { HUB_JWKS_URL: jwksUrl, HUB_TOKEN_ISSUER, HUB_TOKEN_AUDIENCE } = settings;
  if (jwksUrl === undefined) {
    const developmentKey = await openDevelopmentKey(dataDirOf(environment));
    return createTokenVerifier({ developmentKey });
  }
  if (HUB_TOKEN_ISSUER === undefined || HUB_TOKEN_AUDIENCE === undefined) {
    throw new ConfigError(['HUB_JWKS_URL needs HUB_TOKEN_ISSUER and HUB_TOKEN_AUDIENCE.']);
  }
  return createTokenVerifier({
    jwksUrl,
    issuer: HUB_TOKEN_ISSUER,
    audience: HUB_TOKEN_AUDIENCE,
    log,
  });
}

export function dataDirOf(environment: Environment): string {
  return environment['HUB_DATA_DIR'] ?? './data';
}
