import type { Connection } from 'mongoose';
import { startRounds } from '../../sync/rounds.ts';
import type { Logger } from '../../platform/process/log.ts';

/** One list as one publication left it. */
export type PublishedList = {
  readonly group: string;
  readonly name: string;
  readonly sequence: number;
};

/** What publications did, read from the store as it goes on, since old steps are deleted. */
export type PublishedLists = AsyncDisposable & {
  /** Reads what is new. */
  read(): Promise<void>;
  /** By the publication's ordinal. */
  readonly byOrdinal: ReadonlyMap<number, readonly PublishedList[]>;
  /** Milliseconds since 1970 at which the publisher wrote it. */
  readonly at: ReadonlyMap<number, number>;
};

type Head = { readonly group: string; readonly name: string; readonly sequence: number };
type Step = Head & { readonly ordinal: number; readonly at: Date };

const EVERY_MS = 5_000;

export async function followPublishedLists(
  connection: Connection,
  log: Logger,
): Promise<PublishedLists> {
  const heads = connection.collection<Head>('readerLists');
  const steps = connection.collection<Step>('readerListSteps');
  const known = new Map<string, number>();
  const byOrdinal = new Map<number, PublishedList[]>();
  const at = new Map<number, number>();
  const read = async (): Promise<void> => {
    const projection = { group: 1, name: 1, sequence: 1, ordinal: 1, at: 1 };
    for (const { group, name, sequence } of await heads
      .find({})
      .project<Head>(projection)
      .toArray()) {
      const id = `${group}:${name}`;
      const after = known.get(id) ?? 0;
      if (after >= sequence) continue;
      known.set(id, sequence);
      const found = steps.find({ group, name, sequence: { $gt: after, $lte: sequence } });
      for (const step of await found.project<Step>(projection).toArray()) {
        const together = byOrdinal.get(step.ordinal) ?? [];
        together.push({ group, name, sequence: step.sequence });
        byOrdinal.set(step.ordinal, together);
        at.set(step.ordinal, step.at.getTime());
      }
    }
  };
  await read();
  const rounds = startRounds({
    name: 'reading of publications',
    round: read,
    intervalMs: EVERY_MS,
    log,
  });
  return { read, byOrdinal, at, [Symbol.asyncDispose]: () => rounds[Symbol.asyncDispose]() };
}
