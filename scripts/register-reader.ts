import { z } from 'zod';
import type { GroupId } from '../domain/reader-list/group.ts';
import type { ReaderId } from '../domain/reader-list/reader.ts';
import type { Ask } from './running-hub.ts';

const REGISTER = `mutation ($input: RegisterReaderInput!) {
  registerReader(input: $input) {
    __typename
    ... on ReaderRefused { reason message }
  }
}`;

const answerSchema = z.object({
  registerReader: z.object({ reason: z.string().optional(), message: z.string().optional() }),
});

export type ReaderToRegister = {
  readonly id: ReaderId;
  readonly group: GroupId;
  readonly place: string;
};

/**
 * Puts a reader that asks at the door into service; one that is in service already stays.
 *
 * @throws {Error} The hub does not answer, or knows no such group or place.
 */
export async function registerReader(
  ask: Ask,
  { id, group, place }: ReaderToRegister,
): Promise<void> {
  const input = {
    idempotencyKey: `register-${id}-${group}`,
    ...{ id, group, place, way: { kind: 'POLL' } },
  };
  const { reason, message } = answerSchema.parse(await ask(REGISTER, { input })).registerReader;
  if (reason !== undefined && reason !== 'ID_TAKEN') throw new Error(message ?? reason);
}
