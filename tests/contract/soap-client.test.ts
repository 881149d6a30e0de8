import { beforeEach, expect, it } from '@jest/globals';
import nock from 'nock';
import { wasNotExecuted } from '../../platform/http/legacy-http.ts';
import { createSoapClient, type SoapParameter } from '../../platform/soap/soap-client.ts';
import { childrenOf, childText, parseXml } from '../../platform/soap/xml.ts';
import { startTransport } from './support/transport-city.ts';

const HOST = 'http://soap.test';
const NAMESPACE = 'urn:x:v1';
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';

beforeEach(() => nock.disableNetConnect());

function createClient(options: Partial<Parameters<typeof createSoapClient>[0]> = {}) {
  return createSoapClient({
    system: 'x',
    url: new URL('/in', HOST),
    namespace: NAMESPACE,
    credentials: null,
    ...options,
  });
}

const ask = (parameters: readonly SoapParameter[] = [], signal = AbortSignal.timeout(2_000)) =>
  createClient().call('Ask', parameters, signal);

const answered = (inner: string): string =>
  `<e:Envelope xmlns:e="${SOAP}"><e:Body><AskResponse xmlns="${NAMESPACE}">${inner}</AskResponse></e:Body></e:Envelope>`;

it('sends parameters nested and escaped, and leaves out what is null', async () => {
  const sent: string[] = [];
  nock(HOST)
    .post('/in', (body: string) => sent.push(body) > 0)
    .reply(200, answered(''));
  await ask([
    { name: 'A', value: '<b>&"\'\r\n ñ' },
    { name: 'B', value: null },
    {
      name: 'C',
      value: [
        { name: 'D', value: '1' },
        { name: 'D', value: '' },
      ],
    },
  ]);
  const [body] = childrenOf(parseXml(Buffer.from(sent[0] ?? ''), 'text/xml'), SOAP, 'Body');
  const [wrapper] = body?.children ?? [];
  expect(wrapper).toMatchObject({ namespace: NAMESPACE, name: 'Ask' });
  expect(wrapper?.children.map(({ name }) => name)).toEqual(['A', 'C']);
  expect(wrapper?.children[0]?.text).toBe('<b>&"\'\r\n ñ');
  expect(wrapper?.children[1]?.children.map(({ text }) => text)).toEqual(['1', '']);
});

it('sends no header of security without credentials', async () => {
  nock(HOST)
    .post('/in', (body: string) => !body.includes('Security'))
    .reply(200, answered('<B>1</B>'));
  const answer = await ask();
  expect(answer.kind === 'answer' ? childText(answer.body, NAMESPACE, 'B') : null).toBe('1');
});

it('takes no answer that is longer than allowed', async () => {
  nock(HOST)
    .post('/in')
    .reply(200, answered('x'.repeat(1_000)));
  const client = createClient({ maxBytes: 1_000 });
  await expect(client.call('Ask', [], AbortSignal.timeout(2_000))).rejects.toMatchObject({
    code: 'UPSTREAM_MALFORMED',
    message: 'x: the answer is longer than 1000 bytes',
  });
});

it('refuses to send a character that XML cannot carry', async () => {
  await expect(ask([{ name: 'A', value: 'a\u0000b' }])).rejects.toThrow(
    'The text has a character that XML cannot carry.',
  );
});

it.each([
  [429, true],
  [503, true],
  [500, false],
  [502, false],
  [408, false],
])('tells after HTTP %i whether the service did nothing: %s', async (status, expected) => {
  nock(HOST).post('/in').reply(status, 'no');
  const error: unknown = await ask().catch((thrown: unknown) => thrown);
  expect(wasNotExecuted(error)).toBe(expected);
});

it('tells of a fault of the server with HTTP 503 that the service did nothing', async () => {
  const fault = `<e:Envelope xmlns:e="${SOAP}"><e:Body><e:Fault><faultcode>e:Server</faultcode></e:Fault></e:Body></e:Envelope>`;
  nock(HOST).post('/in').reply(503, fault);
  const error: unknown = await ask().catch((thrown: unknown) => thrown);
  expect(wasNotExecuted(error)).toBe(true);
});

it('tells of a service that cannot be reached that it did nothing', async () => {
  nock.enableNetConnect('127.0.0.1');
  const transport = await startTransport();
  const url = new URL(transport.address);
  await transport[Symbol.asyncDispose]();
  const asked = createClient({ url }).call('Ask', [], AbortSignal.timeout(2_000));
  const error: unknown = await asked.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  expect(wasNotExecuted(error)).toBe(true);
});

it('ends when its signal fires, in the middle of an answer too', async () => {
  nock(HOST).post('/in').delayBody(5_000).reply(200, answered(''));
  const startedAt = performance.now();
  await expect(ask([], AbortSignal.timeout(100))).rejects.toMatchObject({
    code: 'UPSTREAM_UNAVAILABLE',
  });
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  nock.abortPendingRequests();
});
