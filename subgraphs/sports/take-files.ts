import type { Logger } from 'pino';
import type { FileReport, NightlyFile, SportsPort } from '../../connectors/sports/port.ts';
import type { Clock } from '../../platform/clock.ts';
import type { NightlyStore, Snapshot } from './store.ts';

export type FilesDeps = {
  readonly port: Pick<SportsPort, 'readFiles' | 'putAway'>;
  readonly nightly: NightlyStore;
  /** By how many per cent a file may be shorter than the last good one of its kind. */
  readonly maxShrinkPercent: number;
  /** A file, by its SHA-256, that an operator has looked at and found right however short it is. */
  readonly acceptedSha256: string | null;
  readonly clock: Clock;
  readonly log: Logger;
};

/** Reasons of one rejected file that are logged; its first rows tell what is wrong with the others. */
const REASONS_LOGGED = 20;
/** A clock may be wrong; a file from the day after tomorrow would shut all others out. */
const MOST_AHEAD_MS = 24 * 60 * 60 * 1_000;

/**
 * Takes what lies ready in the folder of nightly files, the oldest first. A file is a whole snapshot:
 * it takes the place of the last good one of its kind in one step, or it is rejected and nothing
 * changes. One with the content of the last good one changes nothing but the time as of which it is
 * true, so that a round that was cut off is repeated, and an older one is left out.
 *
 * @throws {Error} A file could not be read, kept or moved; the others are taken all the same.
 */
export async function takeFiles(deps: FilesDeps): Promise<void> {
  const { files, rejected } = await deps.port.readFiles();
  const failures: unknown[] = [];
  const steps = [
    ...rejected.map((report) => () => reject(report, deps)),
    ...files.map((file) => () => takeFile(file, deps)),
  ];
  for (const step of steps) await step().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw new AggregateError(failures, 'nightly files were not taken');
}

async function reject({ name, reasons }: FileReport, { port, log }: FilesDeps): Promise<void> {
  const first = reasons.slice(0, REASONS_LOGGED);
  log.error({ file: name, count: reasons.length, reasons: first }, 'nightly file rejected');
  await port.putAway(name, 'rejected');
}

async function takeFile(file: NightlyFile, deps: FilesDeps): Promise<void> {
  const { port, nightly, clock, log } = deps;
  const { name, kind, rows, sha256, madeAt } = file;
  const last = (await nightly.findSnapshots()).get(kind) ?? null;
  const reason = whyNot(file, last, deps);
  if (reason !== null) return reject({ name, reasons: [{ line: null, reason }] }, deps);
  if (last !== null && madeAt < last.madeAt) {
    log.warn({ file: name }, 'nightly file is older than what is known: left out');
  } else if (last?.sha256 === sha256) {
    await nightly.renew(last, madeAt);
    log.info({ file: name }, 'nightly file says what is known already');
  } else {
    await nightly.replace(file, last, clock.now());
    log.info({ file: name, rows: rows.length }, 'nightly file applied');
  }
  await port.putAway(name, 'processed');
}

/** A file that is much shorter than the last one was most likely cut off on its way. */
function whyNot(
  { rows, madeAt, sha256 }: NightlyFile,
  last: Snapshot | null,
  { maxShrinkPercent, acceptedSha256, clock }: FilesDeps,
): string | null {
  if (madeAt.getTime() > clock.now().getTime() + MOST_AHEAD_MS) {
    return `made at ${madeAt.toISOString()}, which is more than a day ahead`;
  }
  if (last === null || madeAt < last.madeAt || sha256 === acceptedSha256) return null;
  if (rows.length * 100 >= last.rows * (100 - maxShrinkPercent)) return null;
  return (
    `${rows.length} rows after ${last.rows}, which is more than ${maxShrinkPercent} % fewer; ` +
    `if that is right, set HUB_SPORTS_ACCEPT_FILE=${sha256} and put the file back`
  );
}
