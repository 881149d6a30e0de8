import { randomBytes } from 'node:crypto';
import type { Clock } from '../../platform/clock.ts';
import { badRequest, headerOf, type ApiAnswer, type ApiRequest } from './answer.ts';

/** An API key of a staff user, whose permissions hold for what is done with it. */
export type ApiKey = {
  readonly clientId: string;
  readonly clientSecret: string;
  /** `module` for the whole module, `module:permission` for one. */
  readonly permissions: readonly string[];
};

/** Rights enough for everything the hub does; a made-up secret of a made-up library. */
export const HUB_KEY: ApiKey = {
  clientId: 'tessera-hub',
  clientSecret: 'synthetic-regional-secret',
  permissions: [
    'borrowers:edit_borrowers',
    'circulate:circulate_remaining_permissions',
    'reserveforothers:place_holds',
    'updatecharges:remaining_permissions',
    'catalogue',
  ],
};

/** OAuth2 client credentials. Tokens live in memory: one of an earlier run is unknown. */
export type Keys = {
  /** `POST /oauth/token`. */
  answerToken(request: ApiRequest): ApiAnswer;
  /** The key behind the request's token; null for none, an unknown or an expired one. */
  keyOf(request: ApiRequest): ApiKey | null;
};

export type KeysOptions = {
  readonly keys: readonly ApiKey[];
  readonly tokenLifeSeconds: number;
  readonly clock: Clock;
};

export function createKeys({ keys, tokenLifeSeconds, clock }: KeysOptions): Keys {
  const tokens = new Map<string, { readonly key: ApiKey; readonly expiresAtMs: number }>();
  const nowMs = (): number => clock.now().getTime();

  return {
    answerToken({ body }) {
      const form = new URLSearchParams(body);
      if (form.get('grant_type') !== 'client_credentials') {
        return badRequest('Unimplemented grant type');
      }
      const key = keys.find(
        ({ clientId, clientSecret }) =>
          clientId === form.get('client_id') && clientSecret === form.get('client_secret'),
      );
      if (key === undefined) return { status: 403, json: { error: 'unauthorized_client' } };
      for (const [token, { expiresAtMs }] of tokens)
        if (expiresAtMs < nowMs()) tokens.delete(token);
      const token = randomBytes(32).toString('base64url');
      tokens.set(token, { key, expiresAtMs: nowMs() + tokenLifeSeconds * 1000 });
      const json = { access_token: token, token_type: 'Bearer', expires_in: tokenLifeSeconds };
      return { status: 200, json };
    },
    keyOf(request) {
      const token = /^Bearer (\S+)$/.exec(headerOf(request, 'authorization') ?? '')?.[1] ?? '';
      const held = tokens.get(token);
      return held !== undefined && held.expiresAtMs > nowMs() ? held.key : null;
    },
  };
}

/** A module named whole asks for any right in it. */
export function hasPermission({ permissions }: ApiKey, needed: string): boolean {
  const [module = ''] = needed.split(':');
  return permissions.some(
    (held) =>
      held === needed || held === module || (needed === module && held.startsWith(`${module}:`)),
  );
}

/** Koha's 403 for a key without the right. */
export function forbidden(needed: readonly string[]): ApiAnswer {
  const required = Object.fromEntries(
    needed
      .map((permission) => permission.split(':'))
      .map(([module, right = '1']) => [module, right]),
  );
  return {
    status: 403,
    json: {
      error: 'Authorization failure. Missing required permission(s).',
      required_permissions: required,
    },
  };
}
