/** How far a count has come. */
export type PreviewCount = {
  /** `HolderBatch.last` of the last batch that was counted; null before the first. */
  readonly after: string | null;
  readonly done: number;
  readonly total: number;
  /** Exact counts as JSON, not to be shown. */
  readonly tally: string;
};

/**
 * One run of a preview, named by what is compared. It is `waiting` until a process takes it, `running`
 * while that process renews its lease, and `done` at the end; a run that was left is taken again where
 * it stood.
 */
export type PreviewRun = PreviewCount & {
  readonly id: string;
  readonly state: 'waiting' | 'running' | 'done';
  /** When somebody last asked for it. */
  readonly askedAt: Date;
  /** Null until done. */
  readonly finishedAt: Date | null;
};

export type PreviewStore = {
  /** Notes that somebody asks for the run, and begins a row where there is none. A run past its time begins anew. */
  ask(id: string, total: number, now: Date): Promise<PreviewRun>;
  /**
   * Takes the run for this owner where nobody else holds it.
   *
   * @returns Null when another process holds it, or it is done.
   */
  take(id: string, owner: string, now: Date): Promise<PreviewRun | null>;
  /** Keeps how far it is and renews the lease. @returns Null when it is no longer this owner's. */
  save(id: string, owner: string, count: PreviewCount, now: Date): Promise<PreviewRun | null>;
  /** Lets go, so that whoever asks next goes on at once. */
  letGo(id: string, owner: string): Promise<void>;
  /** What was counted is told for an hour. */
  finish(id: string, owner: string, count: PreviewCount, now: Date): Promise<void>;
};
