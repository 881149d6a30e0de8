import { parseSettings } from '../platform/process/config.ts';
import type { Role, RoleContext } from '../platform/process/role.ts';
import { startHttpListener } from '../platform/http/http-listener.ts';
import { connectRedis } from '../platform/stores/redis.ts';
import { openTokenVerifier } from '../platform/tokens/token-settings.ts';
import { createConsole } from './console-app.ts';
import { createQueueBoard } from './queue-board.ts';
import { consoleSettings } from './settings.ts';

const QUEUES = '/queues';
const DRAIN_MS = 500;

/** Web pages for operators: the queues, behind the sign-in of staff. */
export async function startConsole(context: RoleContext): Promise<Role> {
  const { environment, log } = context;
  const { console: settings } = parseSettings({ console: consoleSettings }, environment);
  await using starting = new AsyncDisposableStack();
  const redis = starting.adopt(connectRedis(settings.REDIS_URL, 'failFast', log), (client) =>
    client.disconnect(),
  );
  const verifier = await openTokenVerifier(settings, context);
  const board = starting.use(createQueueBoard({ redis, path: QUEUES, log }));
  const app = createConsole({ verifier, pages: { [QUEUES]: board.router } });
  const { origin } = starting.use(
    await startHttpListener({
      // Express answers by itself; what it throws is its own 500.
      handler: async (request, response) => void app(request, response),
      host: settings.HUB_CONSOLE_HOST,
      port: settings.HUB_CONSOLE_PORT,
      drainMs: DRAIN_MS,
      log,
    }),
  );
  log.debug({ url: `${origin}${QUEUES}` }, 'console listens');
  const stack = starting.move();
  return { [Symbol.asyncDispose]: () => stack.disposeAsync() };
}
