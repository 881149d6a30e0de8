import express, { type Express, type Router } from 'express';
import type { TokenVerifier } from '../platform/tokens/token.ts';
import { createStaffDoor } from './staff-door.ts';

/** Everything comes from this server, and no page may hold it in a frame. */
const POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "script-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "frame-ancestors 'none'",
  "form-action 'self'",
].join('; ');

export type ConsoleOptions = {
  readonly verifier: TokenVerifier;
  /** Pages by path, such as `/queues`. */
  readonly pages: Readonly<Record<string, Router>>;
};

/** The pages for operators, behind the sign-in of staff. */
export function createConsole({ verifier, pages }: ConsoleOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use((_request, response, next) => {
    response.set({
      'content-security-policy': POLICY,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    next();
  });
  app.get('/live', (_request, response) => void response.json({ live: true }));
  app.use(createStaffDoor(verifier));
  app.get('/', (_request, response) => response.redirect(303, Object.keys(pages)[0] ?? '/'));
  for (const [path, router] of Object.entries(pages)) app.use(path, router);
  return app;
}
