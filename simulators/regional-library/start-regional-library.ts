import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { systemClock, type Clock } from '../../platform/clock.ts';
import type { City } from '../city/city.ts';
import { createFaultGate, listen } from '../fault-gate.ts';
import { readWhole, urlOf } from '../http-request.ts';
import type { Fault, Simulator } from '../simulator.ts';
import { INTERNAL_ERROR, type ApiAnswer, type ApiRequest } from './answer.ts';
import { createKeys, HUB_KEY, type ApiKey } from './keys.ts';
import { openLedger } from './ledger.ts';
import { createRoutes, operationOf } from './routes.ts';

export type RegionalLibraryOptions = {
  readonly city: City;
  /** 0: any that is free. */
  readonly port: number;
  readonly host: string;
  /** Where renewals and payments are kept; null forgets them at the end. */
  readonly journalPath: string | null;
  readonly keys?: readonly ApiKey[];
  /** Koha's own is 3600. */
  readonly tokenLifeSeconds?: number;
  readonly clock?: Clock;
};

const PREFIX = '/api/v1';

const MAINTENANCE_PAGE =
  '<!DOCTYPE html><html><head><title>Koha</title></head><body>System maintenance</body></html>';

/** A Koha of the synthetic city: REST below `/api/v1`, as Koha-Community/Koha's swagger describes it. */
export async function startRegionalLibrary({
  city,
  port,
  host,
  journalPath,
  keys = [HUB_KEY],
  tokenLifeSeconds = 3600,
  clock = systemClock,
}: RegionalLibraryOptions): Promise<Simulator> {
  const answer = createRoutes({
    ledger: openLedger({ city, journalPath, clock }),
    keys: createKeys({ keys, tokenLifeSeconds, clock }),
    madeOn: city.options.madeOn,
  });
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
    system: 'regionalLibrary',
    address: `http://${host}:${listening}`,
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

async function serve({ request, response, fault, answer }: Exchange): Promise<void> {
  if (fault.kind === 'close' || fault.kind === 'refuse') {
    request.socket.destroy();
    return;
  }
  const body = (await readWhole(request))?.toString('utf8') ?? null;
  if (body === null || fault.kind === 'hang') return;
  if (fault.kind === 'malformed') {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(MAINTENANCE_PAGE);
    return;
  }
  if (fault.kind === 'error') {
    send(response, INTERNAL_ERROR);
    return;
  }
  // A slow Koha has done its work when its answer comes too late.
  const reply = answerSafely(answer, toApiRequest(request, body));
  if (fault.kind === 'none') {
    send(response, reply);
    return;
  }
  const timer = setTimeout(() => send(response, reply), fault.ms);
  response.on('close', () => clearTimeout(timer));
}

function toApiRequest(request: IncomingMessage, body: string): ApiRequest {
  const url = urlOf(request, `http://${request.headers.host ?? 'koha.invalid'}`);
  const path = url.pathname.startsWith(PREFIX) ? url.pathname.slice(PREFIX.length) : '';
  return { method: request.method ?? 'GET', path, url, headers: request.headers, body };
}

function answerSafely(answer: Exchange['answer'], request: ApiRequest): ApiAnswer {
  try {
    return answer(request);
  } catch {
    return INTERNAL_ERROR;
  }
}

function send(response: ServerResponse, { status, headers, json }: ApiAnswer): void {
  const body = JSON.stringify(json);
  response.writeHead(status, {
    'Content-Type': 'application/json;charset=UTF-8',
    'Content-Length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}
