import { expect, it } from '@jest/globals';
import { childText, escapeXml, type XmlElement } from '../../platform/soap/xml.ts';
import { createSoapClient } from '../../platform/soap/soap-client.ts';
import type { SoapHabits } from '../../simulators/soap/envelope.ts';
import { startSoapServer, type SoapServerOptions } from '../../simulators/soap/soap-server.ts';
import type { Simulator } from '../../simulators/simulator.ts';
import { fault } from '../support/regional-library.ts';

const NAMESPACE = 'urn:test:eco:v1';
const ACCOUNT = { user: 'hub', password: 'p<&>' };

/** Says back what it was told; `Guardar` also keeps it. */
async function startEcho(options: Partial<SoapServerOptions> = {}) {
  const kept: string[] = [];
  const textOf = (parameters: XmlElement) => childText(parameters, NAMESPACE, 'Texto') ?? '';
  const echo = (parameters: XmlElement) => ({
    xml: `<Texto>${escapeXml(textOf(parameters))}</Texto><Nada xsi:nil="true"/>`,
  });
  const server = await startSoapServer({
    system: 'echo',
    host: '127.0.0.1',
    port: 0,
    path: '/soap',
    namespace: NAMESPACE,
    wsdl: (address) => `<wsdl address="${address}"/>`,
    operations: {
      Decir: echo,
      Guardar: (parameters) => {
        kept.push(textOf(parameters));
        return echo(parameters);
      },
      Romper: () => {
        throw new Error('secret');
      },
    },
    credentials: ACCOUNT,
    writes: new Set(['Guardar']),
    ...options,
  });
  return { ...server, kept };
}

function call(server: Simulator, operation: string, text = 'ñ € <&>', account = ACCOUNT) {
  const url = new URL(`${server.address}/soap`);
  const client = createSoapClient({
    system: 'echo',
    url,
    namespace: NAMESPACE,
    credentials: account,
  });
  return client.call(operation, [{ name: 'Texto', value: text }], AbortSignal.timeout(300));
}

/** The text that came back. */
async function say(server: Simulator): Promise<string | null> {
  const answer = await call(server, 'Decir');
  return answer.kind === 'answer' ? childText(answer.body, NAMESPACE, 'Texto') : null;
}

it.each<SoapHabits>([
  {},
  { envelopePrefix: 'SOAP-ENV' },
  { answerPrefix: 'ns2' },
  { claimed: 'ISO-8859-1' },
  { claimed: 'ISO-8859-1', sent: 'ISO-8859-1', answerPrefix: 'x' },
])('answers the same in the spelling %j', async (habits) => {
  await using server = await startEcho({ habits: () => habits });
  expect(await say(server)).toBe('ñ € <&>');
  expect(server.calls()).toEqual({ Decir: 1 });
});

it.each([
  ['Borrar', ACCOUNT, 'Client', 'OPERACION_DESCONOCIDA'],
  ['Decir', { ...ACCOUNT, password: 'no' }, 'Client', 'CREDENCIALES_NO_VALIDAS'],
])('refuses %s as %j with a fault', async (operation, account, faultCode, detailCode) => {
  await using server = await startEcho();
  expect(await call(server, operation, '', account)).toEqual({
    kind: 'fault',
    faultCode,
    detailCode,
  });
});

it('tells nothing of what broke inside', async () => {
  await using server = await startEcho();
  await expect(call(server, 'Romper')).rejects.toThrow('echo: a fault of the server');
});

it.each([
  ['close', true],
  ['hang', true],
  ['slow', true],
  ['error', false],
  ['malformed', false],
] as const)('at %s carries a write out: %s, and loses its answer', async (kind, isCarriedOut) => {
  await using server = await startEcho();
  await server.putFault(fault(kind));
  await expect(call(server, 'Guardar', 'a')).rejects.toThrow(
    /^echo: (no complete answer|a fault of the server|no SOAP answer)$/,
  );
  expect(server.kept).toEqual(isCarriedOut ? ['a'] : []);
  expect(server.calls()).toEqual({ Guardar: 1 });
});

it('serves its description and the files beside, under the same faults', async () => {
  const otherPaths: SoapServerOptions['otherPaths'] = (request, response) => {
    if (request.url !== '/file') return false;
    response.end('file');
    return true;
  };
  await using server = await startEcho({ otherPaths });
  const get = (path: string) => fetch(`${server.address}${path}`);
  expect(await (await get('/soap?wsdl')).text()).toBe(`<wsdl address="${server.address}/soap"/>`);
  expect(await (await get('/file')).text()).toBe('file');
  expect((await get('/other')).status).toBe(404);
  await server.putFault(fault('error'));
  expect((await get('/file')).status).toBe(503);
  expect(server.calls()).toEqual({ 'GET /soap': 1, 'GET /file': 2, 'GET /other': 1 });
});

it('outlives a path that is none and a file that breaks', async () => {
  const otherPaths = () => {
    throw new Error('broken');
  };
  await using server = await startEcho({ otherPaths });
  await expect(fetch(`${server.address}//`)).rejects.toThrow('fetch failed');
  expect(await say(server)).toBe('ñ € <&>');
});

it.each([
  ['without SOAPAction', {}, '<a/>'],
  ['with a bare SOAPAction', { SOAPAction: 'Decir' }, '<a/>'],
  ['that is no XML', { SOAPAction: '""' }, '<a>'],
  ['that is no envelope', { SOAPAction: '""' }, '<a/>'],
  ['with a document type', { SOAPAction: '""' }, '<!DOCTYPE a><a/>'],
])('refuses a request %s', async (_what, headers: Record<string, string>, body) => {
  await using server = await startEcho();
  const answer = await fetch(`${server.address}/soap`, { method: 'POST', headers, body });
  expect(answer.status).toBe(500);
  expect(await answer.text()).toContain('<faultcode>soap:Client</faultcode>');
  expect(server.calls()).toEqual({ 'POST /soap': 1 });
});
