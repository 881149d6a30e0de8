// Loaded before a program (`node --import`) that is measured: each second it writes one line of JSON to
// the file named in BENCH_PROBE_FILE; see `readProbe` in probe-file.ts for what is in it.
import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { isMainThread } from 'node:worker_threads';

const EVERY_MS = 1_000;

const file = process.env['BENCH_PROBE_FILE'];
if (isMainThread && file !== undefined) startProbe(file);

function startProbe(path: string): void {
  const open = new Set<Socket>();
  const closed = { read: 0, written: 0 };
  const follow = (message: unknown): void => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what these channels tell
    const { socket } = message as { readonly socket: Socket };
    open.add(socket);
    socket.once('close', () => {
      open.delete(socket);
      closed.read += socket.bytesRead;
      closed.written += socket.bytesWritten;
    });
  };
  subscribe('net.client.socket', follow);
  subscribe('net.server.socket', follow);
  setInterval(() => {
    let { read, written } = closed;
    for (const socket of open) {
      read += socket.bytesRead;
      written += socket.bytesWritten;
    }
    const { rss, heapUsed } = process.memoryUsage();
    appendFileSync(path, `${JSON.stringify([Date.now(), heapUsed, rss, read, written])}\n`);
  }, EVERY_MS).unref();
}
