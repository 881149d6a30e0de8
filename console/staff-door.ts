import type { NextFunction, Request, Response, Router } from 'express';
import express from 'express';
import { HubError } from '../domain/errors.ts';
import type { TokenVerifier } from '../platform/tokens/token.ts';

const COOKIE = 'tessera-staff';
/** A working day; the token's own end comes first where it is nearer. */
const COOKIE_MS = 8 * 60 * 60 * 1000;
/** Longer than any token that is taken. */
const LONGEST_FORM = '16kb';

/**
 * Lets staff in and nobody else: by `Authorization: Bearer`, or by a cookie that the sign-in page sets.
 * The cookie is sent with requests of the console's own pages only (SameSite=Strict), so that another
 * page cannot act in an operator's name.
 */
export function createStaffDoor(verifier: TokenVerifier): Router {
  const door = express.Router();
  door.get('/sign-in', (_request, response) => void response.send(signInPage('')));
  door.post(
    '/sign-in',
    express.urlencoded({ extended: false, limit: LONGEST_FORM }),
    (request, response) => void signIn(verifier, request, response),
  );
  door.post('/sign-out', (_request, response) => {
    response.clearCookie(COOKIE, { path: '/' });
    response.redirect(303, '/sign-in');
  });
  door.use((request, response, next) => void admit(verifier, { request, response, next }));
  return door;
}

async function signIn(
  verifier: TokenVerifier,
  request: Request,
  response: Response,
): Promise<void> {
  const body: unknown = request.body;
  const given = typeof body === 'object' && body !== null && 'token' in body ? body.token : '';
  const token = typeof given === 'string' ? given.trim() : '';
  const refusal = await refusalOf(verifier, token);
  if (refusal !== null) {
    response.status(refusal.status).send(signInPage(refusal.sentence));
    return;
  }
  response.cookie(COOKIE, token, {
    httpOnly: true,
    sameSite: 'strict',
    secure: request.secure,
    maxAge: COOKIE_MS,
    path: '/',
  });
  response.redirect(303, '/queues');
}

type Visit = {
  readonly request: Request;
  readonly response: Response;
  readonly next: NextFunction;
};

async function admit(verifier: TokenVerifier, { request, response, next }: Visit): Promise<void> {
  const token = tokenOf(request);
  const refusal = await refusalOf(verifier, token ?? '');
  if (refusal === null) return next();
  if (token === null && request.accepts(['json', 'html']) === 'html') {
    response.redirect(303, '/sign-in');
    return;
  }
  response.status(refusal.status).json({ error: refusal.sentence });
}

type Refused = { readonly status: 401 | 403 | 503; readonly sentence: string };

async function refusalOf(verifier: TokenVerifier, token: string): Promise<Refused | null> {
  try {
    const viewer = await verifier.verify(token);
    if (viewer.kind === 'staff') return null;
    return { status: 403, sentence: 'This page is for staff.' };
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    return error.code === 'UNAUTHENTICATED'
      ? { status: 401, sentence: 'This token is not valid, or not any more.' }
      : { status: 503, sentence: error.publicMessage };
  }
}

function tokenOf(request: Request): string | null {
  const [, bearer] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (bearer !== undefined) return bearer;
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=');
    if (name === COOKIE && value !== undefined) return value;
  }
  return null;
}

/** @param refusal One of our own sentences; empty for none. */
function signInPage(refusal: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Tessera: sign in</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 4rem auto; padding: 0 1rem }
textarea { width: 100%; box-sizing: border-box; font-family: monospace }
button { font: inherit; padding: .4rem 1rem }
.refusal { color: #a40000 }
</style></head>
<body>
<h1>Sign in</h1>
<p>For staff. Paste your token; on this machine <code>npm run --silent token -- --as staff</code> prints one.</p>
${refusal === '' ? '' : `<p class="refusal" role="alert">${refusal}</p>`}
<form method="post" action="/sign-in">
<label for="token">Token</label>
<textarea id="token" name="token" rows="6" autocomplete="off" spellcheck="false" required></textarea>
<p><button>Sign in</button></p>
</form>
</body>
</html>`;
}
