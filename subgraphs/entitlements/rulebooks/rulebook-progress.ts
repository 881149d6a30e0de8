/** How far the lists of a rulebook have come on their way to the readers. */
export type ListProgress = {
  /** Cards that are judged under it, of all cards. */
  readonly done: number;
  readonly total: number;
  /** Reader groups all of whose readers that answer have its list, of all groups. */
  readonly groupsReady: number;
  readonly groupsTotal: number;
};

/** Told by whoever builds and distributes the lists. */
export type RulebookProgress = {
  /** Versions whose lists were not begun are absent. */
  find(versions: readonly number[]): Promise<ReadonlyMap<number, ListProgress>>;
};
