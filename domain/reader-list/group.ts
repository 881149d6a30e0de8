import { InvalidInputError } from '../errors.ts';
import type { ServiceId } from '../tariff/service.ts';

/** Names a reader group, such as `pools`. Part of keys, topics and paths. */
export type GroupId = string & { readonly __brand: 'GroupId' };

/** Readers that share one list: those of one service at some of its places. */
export type ReaderGroup = {
  readonly id: GroupId;
  readonly service: ServiceId;
  /** The places where its readers stand, as people know them; 1 or more. */
  readonly places: readonly string[];
};

/** @throws {InvalidInputError} Not 1 to 32 lower-case letters, digits and hyphens, beginning with a letter. */
export function parseGroupId(text: string): GroupId {
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(text)) {
    throw new InvalidInputError(
      'A reader group is named by 1 to 32 lower-case letters, digits and hyphens, beginning with a letter.',
    );
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked above
  return text as GroupId;
}
