import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fault } from '../simulator.ts';
import { readWhole, urlOf } from '../http-request.ts';
import { refuse, type ApiAnswer, type ApiRequest } from './answer.ts';

export type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly fault: Fault;
  readonly answer: (request: ApiRequest) => ApiAnswer;
  /** Whether the request changes the books. */
  readonly isWrite: boolean;
};

const LOGIN_PAGE =
  '<!DOCTYPE html><html><head><title>Acceso</title></head><body><form>Usuario</form></body></html>';

/**
 * One exchange under a fault. A write whose answer gets lost (`close`, `hang`) is carried out first: that
 * is what makes such an answer worth asking for again.
 */
export async function serve(exchange: Exchange): Promise<void> {
  const { request, response, fault, answer, isWrite } = exchange;
  const losesAnswer = fault.kind === 'close' || fault.kind === 'hang';
  if (fault.kind === 'refuse' || (fault.kind === 'close' && !isWrite)) {
    request.socket.destroy();
    return;
  }
  const body = await readWhole(request);
  if (body === null) return;
  if (fault.kind === 'malformed') {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(LOGIN_PAGE);
    return;
  }
  if (fault.kind === 'error') {
    send(response, refuse('InternalApplicationError'));
    return;
  }
  if (losesAnswer && !isWrite) return;
  const reply = answerSafely(answer, request, body);
  if (fault.kind === 'hang') return;
  if (fault.kind === 'close') {
    request.socket.destroy();
    return;
  }
  if (fault.kind === 'none') {
    send(response, reply);
    return;
  }
  // A slow system has done its work when its answer comes too late.
  const timer = setTimeout(() => send(response, reply), fault.ms);
  response.on('close', () => clearTimeout(timer));
}

function answerSafely(
  answer: Exchange['answer'],
  request: IncomingMessage,
  body: Buffer,
): ApiAnswer {
  const { method = 'GET', headers } = request;
  const url = urlOf(request, `http://${headers.host ?? 'sports.invalid'}`);
  try {
    return answer({ method, url, headers, body: body.toString('utf8') });
  } catch {
    return refuse('InternalApplicationError');
  }
}

function send(response: ServerResponse, { status, headers, json }: ApiAnswer): void {
  if (json === null) {
    response.writeHead(status, headers).end();
    return;
  }
  const body = JSON.stringify(json);
  response.writeHead(status, {
    'Content-Type': 'application/vnd.openactive.booking+json; version=1',
    'Content-Length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}
