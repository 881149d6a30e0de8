import { createServer } from 'node:http';
import { expect, it } from '@jest/globals';
import {
  exportJWK,
  exportSPKI,
  generateKeyPair,
  SignJWT,
  UnsecuredJWT,
  type JWTPayload,
} from 'jose';
import { UnauthenticatedError, UpstreamUnavailableError } from '../../domain/errors.ts';
import type { Clock } from '../clock.ts';
import { generateDevelopmentKey } from './development-key.ts';
import { createLog } from '../process/log.ts';
import { createTokenVerifier, signDevelopmentToken } from './token.ts';

const ISSUER = 'https://issuer.example';
const AUDIENCE = 'hub';
const CLAIMS = { role: 'citizen', sub: 'holder-1', iss: ISSUER, aud: AUDIENCE };
const log = createLog('silent');
const pair = await generateKeyPair('ES256', { extractable: true });
const publicJwk = await exportJWK(pair.publicKey);
const other = await generateKeyPair('ES256', { extractable: true });

function sign(claims: JWTPayload, { alg = 'ES256', kid = 'one', key = pair.privateKey } = {}) {
  const { exp = Math.floor(Date.now() / 1000) + 60, ...rest } = claims;
  return new SignJWT({ exp, ...rest }).setProtectedHeader({ alg, kid }).sign(key);
}

/** An issuer of tokens on loopback that counts how often its keys are read. */
async function startIssuer(kids = ['one']) {
  const issuer = { asked: 0, isDown: false, kids };
  const server = createServer((_request, response) => {
    issuer.asked += 1;
    const keys = issuer.kids.map((kid) => ({ ...publicJwk, kid, alg: 'ES256' }));
    response.writeHead(issuer.isDown ? 503 : 200).end(JSON.stringify({ keys }));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => {
    server.once('listening', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  };
  return Object.assign(issuer, {
    url: new URL(`http://127.0.0.1:${port}/jwks`),
    [Symbol.asyncDispose]: close,
  });
}

function verifierOf({ url: jwksUrl }: { url: URL }, clock: Clock = { now: () => new Date() }) {
  return createTokenVerifier({ jwksUrl, issuer: ISSUER, audience: AUDIENCE, log, clock });
}

it('reads the viewer of a good token', async () => {
  await using issuer = await startIssuer();
  expect(await verifierOf(issuer).verify(await sign(CLAIMS))).toEqual({
    kind: 'citizen',
    id: 'holder-1',
  });
});

const now = Math.floor(Date.now() / 1000);
it.each<[string, () => Promise<string> | string]>([
  ['without a signature', () => new UnsecuredJWT({ ...CLAIMS, exp: now + 60 }).encode()],
  [
    'signed with the public key as if it were a shared secret',
    async () =>
      new SignJWT({ ...CLAIMS, exp: now + 60 })
        .setProtectedHeader({ alg: 'HS256', kid: 'one' })
        .sign(new TextEncoder().encode(await exportSPKI(pair.publicKey))),
  ],
  ['of another key under a known name', () => sign(CLAIMS, { key: other.privateKey })],
  ['expired a second ago', () => sign({ ...CLAIMS, exp: now - 1 })],
  ['not valid before a minute from now', () => sign({ ...CLAIMS, nbf: now + 60 })],
  ['for another audience', () => sign({ ...CLAIMS, aud: 'bank' })],
  ['of another issuer', () => sign({ ...CLAIMS, iss: 'https://other.example' })],
  ['with a role that does not exist', () => sign({ ...CLAIMS, role: 'mayor' })],
  ['without a subject', () => sign({ ...CLAIMS, sub: '' })],
  ['with a line break in the subject', () => sign({ ...CLAIMS, sub: 'a\nb' })],
  [
    'that never expires',
    () =>
      new SignJWT(CLAIMS).setProtectedHeader({ alg: 'ES256', kid: 'one' }).sign(pair.privateKey),
  ],
  ['that is no token', () => 'abc'],
  ['of a megabyte', () => 'a'.repeat(1024 * 1024)],
])('refuses a token %s', async (_what, token) => {
  await using issuer = await startIssuer();
  await expect(verifierOf(issuer).verify(await token())).rejects.toThrow(UnauthenticatedError);
});

it('reads the keys once more for an unknown key id, and then not for a minute', async () => {
  await using issuer = await startIssuer();
  let time = Date.now();
  const verifier = verifierOf(issuer, { now: () => new Date(time) });
  await verifier.verify(await sign(CLAIMS));
  time += 61_000;
  const exp = Math.floor(time / 1000) + 60;
  const forged = await sign({ ...CLAIMS, exp }, { kid: 'forged' });
  await Promise.allSettled(Array.from({ length: 100 }, () => verifier.verify(forged)));
  expect(issuer.asked).toBe(2);
});

it('finds a key that the issuer has added since', async () => {
  await using issuer = await startIssuer(['one']);
  let time = Date.now();
  const verifier = verifierOf(issuer, { now: () => new Date(time) });
  await verifier.verify(await sign(CLAIMS));
  issuer.kids.push('two');
  time += 61_000;
  const exp = Math.floor(time / 1000) + 60;
  const token = await sign({ ...CLAIMS, exp }, { kid: 'two' });
  expect(await verifier.verify(token)).toEqual({ kind: 'citizen', id: 'holder-1' });
});

it('goes on with known keys while the issuer is down', async () => {
  await using issuer = await startIssuer();
  let time = Date.now();
  const verifier = verifierOf(issuer, { now: () => new Date(time) });
  await verifier.verify(await sign(CLAIMS));
  issuer.isDown = true;
  time += 3_600_000;
  const token = await sign({ ...CLAIMS, exp: Math.floor(time / 1000) + 60 });
  expect(await verifier.verify(token)).toEqual({ kind: 'citizen', id: 'holder-1' });
});

it('says that it cannot judge while no keys were ever read', async () => {
  await using issuer = await startIssuer();
  issuer.isDown = true;
  await expect(verifierOf(issuer).verify(await sign(CLAIMS))).rejects.toThrow(
    UpstreamUnavailableError,
  );
});

it('refuses a token that it took before once the token has ended', async () => {
  const key = await generateDevelopmentKey();
  let time = Date.now();
  const clock = { now: () => new Date(time) };
  const verifier = createTokenVerifier({ developmentKey: key, clock });
  const request = { key, kind: 'reader', id: 'r-1', expiresInSeconds: 5, clock } as const;
  const token = await signDevelopmentToken(request);
  await verifier.verify(token);
  expect(await verifier.verify(token)).toEqual({ kind: 'reader', id: 'r-1' });
  time += 5_000;
  await expect(verifier.verify(token)).rejects.toThrow(UnauthenticatedError);
});

it('takes a development token with its own key only', async () => {
  const key = await generateDevelopmentKey();
  const token = await signDevelopmentToken({ key, kind: 'kiosk', id: 'k-1', expiresInSeconds: 5 });
  const verify = (developmentKey: typeof key) =>
    createTokenVerifier({ developmentKey }).verify(token);
  expect(await verify(key)).toEqual({ kind: 'kiosk', id: 'k-1' });
  await expect(verify(await generateDevelopmentKey())).rejects.toThrow(UnauthenticatedError);
});
