import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { listen } from './fault-gate.ts';
import { urlOf } from './http-request.ts';
import { FAULT_KINDS, type Simulator } from './simulator.ts';

const DEFAULT_FAULT_MS = 5_000;
const LONGEST_BODY = 4_096;

const faultBody = z.strictObject({
  kind: z.enum(FAULT_KINDS),
  ms: z.int().min(0).max(600_000).default(DEFAULT_FAULT_MS),
  times: z.int().min(1).optional(),
  operation: z.string().optional(),
});

export type ControlOptions = {
  readonly simulators: readonly Simulator[];
  readonly port: number;
  readonly host: string;
};

/**
 * The door through which simulated systems are broken on purpose: `PUT /faults/SYSTEM` with
 * `{"kind","ms","times","operation"}`, `GET /faults`, and `GET /calls` with `{system: {operation: count}}` since start.
 *
 * @throws {Error} The port is taken.
 */
export async function startControl({
  simulators,
  port,
  host,
}: ControlOptions): Promise<{ readonly port: number } & AsyncDisposable> {
  const answer = createAnswer(simulators);
  const server = createServer((request, response) => {
    answer(request).then(
      ([status, body]) => send(response, status, body),
      (error: unknown) => {
        send(response, 500, { error: error instanceof Error ? error.message : String(error) });
      },
    );
  });
  const opened = await listen(server, port, host);
  return {
    port: opened,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

type Answer = readonly [status: number, body: unknown];

function createAnswer(simulators: readonly Simulator[]) {
  const faults = new Map<string, unknown>();
  return async (request: IncomingMessage): Promise<Answer> => {
    const path = urlOf(request).pathname;
    if (request.method === 'GET' && path === '/calls') {
      return [200, Object.fromEntries(simulators.map((s) => [s.system, s.calls()]))];
    }
    if (request.method === 'GET' && path === '/faults') return [200, Object.fromEntries(faults)];
    const name = /^\/faults\/([^/]+)$/.exec(path)?.[1];
    if (name === undefined || request.method !== 'PUT') {
      return [404, { error: 'There are PUT /faults/SYSTEM, GET /faults and GET /calls.' }];
    }
    const simulator = simulators.find(({ system }) => system === name);
    if (simulator === undefined) {
      const known = simulators.map(({ system }) => system).join(', ');
      return [400, { error: `There is no simulated system ${name}; there are ${known}.` }];
    }
    const parsed = faultBody.safeParse(await readJson(request));
    if (!parsed.success) return [400, { error: z.prettifyError(parsed.error) }];
    const { kind, ms, times, operation } = parsed.data;
    if (kind === 'refuse' && operation !== undefined) {
      return [400, { error: 'A connection is refused before it says which operation it is for.' }];
    }
    const fault = { kind, ms, times: times ?? null, operation: operation ?? null };
    await simulator.putFault(fault);
    faults.set(name, fault);
    return [200, { system: name, ...fault }];
  };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length > LONGEST_BODY) return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(body)}\n`);
}
