import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { z } from 'zod';
import { HUB_KEY } from '../../simulators/regional-library/keys.ts';
import { CITY, borrowersOf, startLibrary } from '../support/regional-library.ts';
import type { Simulator } from '../../simulators/simulator.ts';

const CLERK = { clientId: 'clerk', clientSecret: 'synthetic', permissions: ['catalogue'] };

let library: Simulator;
beforeEach(async () => {
  library = await startLibrary({ keys: [HUB_KEY, CLERK] });
});
afterEach(async () => {
  await library[Symbol.asyncDispose]();
});

/** One request to the simulator without the connector. */
async function call(path: string, init: RequestInit & { readonly key?: typeof HUB_KEY } = {}) {
  const { key = HUB_KEY, ...request } = init;
  const headers = new Headers(request.headers);
  headers.set('Authorization', `Bearer ${await tokenOf(key)}`);
  const response = await fetch(`${library.address}/api/v1${path}`, { ...request, headers });
  return { status: response.status, headers: response.headers, body: await jsonOf(response) };
}

async function tokenOf({ clientId, clientSecret }: typeof HUB_KEY): Promise<string> {
  const form = { grant_type: 'client_credentials', client_id: clientId };
  const response = await fetch(`${library.address}/api/v1/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({ ...form, client_secret: clientSecret }),
  });
  return z.object({ access_token: z.string() }).parse(await jsonOf(response)).access_token;
}

async function jsonOf(response: Response): Promise<unknown> {
  return response.json();
}

const q = (filter: unknown): string => `q=${encodeURIComponent(JSON.stringify(filter))}`;

it('gives twenty rows, the total and links to the other pages', async () => {
  const { headers, body } = await call('/patrons?_page=2&_order_by=-patron_id');
  const total = borrowersOf(CITY).length;
  expect(body).toHaveLength(20);
  expect(headers.get('x-total-count')).toBe(String(total));
  const url = `${library.address}/api/v1/patrons`;
  const link = (page: number, rel: string) =>
    `<${url}?_page=${page}&_order_by=-patron_id&_per_page=20>; rel="${rel}"`;
  expect(
    headers
      .get('link')
      ?.split(',<')
      .map((part) => part.replace(/^(?!<)/, '<')),
  ).toEqual([
    link(1, 'prev'),
    link(3, 'next'),
    link(1, 'first'),
    link(Math.ceil(total / 20), 'last'),
  ]);
});

it('gives an empty page and the total beyond the last', async () => {
  const { headers, body } = await call(`/patrons?_page=2&_per_page=1&${q({ patron_id: 1 })}`);
  expect([body, headers.get('x-total-count')]).toEqual([[], '1']);
});

it.each([
  [{ cardnumber: 'r000000001' }, [1]],
  [{ cardnumber: ['R000000001', 'R999999999'] }, [1]],
  [{ cardnumber: { '-like': '%0000001' } }, [1]],
  [{ '-and': [{ patron_id: { '-in': [1, 2] } }, { 'me.userid': '00000000T' }] }, [1]],
  [[{ patron_id: 1 }, { userid: '00000000T' }], [1]],
  [{ patron_id: 1, date_of_birth: '1800-01-01' }, []],
  [{ patron_id: { '<': 2 } }, [1]],
])('finds patrons by %j', async (filter, ids) => {
  const { body } = await call(`/patrons?${q(filter)}`);
  expect(body).toMatchObject(ids.map((id) => ({ patron_id: id })));
});

it('takes the same query in a header', async () => {
  const headers = { 'x-koha-query': JSON.stringify({ patron_id: 1 }) };
  expect((await call('/checkouts', { headers })).body).toHaveLength(2);
});

it.each([
  ['/patrons?nonsense=1', 400],
  ['/patrons?q=nonsense', 400],
  [`/patrons?${q({ shoe_size: 42 })}`, 400],
  ['/patrons/1', 200],
  ['/patrons/999', 404],
  ['/patrons/999/account', 404],
  ['/checkouts/999', 404],
  ['/nonsense', 404],
])('answers GET %s with %d', async (path, status) => {
  expect((await call(path)).status).toBe(status);
});

it('embeds the record only when asked to', async () => {
  const path = `/items?${q({ 'me.item_id': [1] })}`;
  const { body: plain } = await call(path);
  const { body: full } = await call(path, { headers: { 'x-koha-embed': 'biblio' } });
  const title = CITY.cardholders[0]?.regionalLibrary?.loans[0]?.title;
  expect(plain).toEqual([expect.not.objectContaining({ biblio: expect.anything() })]);
  expect(full).toMatchObject([{ biblio: { title } }]);
});

it('refuses what the key has no permission for', async () => {
  expect(await call('/patrons/1/account', { key: CLERK })).toMatchObject({
    status: 403,
    body: { required_permissions: { borrowers: 'edit_borrowers' } },
  });
  expect((await call('/items', { key: CLERK })).status).toBe(200);
});

it.each([
  ['no token', {}],
  ['an unknown token', { Authorization: 'Bearer nonsense' }],
])('answers %s with 401', async (_what, headers) => {
  const { status } = await fetch(`${library.address}/api/v1/patrons`, { headers });
  expect(status).toBe(401);
});

it('refuses a wrong secret and another grant', async () => {
  const ask = (form: Record<string, string>) =>
    fetch(`${library.address}/api/v1/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
  const grant = { grant_type: 'client_credentials', client_id: HUB_KEY.clientId };
  expect((await ask({ ...grant, client_secret: 'wrong' })).status).toBe(403);
  expect((await ask({ grant_type: 'password' })).status).toBe(400);
});

it.each([
  [{ amount: 0 }, 400],
  [{ amount: -1 }, 400],
  [{ amount: '1' }, 400],
  [{ amount: 1, surprise: true }, 400],
])('does not take the credit %j', async (body, status) => {
  const init = { method: 'POST', body: JSON.stringify(body) };
  expect((await call('/patrons/1/account/credits', init)).status).toBe(status);
});

it('records a credit each time it is sent and keeps what is too much', async () => {
  const init = { method: 'POST', body: JSON.stringify({ amount: 60, account_lines_ids: [1] }) };
  await call('/patrons/1/account/credits', init);
  await call('/patrons/1/account/credits', init);
  const owed = (CITY.cardholders[0]?.regionalLibrary?.charges[0]?.amountCents ?? 0) / 100;
  expect((await call('/patrons/1/account')).body).toMatchObject({
    balance: owed - 120,
    outstanding_debits: { total: 0, lines: [] },
    outstanding_credits: { total: owed - 120, lines: { length: 2 } },
  });
});
