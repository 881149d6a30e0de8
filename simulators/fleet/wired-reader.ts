import type { GroupId } from '../../domain/reader-list/group.ts';
import type { ReaderEvent } from '../../domain/reader-list/reader-event.ts';
import type { ReaderId } from '../../domain/reader-list/reader.ts';
import type { ReaderReport } from '../../domain/reader-list/reader-report.ts';

/** What the ways to a reader need of it. */
export type WiredReader = {
  readonly id: ReaderId;
  readonly group: GroupId;
  /** Verifies artefacts and keeps what is right of them, on disk. */
  receive(artefacts: readonly Uint8Array[]): Promise<ReaderReport>;
  report(): ReaderReport;
  /** Events that the hub has not acknowledged, the oldest first. */
  pendingEvents(limit: number): readonly ReaderEvent[];
  acknowledged(through: number): Promise<void>;
};
