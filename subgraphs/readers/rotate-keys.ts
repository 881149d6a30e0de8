import { final, onceKey } from '../../platform/stores/idempotency.ts';
import { readerRefused, type KeysRotated, type ReaderRefusal } from './change-results.ts';
import type { Context } from './context.ts';
import type { RotateGroupKeysInput } from './schema.generated.ts';

/**
 * Which epoch the group gets is noted before anything is done, so that an attempt that was cut short is
 * made again for the same epoch and never rotates twice.
 */
export async function rotateGroupKeys(
  input: RotateGroupKeysInput,
  { viewer, once, groups, groupLists }: Context,
): Promise<KeysRotated | ReaderRefusal> {
  const group = groups.find(({ id }) => id === input.group);
  const key = onceKey(viewer, 'Mutation.rotateGroupKeys', input);
  return once.aroundCall<KeysRotated | ReaderRefusal, number>(key, async ({ notes, note }) => {
    if (group === undefined) return final(readerRefused('GROUP_UNKNOWN'));
    const epoch = notes ?? (await groupLists.epochs(group.id)).present;
    await note(epoch);
    await groupLists.rotate(group.id, epoch);
    return final({ __typename: 'GroupKeysRotated', group: group.id, epoch: epoch + 1 });
  });
}
