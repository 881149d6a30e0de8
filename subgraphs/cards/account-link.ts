import type { ClientSession } from 'mongoose';
import { isLive, stateAt } from '../../domain/card/card-life.ts';
import { linkOf, type Card } from '../../domain/card/card.ts';
import type { LinkedAccount, LinkedSystem } from '../../domain/linked-account.ts';
import type { Context } from './context.ts';
import { saveChange } from './request.ts';
import { refuseLink, type LinkRefusal } from './results.ts';

export type Account = { readonly system: LinkedSystem; readonly account: LinkedAccount };

/** Why this card cannot take the account, before anybody is asked for a proof; null when it can. */
export function refuseCardForLink(
  card: Card | null,
  { system, account }: Account,
  now: Date,
): LinkRefusal | null {
  if (card === null) return refuseLink('CARD_UNKNOWN');
  if (stateAt(card.life, now) !== 'active') return refuseLink('CARD_NOT_IN_USE');
  const link = linkOf(card, system);
  return link !== null && link.account !== account ? refuseLink('ALREADY_LINKED') : null;
}

/**
 * Ties a proven account to the card. An account that is tied to it already is left as it is, so that
 * a repeated request changes nothing. One that is tied to a card whose time is over is taken from it.
 */
export async function linkProven(
  context: Context,
  { card, account: { system, account } }: { readonly card: Card; readonly account: Account },
  session: ClientSession,
): Promise<Card | LinkRefusal> {
  const refusal = refuseCardForLink(card, { system, account }, context.now);
  if (refusal !== null) return refusal;
  if (linkOf(card, system) !== null) return card;
  const other = await context.store.cards.findByAccount(system, account, session);
  if (other !== null && isLive(other.life, context.now)) return refuseLink('ACCOUNT_TAKEN');
  if (other !== null) await unlink(context, other, system, session);
  const links = [...card.links, { system, account, linkedAt: context.now }];
  return saveChange(context, { card: { ...card, links }, type: 'account.linked' }, session);
}

export async function unlink(
  context: Context,
  card: Card,
  system: LinkedSystem,
  session: ClientSession,
): Promise<Card> {
  const links = card.links.filter((link) => link.system !== system);
  return saveChange(context, { card: { ...card, links }, type: 'account.unlinked' }, session);
}
