import type { TransportPort } from '../../connectors/transport/port.ts';
import { parseLinkedAccount } from '../../domain/linked-account.ts';
import type { Tell } from '../errand-work.ts';

/** Blocks the linked transport card of a stopped card. Safe to run twice: a blocked one stays blocked. */
export function createTransportBlocks({
  transport,
}: {
  readonly transport: Pick<TransportPort, 'blockCard'>;
}): Tell {
  return async ({ id, secret }, signal) => {
    if (secret === null) throw new Error(`errand ${id} names no account`);
    await transport.blockCard(parseLinkedAccount(secret), { signal });
    return { kind: 'done', hadEffect: true };
  };
}
