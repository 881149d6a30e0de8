import { InvalidInputError } from '../errors.ts';
import type { GroupId } from './group.ts';

/** Names one reader; a reader's token carries it. */
export type ReaderId = string & { readonly __brand: 'ReaderId' };

/** How the hub reaches a reader. */
export type ReaderWay =
  /** The hub posts artefacts to it. */
  | { readonly kind: 'push'; readonly url: string }
  /** It listens to its group's topics. */
  | { readonly kind: 'mqtt' }
  /** It asks at the readers' door and waits there for news. */
  | { readonly kind: 'poll' }
  /** A door controller UT0311-L0x; see `connectors/readers/uhppote`. */
  | {
      readonly kind: 'uhppote';
      readonly host: string;
      readonly port: number;
      /** Of the controller, 1 to 4,294,967,295. */
      readonly serial: number;
      /** Which of the controller's doors this group opens, 1 to 4 of them. */
      readonly doors: readonly number[];
    };

export type Reader = {
  readonly id: ReaderId;
  readonly group: GroupId;
  /** One of its group's places. */
  readonly place: string;
  readonly way: ReaderWay;
};

/** @throws {InvalidInputError} Not 1 to 64 letters, digits, `.`, `_` and hyphens. */
export function parseReaderId(text: string): ReaderId {
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(text)) {
    throw new InvalidInputError(
      'A reader is named by 1 to 64 letters, digits, dots, underscores and hyphens.',
    );
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked above
  return text as ReaderId;
}
