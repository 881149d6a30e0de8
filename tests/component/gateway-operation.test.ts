import { expect, it } from '@jest/globals';
import { startSmallCity } from '../federation/start-small-city.ts';

async function read(url: string, init?: RequestInit) {
  const answer = await fetch(url, init);
  const text = await answer.text();
  return { status: answer.status, type: answer.headers.get('content-type'), text };
}

it('is alive but not ready while a part is missing, and names it', async () => {
  const missing = ['library'];
  await using city = await startSmallCity('in-process', { missing: () => missing });
  const { origin } = new URL(city.url);
  const before = await Promise.all([read(`${origin}/live`), read(`${origin}/ready`)]);
  missing.pop();
  const after = await read(`${origin}/ready`);
  expect([...before, after]).toMatchObject([
    { status: 200 },
    { status: 503, text: '{"ready":false,"missing":["library"]}' },
    { status: 200, text: '{"ready":true,"missing":[]}' },
  ]);
});

it('answers no operation until it is ready', async () => {
  await using city = await startSmallCity('in-process', { missing: () => ['cards', 'library'] });
  expect(await city.ask('{ whoAsks }')).toEqual({
    errors: [
      {
        message: 'The hub is not ready: still missing cards, library.',
        extensions: { code: 'UPSTREAM_UNAVAILABLE' },
      },
    ],
  });
});

it('finishes what runs when it stops, and takes nothing more', async () => {
  const city = await startSmallCity('in-process', { settings: { HUB_GATEWAY_DEADLINE_MS: 300 } });
  const running = city.ask('{ hang }');
  while (!city.seen.contexts.includes('cards')) await new Promise(setImmediate);
  const stopped = city[Symbol.asyncDispose]();
  expect(await running).toMatchObject({ data: { hang: null } });
  await stopped;
  await expect(fetch(city.url)).rejects.toThrow('fetch failed');
});

it('serves an explorer to browsers in development, and names no other host in it', async () => {
  const example = {
    query: '{ whoAsks }',
    variables: { n: 1 },
    headers: { authorization: 'Bearer x' },
  };
  await using city = await startSmallCity('in-process', {
    isDevelopment: true,
    example: () => example,
  });
  const { origin } = new URL(city.url);
  const page = await read(city.url, { headers: { accept: 'text/html,*/*;q=0.8' } });
  expect(page).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' });
  expect(page.text).not.toMatch(/(https?:)?\/\/[\w-]+/);

  const paths = [...page.text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path);
  const files = await Promise.all(paths.map((path) => read(`${origin}${path}`)));
  expect(files.map(({ status }) => status)).toEqual(paths.map(() => 200));
  expect(files.at(-1)?.text).toContain(JSON.stringify(example));
});

it('serves no explorer in production', async () => {
  await using city = await startSmallCity('in-process');
  const { origin } = new URL(city.url);
  const page = await read(city.url, { headers: { accept: 'text/html,*/*;q=0.8' } });
  const script = await read(`${origin}/explorer/graphiql.js`);
  expect([page.status, script.status]).toEqual([400, 404]);
});

it('lets the schema be read in development', async () => {
  await using city = await startSmallCity('in-process', { isDevelopment: true });
  const { data } = await city.ask('{ __type(name: "Card") { fields { name } } }');
  expect(data).toEqual({
    __type: { fields: ['id', 'number', 'library', 'permits'].map((name) => ({ name })) },
  });
});
