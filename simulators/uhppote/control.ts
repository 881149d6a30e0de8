import { createServer, type IncomingMessage } from 'node:http';
import { z } from 'zod';
import { listen } from '../fault-gate.ts';
import { readWhole, urlOf } from '../http-request.ts';
import { LINE_FAULT_KINDS } from './line-fault.ts';
import type { SimulatedController } from './start-controller.ts';

const swipeBody = z.strictObject({
  number: z.int().min(1).max(0xffff_fffe),
  door: z.int().min(1).max(4),
});

const faultBody = z.strictObject({
  kind: z.enum(LINE_FAULT_KINDS),
  ms: z.int().min(0).max(60_000).default(100),
  every: z.int().min(1).default(1),
  times: z.int().min(1).default(Number.MAX_SAFE_INTEGER),
});

const rebootBody = z.strictObject({ ms: z.int().min(0).max(60_000).default(1_000) });

type Reply = readonly [status: number, body: unknown];

/**
 * Hands and eyes at the controller, over HTTP and JSON: `POST /swipes {"number","door"}`, `GET /cards`,
 * `GET /calls`, `PUT /fault {"kind","ms","every","times"}`, `POST /reboots {"ms"}`.
 *
 * @throws {Error} The port is taken.
 */
export async function startControllerControl(
  controller: SimulatedController,
  { port, host }: { readonly port: number; readonly host: string },
): Promise<AsyncDisposable & { readonly port: number }> {
  const server = createServer((request, response) => {
    void answer(controller, request).then(([status, body]) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      return response.end(`${JSON.stringify(body)}\n`);
    });
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

async function answer(controller: SimulatedController, request: IncomingMessage): Promise<Reply> {
  const body = parse((await readWhole(request))?.toString('utf8') ?? '');
  switch (`${request.method} ${urlOf(request).pathname}`) {
    case 'GET /cards':
      return [200, controller.cards()];
    case 'GET /calls':
      return [200, controller.calls()];
    case 'POST /swipes':
      return told(swipeBody.safeParse(body), ({ number, door }) => controller.swipe(number, door));
    case 'PUT /fault':
      return told(faultBody.safeParse(body), (fault) => {
        controller.putFault(fault);
        return fault;
      });
    case 'POST /reboots':
      return told(rebootBody.safeParse(body), ({ ms }) => {
        void controller.reboot(ms);
        return { ms };
      });
    default:
      return [
        404,
        { error: 'There are GET /cards, GET /calls, POST /swipes, PUT /fault and POST /reboots.' },
      ];
  }
}

function told<Value>(parsed: z.ZodSafeParseResult<Value>, act: (value: Value) => unknown): Reply {
  return parsed.success ? [200, act(parsed.data)] : [400, { error: z.prettifyError(parsed.error) }];
}

function parse(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return null;
  }
}
