import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { parseXml, type XmlElement } from '../../platform/soap/xml.ts';
import { createFaultGate, listen, type FaultGate } from '../fault-gate.ts';
import type { Fault, Simulator } from '../simulator.ts';
import {
  toAnswer,
  toFault,
  toRequest,
  type SoapFault,
  type SoapHabits,
  type SoapMessage,
  type SoapReply,
  type SoapRequest,
} from './envelope.ts';
import { readWhole } from '../http-request.ts';
import { hasUserToken, type SoapCredentials } from './user-token.ts';

/** @param parameters The element inside of the request's body. What it throws is a Server fault. */
export type SoapOperation = (parameters: XmlElement) => SoapReply | Promise<SoapReply>;

export type SoapServerOptions = {
  /** Name at the control port. */
  readonly system: string;
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Where requests are posted to, such as `/tarjeta`. */
  readonly path: string;
  /** Of operations, parameters and answers. */
  readonly namespace: string;
  /** What `GET path?wsdl` answers. @param address Where requests are posted to. */
  readonly wsdl: (address: string) => string;
  readonly operations: Readonly<Record<string, SoapOperation>>;
  readonly credentials: SoapCredentials;
  /** Operations that have an effect: `close`, `hang` and `slow` carry them out and lose the answer. */
  readonly writes: ReadonlySet<string>;
  /** Answers a request for another path; false when there is nothing of that path. */
  readonly otherPaths?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** How the next answer is spelt; plainly unless told. */
  readonly habits?: (operation: string) => SoapHabits;
};

/**
 * A SOAP 1.1 system, document/literal wrapped, asked with a UsernameToken. Calls are counted by
 * operation, what is none as `METHOD /path`. At `error` and `malformed` nothing is carried out.
 *
 * @returns The simulator; its `address` is `http://host:port`, without `path`.
 * @throws {Error} The port is taken.
 */
export async function startSoapServer(options: SoapServerOptions): Promise<Simulator> {
  const { system, host } = options;
  const calls = new Map<string, number>();
  const count = (operation: string): void => {
    calls.set(operation, (calls.get(operation) ?? 0) + 1);
  };
  const server = createServer((request, response) => {
    serve({ request, response, count, options, gate, address }).catch(() => response.destroy());
  });
  const port = await listen(server, options.port, host);
  const address = `http://${host}:${port}`;
  const gate = createFaultGate({ server, port, host });
  return {
    system,
    address,
    putFault: (fault) => gate.put(fault),
    calls: () => Object.fromEntries(calls),
    [Symbol.asyncDispose]: () => gate.close(),
  };
}

type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly count: (operation: string) => void;
  readonly options: SoapServerOptions;
  readonly gate: FaultGate;
  readonly address: string;
};

/** What a request asks for: an operation, or a fault at once because it is none. */
type Asked = SoapRequest | { readonly refused: SoapFault };

async function serve(exchange: Exchange): Promise<void> {
  const { request, options } = exchange;
  const [pathname = '/'] = (request.url ?? '/').split('?');
  if (request.method !== 'POST' || pathname !== options.path) {
    serveFile(exchange, pathname);
    return;
  }
  // To its end before the fault is looked at: whose fault it is stands in the body.
  const body = await readWhole(request);
  if (body === null) return;
  const asked = toAsked(body, request, options);
  const operation = 'refused' in asked ? `POST ${pathname}` : asked.operation;
  exchange.count(operation);
  await serveOperation(exchange, asked, exchange.gate.take(operation));
}

async function serveOperation(exchange: Exchange, asked: Asked, fault: Fault): Promise<void> {
  const { request, response, options } = exchange;
  const isWrite = !('refused' in asked) && options.writes.has(asked.operation);
  if (fault.kind === 'close' || fault.kind === 'hang') {
    if (isWrite) await carryOut(asked, options);
    if (fault.kind === 'close') request.socket.destroy();
    return;
  }
  if (fault.kind === 'refuse') request.socket.destroy();
  else if (fault.kind === 'error') send(response, toFault(UNWELL, spellingOf(options, asked)));
  else if (fault.kind === 'malformed') send(response, BROKEN);
  else sendAfter(response, await carryOut(asked, options), fault);
}

/** The description, or a file that lies beside the operations. */
function serveFile(exchange: Exchange, pathname: string): void {
  const { request, response, options, gate, address } = exchange;
  const operation = `${request.method ?? 'GET'} ${pathname}`;
  exchange.count(operation);
  const fault = gate.take(operation);
  const answer = (): void => {
    if (request.method === 'GET' && pathname === options.path && isWsdl(request)) {
      send(response, textMessage(200, options.wsdl(`${address}${options.path}`)));
    } else if (pathname === options.path || options.otherPaths?.(request, response) !== true) {
      send(response, textMessage(404, NOT_FOUND));
    }
  };
  if (fault.kind === 'close' || fault.kind === 'refuse') request.socket.destroy();
  else if (fault.kind === 'error') send(response, textMessage(503, UNAVAILABLE));
  else if (fault.kind === 'malformed') send(response, BROKEN);
  else if (fault.kind === 'slow') afterwards(response, fault.ms, answer);
  else if (fault.kind === 'none') answer();
}

function toAsked(body: Buffer, request: IncomingMessage, options: SoapServerOptions): Asked {
  // Sent quoted by everybody who has read the standard, and by WS-I Basic Profile 1.1, R2744.
  if (!/^"[^"]*"$/.test(String(request.headers['soapaction']))) {
    return refused('The SOAPAction header is missing or not quoted', 'SOAPACTION_NO_VALIDA');
  }
  const parsed = parseRequest(body, request, options.namespace);
  if (parsed === null) return refused('This is no SOAP 1.1 request', 'PETICION_NO_VALIDA');
  if (!Object.hasOwn(options.operations, parsed.operation)) {
    return refused('There is no such operation', 'OPERACION_DESCONOCIDA');
  }
  return parsed;
}

function parseRequest(body: Buffer, { headers }: IncomingMessage, namespace: string) {
  try {
    return toRequest(parseXml(body, headers['content-type'] ?? null), namespace);
  } catch {
    return null;
  }
}

async function carryOut(asked: Asked, options: SoapServerOptions): Promise<SoapMessage> {
  const spelling = spellingOf(options, asked);
  if ('refused' in asked) return toFault(asked.refused, spelling);
  const { operation, parameters, headers } = asked;
  if (!hasUserToken(headers, options.credentials)) return toFault(STRANGER, spelling);
  const reply = await answerSafely(options.operations[operation], parameters);
  return 'fault' in reply
    ? toFault(reply.fault, spelling)
    : toAnswer(operation, reply.xml, spelling);
}

async function answerSafely(
  operation: SoapOperation | undefined,
  parameters: XmlElement,
): Promise<SoapReply> {
  try {
    return (await operation?.(parameters)) ?? { fault: UNWELL };
  } catch {
    return { fault: UNWELL };
  }
}

function spellingOf({ namespace, habits }: SoapServerOptions, asked: Asked) {
  return { namespace, habits: 'refused' in asked ? {} : (habits?.(asked.operation) ?? {}) };
}

function isWsdl(request: IncomingMessage): boolean {
  return request.url?.split('?')[1]?.toLowerCase() === 'wsdl';
}

function refused(text: string, detailCode: string): { readonly refused: SoapFault } {
  return { refused: { code: 'Client', text, detailCode } };
}

const UNWELL: SoapFault = { code: 'Server', text: 'Error interno', detailCode: '' };

const STRANGER: SoapFault = {
  code: 'Client',
  text: 'Usuario o contraseña no válidos',
  detailCode: 'CREDENCIALES_NO_VALIDAS',
};

const NOT_FOUND = '<?xml version="1.0"?><error>404</error>';
const UNAVAILABLE = '<?xml version="1.0"?><error>503</error>';

/** An answer that was cut on its way. */
const BROKEN = textMessage(
  200,
  '<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><Resp',
);

function textMessage(status: number, text: string): SoapMessage {
  return { status, contentType: 'text/xml; charset=UTF-8', body: Buffer.from(text) };
}

function sendAfter(response: ServerResponse, message: SoapMessage, fault: Fault): void {
  if (fault.kind === 'slow') afterwards(response, fault.ms, () => send(response, message));
  else send(response, message);
}

function afterwards(response: ServerResponse, ms: number, act: () => void): void {
  const timer = setTimeout(act, ms);
  response.on('close', () => clearTimeout(timer));
}

function send(response: ServerResponse, { status, contentType, body }: SoapMessage): void {
  response.writeHead(status, {
    'Content-Type': contentType,
    'Content-Length': body.byteLength,
  });
  response.end(body);
}
