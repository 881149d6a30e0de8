import type { CardId } from '../../domain/card-id.ts';

/** Lists being built, as operators see them and as a killed build is taken up again. */
export type BuildRow = {
  readonly id: string;
  readonly kind: 'missing' | 'rotation' | 'nightly';
  /** What it builds: `group:epoch:name`. */
  readonly lists: readonly string[];
  readonly rulebooks: readonly number[];
  /** Cards that have been judged, and cards in all. */
  readonly done: number;
  readonly total: number;
  /** Where the last saved part ends; null before the first. */
  readonly after: CardId | null;
  readonly parts: number;
  /** Of the publication before the build began: what was published later is applied at its end. */
  readonly startedOrdinal: number;
  readonly startedAt: Date;
  readonly state: 'running' | 'done' | 'cancelled';
  /** Nobody else takes it up before. */
  readonly leaseUntil: Date;
};

/** What one part says of one list: entries of 16 bytes with natural pairs, not sorted. */
export type BuildPart = { readonly list: string; readonly bytes: Uint8Array };

export type BuildStore = {
  add(row: BuildRow): Promise<void>;
  findRunning(): Promise<readonly BuildRow[]>;
  /** Of a rulebook's newest build. */
  findByRulebook(rulebook: number): Promise<BuildRow | null>;
  /** False when somebody else holds it. */
  claim(id: string, now: Date, until: Date): Promise<boolean>;
  /** Keeps the lease too. */
  tellDone(id: string, done: number, leaseUntil: Date): Promise<void>;
  /** Saves the entries of the cards up to `after`; a part that is saved again replaces itself. */
  savePart(
    id: string,
    part: { readonly index: number; readonly after: CardId; readonly parts: readonly BuildPart[] },
  ): Promise<void>;
  /** The first `count` of one list, in order. */
  findParts(id: string, list: string, count: number): Promise<readonly Uint8Array[]>;
  /** Deletes its parts too. */
  finish(id: string, state: 'done' | 'cancelled'): Promise<void>;
};
