import { parseCardNumber, type CardNumber } from '../../domain/card-number.ts';
import { parseCardholderId, type CardholderId } from '../../domain/card/cardholder.ts';
import { cityDayAt } from '../../domain/city-day.ts';
import { ForbiddenError } from '../../domain/errors.ts';
import { opensOn, type Pass } from '../../domain/tariff/pass.ts';
import { quote, type Quote } from '../../domain/tariff/quote.ts';
import { rulebookOn } from '../../domain/tariff/rulebook.ts';
import type { ServiceId } from '../../domain/tariff/service.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { CardRef } from './card-ref.ts';
import type { Context } from './context.ts';
import { creditsLeftOn } from './credits/credits-taken.ts';
import { readInstant } from './inputs.ts';
import { opaqueCode } from './opaque-code.ts';
import { assertMay } from './policy.ts';
import { assertMayQuote } from './quote-limits.ts';
import type { Access, QueryQuoteArgs, QuoteRefusalReason } from './schema.generated.ts';
import { ACCESSES, readService } from './services.ts';
import { NOTHING_RECORDED, type KeptQuote, type TariffRecord } from './store.ts';

export type QuoteTold = {
  readonly __typename: 'Quote';
  readonly id: string;
  readonly access: Access;
  readonly priceCents: number | null;
  readonly code: string;
};

export type QuoteRefusal = {
  readonly __typename: 'QuoteRefused';
  readonly reason: QuoteRefusalReason;
  readonly message: string;
};

/** One answer for what is unknown, blocked or another's: nobody learns which. */
const CARD_NOT_ACCEPTED: QuoteRefusal = {
  __typename: 'QuoteRefused',
  reason: 'CARD_NOT_ACCEPTED',
  message: 'No price is told with this card. Ask without it for the price that everybody pays.',
};

const TOO_MANY_QUOTES: QuoteRefusal = {
  __typename: 'QuoteRefused',
  reason: 'TOO_MANY_QUOTES',
  message: 'So many prices were asked for with this card that none are told for an hour.',
};

type Question = {
  readonly service: ServiceId;
  readonly at: Date;
  readonly listPriceCents: number | undefined;
};

/** Answers what a service costs, and keeps the answer with all it takes to tell it again. */
export async function quotePrice(
  { card, service: named, on, listPriceCents }: QueryQuoteArgs,
  context: Context,
): Promise<QuoteTold | QuoteRefusal> {
  const { catalogue, clock, quoteLimits, viewer } = context;
  assertMay('Query.quote', viewer);
  const service = readService(named, catalogue);
  const at = readInstant(on);
  const question = {
    service,
    at: at ?? clock.now(),
    listPriceCents: listPriceCents ?? undefined,
  };
  if (card === null || card === undefined) return tell(question, { card: null, context });
  const number = parseCardNumber(card);
  await assertMayQuote({ service, on: at }, viewer, quoteLimits);
  // Counted before anything is looked for: unknown cards are counted like the others.
  if (viewer.kind !== 'nobody' && !(await quoteLimits.take(viewer.kind, number))) {
    return TOO_MANY_QUOTES;
  }
  return tell(question, { card: await findCard(number, context), context });
}

/** Stands for a card that is not accepted: everything is done for it as for the others. */
const NOT_ACCEPTED = 'not-accepted';

/** A reader or merchant cannot see cards: the hub looks for it, as a kiosk would where the card is held. */
const HUB_ITSELF: Viewer = { kind: 'kiosk', id: 'entitlements' };

async function findCard(
  number: CardNumber,
  { cardOf, viewer }: Context,
): Promise<CardRef | typeof NOT_ACCEPTED> {
  const isDevice = viewer.kind === 'reader' || viewer.kind === 'merchant';
  try {
    const card = await cardOf(number, isDevice ? HUB_ITSELF : viewer);
    return card === null || !card.isUsable ? NOT_ACCEPTED : card;
  } catch (error) {
    if (error instanceof ForbiddenError) return NOT_ACCEPTED;
    throw error;
  }
}

type Asked = { readonly card: CardRef | typeof NOT_ACCEPTED | null; readonly context: Context };

/** The same steps whether the card is accepted or not, so that the time they take tells nothing. */
async function tell(
  { service, at, listPriceCents }: Question,
  { card, context }: Asked,
): Promise<QuoteTold | QuoteRefusal> {
  const { store, rulebooks, clock, hash, zone, viewer, newId } = context;
  const holderId = card === null ? null : holderIdOf(card);
  const record = holderId === null ? null : await findRecord(holderId, context);
  const standing = await rulebooks.published();
  const day = cityDayAt(at, zone);
  const creditsLeft = creditsLeftOn(record?.credits ?? [], rulebookOn(standing, day), day);
  const quoted = quote({
    rulebooks: standing,
    service,
    holder: record,
    on: at,
    zone,
    listPriceCents,
    creditsLeft: creditsLeft ?? undefined,
  });
  const pass = record === null ? null : passFor(quoted, record, { at, zone });
  const priceCents = pass === null ? quoted.outcome.priceCents : 0;
  const isAccepted = card !== NOT_ACCEPTED;
  const kept: KeptQuote = {
    id: newId(),
    quotedAt: clock.now(),
    quote: isAccepted ? quoted : null,
    passId: pass?.id ?? null,
    cardId: card === null || !isAccepted ? null : card.id,
    holderId: isAccepted ? holderId : null,
    viewerKind: viewer.kind,
  };
  await store.quotes.add(kept);
  const code = opaqueCode({ service, priceCents }, quoted.why.rulebook, hash);
  if (!isAccepted) return CARD_NOT_ACCEPTED;
  const access = ACCESSES[priceCents === null ? 'deny' : 'allow'];
  return { __typename: 'Quote', id: kept.id, access, priceCents, code };
}

function holderIdOf(card: CardRef | typeof NOT_ACCEPTED): CardholderId {
  return parseCardholderId(card === NOT_ACCEPTED ? NOT_ACCEPTED : card.holderId);
}

async function findRecord(holderId: CardholderId, { store }: Context): Promise<TariffRecord> {
  const [found] = await store.holders.find([holderId]);
  return found ?? { kind: 'person', ...NOTHING_RECORDED };
}

/** The pass that makes it free where it would not be; a pass of one reader group opens that door only. */
export function passFor(
  { service, outcome }: Quote,
  { passes }: Pick<TariffRecord, 'passes'>,
  { at, zone }: { readonly at: Date; readonly zone: string },
): Pass | null {
  if (outcome.priceCents === 0) return null;
  const day = cityDayAt(at, zone);
  const open = passes.filter(
    (pass) => pass.service === service && pass.group === null && opensOn(pass, day, at),
  );
  return open[0] ?? null;
}
