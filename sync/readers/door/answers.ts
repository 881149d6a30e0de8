import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  ForbiddenError,
  HubError,
  InvalidInputError,
  UnauthenticatedError,
} from '../../../domain/errors.ts';
import { ARTEFACT_CONTENT_TYPE, joinArtefacts } from '../../../domain/reader-list/codec.ts';
import { BodyRefusedError } from '../../../platform/http/http-body.ts';

/** Up to here one piece is cheapest; above, a copy for each reader is not. */
const ONE_PIECE_BYTES = 64 * 1024;
const LENGTH_BYTES = 4;
/** A reader that takes nothing for so long in the middle of an answer is cut off. */
const IDLE_MS = 30_000;

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const text = JSON.stringify(value);
  const length = Buffer.byteLength(text);
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': length })
    .end(text);
}

export function sendNothing(response: ServerResponse): void {
  response.writeHead(204).end();
}

/** Artefacts, each preceded by its length in 4 bytes, big endian. */
export function sendArtefacts(response: ServerResponse, artefacts: readonly Uint8Array[]): void {
  const length = artefacts.reduce((sum, { byteLength }) => sum + LENGTH_BYTES + byteLength, 0);
  response.setTimeout(IDLE_MS, () => response.destroy());
  response.writeHead(200, { 'content-type': ARTEFACT_CONTENT_TYPE, 'content-length': length });
  if (length <= ONE_PIECE_BYTES) {
    response.end(joinArtefacts(artefacts));
    return;
  }
  for (const artefact of artefacts) {
    const prefix = Buffer.allocUnsafe(LENGTH_BYTES);
    prefix.writeUInt32BE(artefact.byteLength);
    response.write(prefix);
    // Handed on as it is: all who are sent the same list share its bytes.
    response.write(artefact);
  }
  response.end();
}

/** @throws What is not meant for the caller. */
export function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.destroyed) return;
  // What was not read of the body would be taken for the next request.
  if (!request.complete) response.setHeader('connection', 'close');
  if (error instanceof BodyRefusedError) {
    return sendJson(response, error.status, { error: error.message });
  }
  if (!(error instanceof HubError)) throw error;
  const status = statusOf(error);
  if (status === 401) response.setHeader('www-authenticate', 'Bearer');
  if (status === 503) response.setHeader('retry-after', '1');
  return sendJson(response, status, { error: error.publicMessage });
}

function statusOf(error: HubError): number {
  if (error instanceof UnauthenticatedError) return 401;
  if (error instanceof ForbiddenError) return 403;
  if (error instanceof InvalidInputError) return 400;
  return error.code === 'CONFLICT' ? 409 : 503;
}
