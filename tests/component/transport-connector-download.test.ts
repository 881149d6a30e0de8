import { beforeEach, expect, it } from '@jest/globals';
import nock from 'nock';
import { download } from '../../connectors/transport/network/download.ts';

beforeEach(() => nock.disableNetConnect());

const ask = () =>
  download({
    url: new URL('https://gtfs.test/feed.zip'),
    signal: AbortSignal.timeout(2_000),
    maxBytes: 100,
    held: null,
  });

function redirect(location: string): void {
  nock('https://gtfs.test').get('/feed.zip').reply(302, '', { Location: location });
}

it('follows a redirect over TLS', async () => {
  redirect('https://files.test/one.zip');
  nock('https://files.test').get('/one.zip').reply(200, 'zip');
  const got = await ask();
  expect(got.kind === 'file' ? got.bytes.toString() : null).toBe('zip');
});

it.each(['http://files.test/one.zip', 'ftp://files.test/one.zip', 'file:///etc/hostname'])(
  'does not follow a redirect away from TLS: %s',
  async (location) => {
    redirect(location);
    await expect(ask()).rejects.toMatchObject({ code: 'UPSTREAM_MALFORMED' });
  },
);
