import type { LinkedAccount } from '../../domain/linked-account.ts';
import type { KeyedHash } from '../../platform/stores/seal.ts';

export type MemberKeys = {
  readonly keyOf: (member: LinkedAccount) => string;
  /** Rows of many members, each under its member's number; members without any are absent. */
  readonly byMember: <Row extends { readonly memberKey: string }, Kept>(
    members: readonly LinkedAccount[],
    rows: readonly Row[],
    toKept: (row: Row) => Kept,
  ) => ReadonlyMap<LinkedAccount, readonly Kept[]>;
};

/** Members at rest: equal numbers have equal keys, and no number can be read from its key. */
export function memberKeys(hash: KeyedHash): MemberKeys {
  const keyOf = (member: LinkedAccount): string => hash('sports-member', member);
  return {
    keyOf,
    byMember(members, rows, toKept) {
      const rowsByKey = Map.groupBy(rows, ({ memberKey }) => memberKey);
      return new Map(
        members.flatMap((member) => {
          const own = rowsByKey.get(keyOf(member));
          return own === undefined ? [] : [[member, own.map(toKept)] as const];
        }),
      );
    },
  };
}
