import { ConflictError } from '../../domain/errors.ts';
import { parseReaderId, type Reader } from '../../domain/reader-list/reader.ts';
import { final, onceKey } from '../../platform/stores/idempotency.ts';
import { readerRefused, type ReaderDone, type ReaderRefusal } from './change-results.ts';
import type { Context } from './context.ts';
import { readReader } from './inputs.ts';
import type {
  RegisterReaderInput,
  ReplayReaderInput,
  RetireReaderInput,
} from './schema.generated.ts';

type Registered = ReaderDone<'ReaderRegistered'> | ReaderRefusal;
type Retired = ReaderDone<'ReaderRetired'> | ReaderRefusal;
type Replayed = ReaderDone<'ReaderReplayed'> | ReaderRefusal;

export async function registerReader(
  input: RegisterReaderInput,
  { viewer, once, registry, clock }: Context,
): Promise<Registered> {
  const reader = readReader(input);
  const key = onceKey(viewer, 'Mutation.registerReader', input);
  return once.aroundCall<Registered, never>(key, async ({ kind }) => {
    const done = final({ __typename: 'ReaderRegistered', id: reader.id } as const);
    // An attempt that was cut short may have got so far.
    if (kind === 'resumed' && isSame(await registry.find(reader.id), reader)) return done;
    try {
      await registry.add([reader], clock.now());
      return done;
    } catch (error) {
      if (error instanceof ConflictError) return final(readerRefused('ID_TAKEN'));
      throw error;
    }
  });
}

function isSame(one: Reader | null, other: Reader): boolean {
  return one?.group === other.group && one.place === other.place && one.way.kind === other.way.kind;
}

export async function retireReader(
  input: RetireReaderInput,
  { viewer, once, registry, clock }: Context,
): Promise<Retired> {
  const id = parseReaderId(input.id);
  const key = onceKey(viewer, 'Mutation.retireReader', input);
  return once.aroundCall<Retired, 'wasThere'>(key, async ({ notes, note }) => {
    const done = final({ __typename: 'ReaderRetired', id } as const);
    if ((await registry.find(id)) === null) {
      // An attempt that was cut short may have retired it.
      return notes === 'wasThere' ? done : final(readerRefused('READER_UNKNOWN'));
    }
    await note('wasThere');
    await registry.retire(id, clock.now());
    return done;
  });
}

/** Trying a reader once more does no harm, so an attempt that was cut short is simply made again. */
export async function replayReader(
  input: ReplayReaderInput,
  { viewer, once, registry, clock }: Context,
): Promise<Replayed> {
  const id = parseReaderId(input.id);
  const key = onceKey(viewer, 'Mutation.replayReader', input);
  return once.aroundCall<Replayed, never>(key, async () => {
    const asked = await registry.askReplay([id], clock.now());
    if (asked === 0) return final(readerRefused('READER_UNKNOWN'));
    return final({ __typename: 'ReaderReplayed', id } as const);
  });
}
