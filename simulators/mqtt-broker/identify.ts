import { createHash, timingSafeEqual } from 'node:crypto';
import { hubAccess, readerAccess, type Access } from './access.ts';

export type Credentials = {
  readonly clientId: string;
  readonly user: string;
  readonly password: string;
};

export type IdentifyOptions = {
  readonly hub: { readonly user: string; readonly password: string };
  /** Whose token this is; throws or gives null for one that is not a reader's, or not good (any more). */
  readonly readerOfToken: (token: string) => Promise<string | null>;
  /** The group that a reader belongs to; null for a reader that nobody knows. */
  readonly groupOf: (reader: string) => string | null;
};

/**
 * Who a client is. A reader's user is its id, its client id `reader-` and its id, its password its token; a
 * client id of somebody else's would end that one's connection.
 *
 * @returns null for whoever is nobody.
 */
export async function identify(
  { clientId, user, password }: Credentials,
  { hub, readerOfToken, groupOf }: IdentifyOptions,
): Promise<Access | null> {
  if (user === hub.user) {
    return isSame(password, hub.password) && !clientId.startsWith('reader-') ? hubAccess : null;
  }
  const reader = await readerOfToken(password).catch(() => null);
  const isKnown = reader !== null && reader === user && clientId === `reader-${reader}`;
  return isKnown && groupOf(reader) !== null ? readerAccess(reader, groupOf) : null;
}

/** Takes as long for a password that is nearly right as for any other. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
