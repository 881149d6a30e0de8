import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { ReaderReport } from '../../../connectors/readers/port.ts';
import { InvalidInputError } from '../../../domain/errors.ts';
import type { ListAnswer, ListName, Refusal } from '../../../domain/reader-list/artefact.ts';
import type { ReaderEvent, TapResult } from '../../../domain/reader-list/reader-event.ts';
import { parseReaderId } from '../../../domain/reader-list/reader.ts';
import { checkShape, valueOf } from '../../../domain/tariff/mistakes.ts';
import { readBody } from '../../../platform/http/http-body.ts';
import { assertDistinct, MAX_HELD } from './cursor.ts';

/** Ten times a full report. */
const MAX_REPORT_BYTES = 64 * 1024;
/** More than twice a full upload. */
const MAX_EVENTS_BYTES = 512 * 1024;
const MAX_EVENTS = 1_000;
const MAX_U32 = 0xffff_ffff;
const MAX_CODE = 0xff_ffff;

const ANSWERS = [
  'Accepted',
  'Failed',
  'NotSupported',
  'VersionMismatch',
] as const satisfies readonly ListAnswer[];

const REFUSALS = [
  'malformed',
  'unsupportedFormat',
  'unknownIssuer',
  'badSignature',
  'wrongAudience',
  'unknownEpoch',
  'expired',
  'fromTheFuture',
  'rollback',
  'gap',
  'tooFarAhead',
  'wrongDigest',
] as const satisfies readonly Refusal[];

const RESULTS = [
  'accepted',
  'acceptedUnlisted',
  'acceptedStale',
  'denied',
  'unlisted',
  'stale',
] as const satisfies readonly TapResult[];

const readerId = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,64}$/, 'This has to be the id of a reader.')
  .transform(parseReaderId);

const instant = z.iso
  .datetime({ offset: true, error: 'This has to be an instant as ISO 8601 writes it.' })
  .transform((text) => new Date(text));

const report = z.object({
  readerId,
  answer: z.enum(ANSWERS),
  refusal: z.enum(REFUSALS).nullable(),
  held: z
    .array(
      z.object({
        name: z
          .string()
          .regex(/^(?:deny|rulebook-[1-9]\d{0,8})$/, 'This has to be deny or rulebook-N.')
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked just before
          .transform((name) => name as ListName),
        epoch: z.int().min(0).max(MAX_U32),
        sequence: z.int().min(0),
        digest: z.string().regex(/^[0-9a-f]{64}$/, 'This has to be 64 hexadecimal digits.'),
      }),
    )
    .max(MAX_HELD),
  clock: instant,
});

const upload = z.object({
  readerId,
  events: z
    .array(
      z.object({
        sequence: z.int().min(1),
        at: instant,
        result: z.enum(RESULTS),
        cardKey: z
          .string()
          .regex(/^(?:[0-9a-f]{20})?$/, 'This has to be 20 hexadecimal digits, or empty.'),
        epoch: z.int().min(0).max(MAX_U32),
        rulebook: z.int().min(0).max(MAX_U32),
        code: z.int().min(0).max(MAX_CODE),
      }),
    )
    .max(MAX_EVENTS),
});

/** A portion of a reader's log. */
export type EventUpload = {
  readonly readerId: ReaderReport['readerId'];
  readonly events: readonly ReaderEvent[];
};

/**
 * @throws {InvalidInputError} No report; the sentences name each place.
 * @throws {BodyRefusedError} Too long, or cut off.
 */
export async function readReport(request: IncomingMessage): Promise<ReaderReport> {
  const data = parseJson(await readBody(request, MAX_REPORT_BYTES));
  const parsed = valueOf('The report', checkShape(report, data));
  assertDistinct(parsed.held, 'held');
  return parsed;
}

/** Throws as `readReport` does. */
export async function readEvents(request: IncomingMessage): Promise<EventUpload> {
  const data = parseJson(await readBody(request, MAX_EVENTS_BYTES));
  return valueOf('The upload', checkShape(upload, data));
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (cause) {
    throw new InvalidInputError('The body is not JSON.', { cause });
  }
}
