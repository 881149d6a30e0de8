import type { ReaderReport } from '../../../connectors/readers/port.ts';
import type { HeldList } from '../../../domain/reader-list/artefact.ts';
import type { Reader } from '../../../domain/reader-list/reader.ts';
import type { ReaderStanding } from '../registry/reader-registry.ts';
import { heldKey } from './held-key.ts';

/** What delivery knows of one reader. Only the functions below write to it. */
export type ReaderLedger = {
  readonly reader: Reader;
  held: readonly HeldList[];
  /** `heldKey(held)`. */
  key: string;
  skewMs: number | null;
  contactAt: Date | null;
  /** Reports since the start: who waits for the next one compares. */
  reports: number;
  last: ReaderReport | null;
  failures: number;
  failingSince: Date | null;
  deadSince: Date | null;
  code: string | null;
  /** What staff should know of it although nothing has failed; null for nothing. */
  notice: string | null;
  /** True until it was asked what it has: after a start, after a replay, for reconciliation. */
  mustAsk: boolean;
  /** True when what it has does not fit what it should have: it gets whole lists then. */
  needsWhole: boolean;
  /** Changed since it was last written to the store. */
  isDirty: boolean;
  /** Told of each report. */
  readonly heard: Set<() => void>;
};

/** @param known From before a restart: a start, but it is asked again. */
export function openLedger(reader: Reader, known: ReaderStanding | undefined): ReaderLedger {
  const held = known?.group === reader.group ? known.held : [];
  return {
    reader,
    held,
    key: heldKey(held),
    skewMs: known?.skewMs ?? null,
    contactAt: known?.contactAt ?? null,
    reports: 0,
    last: null,
    failures: known?.failures ?? 0,
    failingSince: known?.failingSince ?? null,
    deadSince: known?.deadSince ?? null,
    // Without failures it was a notice, which is found again.
    code: known !== undefined && known.failures > 0 ? known.code : null,
    notice: null,
    mustAsk: true,
    needsWhole: false,
    isDirty: true,
    heard: new Set(),
  };
}

/** It has told what it has, and what it thinks of what it was given. */
export function noteReport(ledger: ReaderLedger, report: ReaderReport, at: Date): void {
  ledger.skewMs = report.clock.getTime() - at.getTime();
  ledger.last = report;
  noteHeld(ledger, report.held, at);
}

/** It has told what it has, and nothing else. */
export function noteHeld(ledger: ReaderLedger, held: readonly HeldList[], at: Date): void {
  ledger.held = held;
  ledger.key = heldKey(held);
  ledger.contactAt = at;
  ledger.reports += 1;
  ledger.isDirty = true;
  for (const tell of ledger.heard) tell();
}

/** Waits until there were more than `reports` reports. @returns False when that took longer than `ms`. */
export function untilHeard(
  ledger: ReaderLedger,
  reports: number,
  { ms, signal }: { readonly ms: number; readonly signal: AbortSignal },
): Promise<boolean> {
  if (ledger.reports > reports) return Promise.resolve(true);
  if (signal.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const end = (isHeard: boolean): void => {
      clearTimeout(timer);
      ledger.heard.delete(hear);
      signal.removeEventListener('abort', stop);
      resolve(isHeard);
    };
    const hear = (): void => end(true);
    const stop = (): void => end(false);
    const timer = setTimeout(stop, ms);
    ledger.heard.add(hear);
    signal.addEventListener('abort', stop, { once: true });
  });
}
