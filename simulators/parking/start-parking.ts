import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { systemClock, type Clock } from '../../platform/clock.ts';
import type { City } from '../city/city.ts';
import { createFaultGate, listen } from '../fault-gate.ts';
import { readWhole, urlOf } from '../http-request.ts';
import type { Fault, Simulator } from '../simulator.ts';
import { failed, type ApiAnswer, type ApiRequest } from './answer.ts';
import { openRegister } from './register.ts';
import { createRoutes, operationOf } from './routes.ts';

export type ParkingSystemOptions = {
  readonly city: City;
  /** 0: any that is free. */
  readonly port: number;
  readonly host: string;
  /** Where sessions and changed rights are kept; null forgets them at the end. */
  readonly journalPath: string | null;
  /** IANA name of the city's time zone. */
  readonly zone: string;
  readonly token: string;
  /** Header of the token, `X-MCC-Access-Token` unless told. */
  readonly tokenHeader?: string;
  /** Rows of a page at most, 100 unless told. */
  readonly pageSize?: number;
  readonly clock?: Clock;
};

const PREFIX = '/v1';

const MAINTENANCE_PAGE = '<!DOCTYPE html><html><body>Mantenimiento programado</body></html>';

/** A parking rights system of the synthetic city: APDS v4 below `/v1`. */
export async function startParkingSystem(options: ParkingSystemOptions): Promise<Simulator> {
  const { port, host, clock = systemClock, pageSize = 100 } = options;
  const { tokenHeader = 'X-MCC-Access-Token' } = options;
  const register = openRegister({ ...options, clock });
  const answer = createRoutes({ ...options, register, clock, pageSize, tokenHeader });
  const calls = new Map<string, number>();
  const server = createServer((request, response) => {
    const { pathname } = urlOf(request);
    const operation = operationOf(request.method ?? 'GET', pathname);
    calls.set(operation, (calls.get(operation) ?? 0) + 1);
    void serve({ request, response, fault: gate.take(operation), answer });
  });
  const listening = await listen(server, port, host);
  const gate = createFaultGate({ server, port: listening, host });

  return {
    system: 'parking',
    address: `http://${host}:${listening}${PREFIX}`,
    putFault: (fault) => gate.put(fault),
    calls: () => Object.fromEntries(calls),
    [Symbol.asyncDispose]: () => gate.close(),
  };
}

type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly fault: Fault;
  readonly answer: (request: ApiRequest) => ApiAnswer;
};

/** A change under `close`, `hang` or `slow` is carried out, and its answer lost or late. */
async function serve({ request, response, fault, answer }: Exchange): Promise<void> {
  const isWrite = request.method !== 'GET';
  if (fault.kind === 'refuse' || (fault.kind === 'close' && !isWrite)) {
    request.socket.destroy();
    return;
  }
  const body = (await readWhole(request))?.toString('utf8') ?? null;
  if (body === null || (fault.kind === 'hang' && !isWrite)) return;
  if (fault.kind === 'malformed') {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(MAINTENANCE_PAGE);
    return;
  }
  if (fault.kind === 'error') {
    send(response, failed(500, 'Internal error'));
    return;
  }
  const reply = answerSafely(answer, toApiRequest(request, body));
  if (fault.kind === 'close') request.socket.destroy();
  if (fault.kind === 'none') send(response, reply);
  if (fault.kind !== 'slow') return;
  const timer = setTimeout(() => send(response, reply), fault.ms);
  response.on('close', () => clearTimeout(timer));
}

function toApiRequest(request: IncomingMessage, body: string): ApiRequest {
  const url = urlOf(request);
  const path = url.pathname.startsWith(`${PREFIX}/`) ? url.pathname.slice(PREFIX.length) : '';
  const method = request.method ?? 'GET';
  return { method, path, query: url.searchParams, headers: request.headers, body };
}

function answerSafely(answer: Exchange['answer'], request: ApiRequest): ApiAnswer {
  try {
    return answer(request);
  } catch {
    return failed(500, 'Internal error');
  }
}

function send(response: ServerResponse, { status, json }: ApiAnswer): void {
  const body = JSON.stringify(json);
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(body);
}
