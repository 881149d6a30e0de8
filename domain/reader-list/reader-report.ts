import type { HeldList, ListAnswer, Refusal } from './artefact.ts';
import type { ReaderId } from './reader.ts';

/** What a reader says of itself, with every answer and whenever it comes by itself. */
export type ReaderReport = {
  readonly readerId: ReaderId;
  readonly answer: ListAnswer;
  /** Why something was not kept; null when all was. */
  readonly refusal: Refusal | null;
  /** Everything that it has, verified and on disk. */
  readonly held: readonly HeldList[];
  /** Its clock at the moment of the answer. */
  readonly clock: Date;
};
