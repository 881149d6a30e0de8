import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { readDoorTls } from '../../sync/readers/door/door-tls.ts';
import { makeCertificate } from '../contract/support/sip2-certificate.ts';
import { startDoor } from './readers-door-harness.ts';

const { key, cert } = makeCertificate('door.test');

it('speaks HTTPS with the certificate of the settings', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tls-'));
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  writeFileSync(certFile, cert);
  writeFileSync(keyFile, key);
  const tls = readDoorTls({ HUB_READERS_TLS_CERT: certFile, HUB_READERS_TLS_KEY: keyFile });
  rmSync(folder, { recursive: true });
  await using door = await startDoor({ tls });
  const sent = request(`${door.origin}/live`, { ca: cert, servername: 'door.test', agent: false });
  const [response] = (await once(sent.end(), 'response')) as [IncomingMessage];
  response.resume();
  expect([door.origin.slice(0, 8), response.statusCode]).toEqual(['https://', 200]);
});

it('says which of the two files is missing', () => {
  const certOnly = { HUB_READERS_TLS_CERT: '/nowhere/cert.pem', HUB_READERS_TLS_KEY: undefined };
  expect(() => readDoorTls(certOnly)).toThrow(/HUB_READERS_TLS_KEY is missing/);
  const both = { ...certOnly, HUB_READERS_TLS_KEY: '/nowhere/key.pem' };
  expect(() => readDoorTls(both)).toThrow(/HUB_READERS_TLS_CERT: \/nowhere\/cert\.pem cannot be/);
});
