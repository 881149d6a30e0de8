import type { HubProcess } from './hub-process.ts';
import { until } from './until.ts';

/** Environment with which a hub opens its inspector on any free port, once it is asked to. */
export const INSPECTABLE = {
  NODE_OPTIONS: '--import=./tests/support/loopback-only.ts --inspect-port=127.0.0.1:0',
};

/**
 * What the hub's process still holds after a full garbage collection, in MiB: what the operating
 * system counts goes up and down with the collector's mood.
 *
 * @param hub Started with `INSPECTABLE`.
 */
export async function heapMiB(hub: HubProcess): Promise<number> {
  const address = () => /ws:\/\/127\.0\.0\.1:\d+\/\S+/.exec(hub.output())?.[0];
  if (address() === undefined) hub.child.kill('SIGUSR1');
  await until(async () => address() !== undefined, { what: 'an inspector' });
  const socket = new WebSocket(address() ?? '');
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', reject, { once: true });
  });
  try {
    await call(socket, 1, 'HeapProfiler.collectGarbage');
    const expression = 'process.memoryUsage().heapUsed';
    const answer = await call(socket, 2, 'Runtime.evaluate', { expression });
    const [, bytes] = /"value":(\d+)/.exec(answer) ?? [];
    if (bytes === undefined) throw new Error(`the inspector does not tell the heap: ${answer}`);
    return Number(bytes) / 1024 / 1024;
  } finally {
    socket.close();
  }
}

function call(socket: WebSocket, id: number, method: string, params: object = {}): Promise<string> {
  return new Promise((resolve) => {
    socket.addEventListener('message', function hear({ data }) {
      if (!String(data).includes(`"id":${id}`)) return;
      socket.removeEventListener('message', hear);
      resolve(String(data));
    });
    socket.send(JSON.stringify({ id, method, params }));
  });
}
