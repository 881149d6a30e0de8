import { afterEach, beforeEach, expect, it } from '@jest/globals';
import nock from 'nock';
import {
  ANA,
  answerNames,
  APDS,
  createTestClient,
  NOW,
  page,
  unasked,
} from '../contract/support/parking-rows.ts';

const ID = '7b0c7a5e-6c0a-4d0e-9d52-0c9b4f1d0001';
const UNTIL = new Date('2026-11-21T12:00:00Z');
const STAY = { id: ID, plate: ANA, zoneId: 'a', from: NOW, until: UNTIL };
const DUPLICATE = { status: 'error', code: 409, message: 'Duplicate 1234BCD' };

beforeEach(() => nock.disableNetConnect());
afterEach(() => expect(unasked()).toEqual([]));

it('reads a quote again that was given before under its id', async () => {
  answerNames();
  const quote = {
    id: 'response',
    version: 1,
    quoteRequestId: { id: ID, version: 1 },
    start: NOW.toISOString(),
    end: UNTIL.toISOString(),
    options: [1.005, 2].map((currencyValue) => ({
      financialQuote: { taxIncluded: true, value: { currencyType: 'EUR', currencyValue } },
    })),
  };
  nock(APDS).post('/v1/quotes').reply(200, DUPLICATE);
  nock(APDS).get(`/v1/quotes/${ID}?type=QuoteRightResponse&expand=options`).reply(200, quote);
  await using client = createTestClient();
  expect(await client.fetchQuote(STAY)).toEqual({
    id: ID,
    amountCents: 101,
    from: NOW,
    until: UNTIL,
  });
});

it.each([
  [
    'in another money',
    { taxIncluded: true, value: { currencyType: 'GBP', currencyValue: 1 } },
    'MALFORMED',
  ],
  [
    'without its tax',
    { taxIncluded: false, value: { currencyType: 'EUR', currencyValue: 1 } },
    'MALFORMED',
  ],
  [
    'below nothing',
    { taxIncluded: true, value: { currencyType: 'EUR', currencyValue: -1 } },
    'MALFORMED',
  ],
  ['that is none', null, 'REJECTED'],
])('takes no quote %s', async (_what, financialQuote, code) => {
  answerNames();
  const options = financialQuote === null ? [] : [{ financialQuote }];
  const quote = { id: ID, quoteRequestId: { id: ID, version: 1 }, start: NOW, end: UNTIL, options };
  nock(APDS)
    .post('/v1/quotes')
    .reply(200, page([quote]));
  await using client = createTestClient();
  await expect(client.fetchQuote(STAY)).rejects.toMatchObject({ code: `UPSTREAM_${code}` });
});
