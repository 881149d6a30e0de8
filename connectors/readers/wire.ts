import { z } from 'zod';
import { UpstreamMalformedError } from '../../domain/errors.ts';
import type { HeldList, ListAnswer, ListName, Refusal } from '../../domain/reader-list/artefact.ts';
import type { ReaderId } from '../../domain/reader-list/reader.ts';
import type { ReaderReport } from './port.ts';

/** Media type of one or more artefacts, each preceded by its length. */
export const LISTS_TYPE = 'application/vnd.tessera.reader-list';

/** What a report has at most: a reader holds a deny list and one list for each rulebook in force or to come. */
const MAX_HELD = 64;
/** Longest report taken, ten times what a full one has. */
export const MAX_REPORT_BYTES = 64 * 1024;

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

const heldList = z.object({
  name: z
    .string()
    .regex(/^(?:deny|rulebook-[1-9]\d{0,8})$/)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked just before
    .transform((name) => name as ListName),
  epoch: z.int().min(0).max(0xffff_ffff),
  sequence: z.int().min(0),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
});

/** What a reader writes as JSON: `{readerId, answer, refusal, held, clock}`. More is left unread. */
const wireReport = z.object({
  readerId: z.string(),
  answer: z.enum(ANSWERS),
  refusal: z.enum(REFUSALS).nullable(),
  held: z.array(heldList).max(MAX_HELD),
  clock: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
});

/**
 * Reads a reader's report.
 *
 * @param from Who was asked, or whose topic it came on.
 * @throws {UpstreamMalformedError} No report, one of another reader, or the same list twice. The
 *   message names places and never values.
 */
export function parseReport(text: string, from: ReaderId): ReaderReport {
  const system = `reader ${from}`;
  const parsed = wireReport.safeParse(parseJson(system, text));
  if (!parsed.success) {
    const places = parsed.error.issues.map(({ path }) => path.join('.') || 'the whole');
    throw new UpstreamMalformedError(system, `no report: wrong are ${places.join(', ')}`);
  }
  const { readerId, held, ...rest } = parsed.data;
  if (readerId !== from) {
    throw new UpstreamMalformedError(system, 'the report is of another reader');
  }
  if (new Set(held.map(({ name }) => name)).size < held.length) {
    throw new UpstreamMalformedError(system, 'the report names a list twice');
  }
  return { readerId: from, held, ...rest };
}

/** The retained manifest of a group. */
export function writeManifest(group: string, heads: readonly HeldList[]): string {
  return JSON.stringify({ group, heads });
}

function parseJson(system: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // oxlint-disable-next-line preserve-caught-error -- it quotes what came
    throw new UpstreamMalformedError(system, 'the report is not JSON');
  }
}
