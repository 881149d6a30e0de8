import { expect, it } from '@jest/globals';
import { gatewaySettings } from '../../gateway/settings.ts';
import { parseSettings } from '../../platform/process/config.ts';

function parse(environment: Record<string, string>) {
  return parseSettings({ gateway: gatewaySettings }, environment).gateway;
}

it('needs nothing to be set', () => {
  expect(parse({})).toMatchObject({
    HUB_GATEWAY_HOST: '127.0.0.1',
    HUB_GATEWAY_PORT: 4000,
    HUB_GATEWAY_ORIGINS: [],
    HUB_GATEWAY_BODY_LIMIT_BYTES: 262_144,
  });
});

it('reads a list of origins', () => {
  const { HUB_GATEWAY_ORIGINS } = parse({
    HUB_GATEWAY_ORIGINS: 'https://a.example, http://b.example:81',
  });
  expect(HUB_GATEWAY_ORIGINS).toEqual(['https://a.example', 'http://b.example:81']);
});

it.each([
  [{ HUB_GATEWAY_ORIGINS: 'https://a.example/path' }, /origins like/],
  [{ HUB_GATEWAY_ORIGINS: '*' }, /origins like/],
  [{ HUB_GATEWAY_HOST: '0.0.0.0' }, /must be 127.0.0.1, ::1 or localhost/],
  [{ HUB_JWKS_URL: 'https://a.example/jwks' }, /HUB_TOKEN_ISSUER is missing/],
  [{ HUB_JWKS_URL: 'ftp://a.example' }, /must be an http or https address/],
  [{ HUB_GATEWAY_DEADLINE_MS: '0' }, /HUB_GATEWAY_DEADLINE_MS/],
])('refuses %j', (environment, sentence) => {
  expect(() => parse(environment)).toThrow(sentence);
});
