import { Socket } from 'node:net';

/**
 * Nothing but loopback and Unix sockets is reached: refused where every TCP connection begins,
 * since mocks of HTTP do not see the other protocols. Loaded before each test file, and by the
 * processes that end-to-end tests start.
 */
const GUARDED = Symbol.for('tessera.loopback-only');

type Connect = typeof Socket.prototype.connect;

const prototype = Socket.prototype as unknown as { connect: Connect; [GUARDED]?: true };

if (prototype[GUARDED] === undefined) {
  const connect = prototype.connect;
  prototype[GUARDED] = true;
  prototype.connect = function connectLoopback(this: Socket, ...args: unknown[]) {
    const host = hostOf(args);
    if (host !== null && !isLoopback(host)) {
      throw new Error(`A test tried to reach ${host}; only loopback may be reached.`);
    }
    return Reflect.apply(connect, this, args);
  };
}

/** @returns null for a Unix socket. */
function hostOf(args: readonly unknown[]): string | null {
  // net.connect hands over one normalised array: [options, callback].
  const first: unknown = Array.isArray(args[0]) ? args[0][0] : args[0];
  if (typeof first === 'object' && first !== null) {
    if ('path' in first && first.path !== undefined && first.path !== null) return null;
    return 'host' in first && typeof first.host === 'string' ? first.host : 'localhost';
  }
  if (typeof first === 'string' && Number.isNaN(Number(first))) return null;
  return typeof args[1] === 'string' ? args[1] : 'localhost';
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^(::ffff:)?127\./.test(host);
}
