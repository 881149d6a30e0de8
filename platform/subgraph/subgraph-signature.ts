import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Viewer } from '../../domain/viewer.ts';
import { systemClock, type Clock } from '../clock.ts';

/** A signed request is good this long by the sender's clock. */
const LIFE_MS = 60_000;
/** How far the clocks of gateway and subgraph may differ. */
const SKEW_MS = 30_000;
/** Memory for used nonces: about 100 MB when full, 10,000 requests a second for the whole window. */
const NONCES_KEPT = 1_000_000;

const HEADERS = {
  viewer: 'hub-viewer',
  timestamp: 'hub-timestamp',
  nonce: 'hub-nonce',
  signature: 'hub-signature',
} as const;

const opaqueId = z.string().min(1).max(128);
const viewerSchema: z.ZodType<Viewer> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('citizen'), id: opaqueId }),
  z.strictObject({ kind: z.literal('staff'), id: opaqueId }),
  z.strictObject({ kind: z.literal('kiosk'), id: opaqueId }),
  z.strictObject({ kind: z.literal('merchant'), id: opaqueId }),
  z.strictObject({ kind: z.literal('reader'), id: opaqueId }),
  z.strictObject({ kind: z.literal('nobody') }),
]);

export type SignatureOptions = {
  /** Shared by the gateway and the subgraphs, 32 bytes. */
  readonly secret: Uint8Array;
  /** Name of the subgraph: what was signed for one is refused by another. */
  readonly subgraph: string;
  readonly clock?: Clock;
};

/** Headers of a request for a body and a viewer. */
export type SubgraphSigner = (body: string, viewer: Viewer) => Record<string, string>;

/** Lower-case header names, as node:http gives them. */
type ReceivedHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Who asks, or null when the request is not signed by the gateway, was changed, is too old or
 * from the future, or was seen already.
 */
export type SignatureCheck = (headers: ReceivedHeaders, body: Uint8Array) => Viewer | null;

/**
 * HMAC-SHA-256 over subgraph, time, nonce, viewer and body. Subgraphs answer fields that are
 * hidden from clients, so they take requests of the gateway alone.
 */
export function createSubgraphSigner({
  secret,
  subgraph,
  clock = systemClock,
}: SignatureOptions): SubgraphSigner {
  return (body, viewer) => {
    const signed = {
      viewer: JSON.stringify(viewer),
      timestamp: String(clock.now().getTime()),
      nonce: randomBytes(16).toString('hex'),
    };
    return {
      [HEADERS.viewer]: signed.viewer,
      [HEADERS.timestamp]: signed.timestamp,
      [HEADERS.nonce]: signed.nonce,
      [HEADERS.signature]: mac(secret, subgraph, signed, body).toString('hex'),
    };
  };
}

/** NOTE: nonces are remembered by one process; copies of a subgraph each take a request once. */
export function createSignatureCheck({
  secret,
  subgraph,
  clock = systemClock,
}: SignatureOptions): SignatureCheck {
  const isFirst = rememberNonces();
  return (headers, body) => {
    const signed = readSigned(headers);
    if (signed === null) return null;
    const now = clock.now().getTime();
    const age = now - Number(signed.timestamp);
    if (age > LIFE_MS || age < -SKEW_MS) return null;
    const expected = mac(secret, subgraph, signed, body);
    const given = Buffer.from(signed.signature, 'hex');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    // Only after the signature, so that nobody without the secret can fill the memory.
    if (!isFirst(signed.nonce, now)) return null;
    return parseViewer(signed.viewer);
  };
}

type SignedParts = { readonly viewer: string; readonly timestamp: string; readonly nonce: string };

function mac(
  secret: Uint8Array,
  subgraph: string,
  { viewer, timestamp, nonce }: SignedParts,
  body: string | Uint8Array,
): Buffer {
  // No part can hold a line break: the first three are checked, JSON text escapes it.
  return createHmac('sha256', secret)
    .update(`tessera-1\n${subgraph}\n${timestamp}\n${nonce}\n${viewer}\n`)
    .update(body)
    .digest();
}

function readSigned(
  headers: ReceivedHeaders,
): (SignedParts & { readonly signature: string }) | null {
  const viewer = headers[HEADERS.viewer];
  const timestamp = headers[HEADERS.timestamp];
  const nonce = headers[HEADERS.nonce];
  const signature = headers[HEADERS.signature];
  if (typeof viewer !== 'string' || viewer.length > 1024) return null;
  if (typeof timestamp !== 'string' || !/^\d{1,15}$/.test(timestamp)) return null;
  if (typeof nonce !== 'string' || !/^[0-9a-f]{32}$/.test(nonce)) return null;
  if (typeof signature !== 'string' || !/^[0-9a-f]{64}$/.test(signature)) return null;
  return { viewer, timestamp, nonce, signature };
}

/**
 * True the first time. A nonce is kept as long as its request could pass by its time; when the
 * memory is full, nothing more is taken until nonces expire.
 */
function rememberNonces(): (nonce: string, now: number) => boolean {
  const expiries = new Map<string, number>();
  return (nonce, now) => {
    for (const [old, expiresAt] of expiries) {
      if (expiresAt > now) break;
      expiries.delete(old);
    }
    if (expiries.has(nonce) || expiries.size >= NONCES_KEPT) return false;
    expiries.set(nonce, now + LIFE_MS + SKEW_MS);
    return true;
  };
}

function parseViewer(json: string): Viewer | null {
  try {
    return viewerSchema.parse(JSON.parse(json));
  } catch {
    return null;
  }
}
