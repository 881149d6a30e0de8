import { InvalidInputError } from '../../domain/errors.ts';
import type { Fact } from '../../domain/tariff/fact.ts';
import { opensOn } from '../../domain/tariff/pass.ts';
import { cityDayAt } from '../../domain/city-day.ts';
import { replayQuote, type Quote } from '../../domain/tariff/quote.ts';
import { factAccessOf, noteAccess } from './access.ts';
import type { Context } from './context.ts';
import { toShownFact, toShownPass } from './fact-view.ts';
import { assertMay } from './policy.ts';
import type { QueryExplainQuoteArgs, QuoteExplanation } from './schema.generated.ts';
import { ACCESSES } from './services.ts';
import type { KeptQuote, TariffRecord } from './store.ts';

type ToldQuote = KeptQuote & { readonly quote: Quote };

const NOTHING: Pick<TariffRecord, 'facts' | 'passes'> = { facts: [], passes: [] };

/** Why a quote said what it said; a look at a holder's facts is written down first. */
export async function explainQuote(
  { id, access: named }: QueryExplainQuoteArgs,
  context: Context,
): Promise<QuoteExplanation | null> {
  const { store, viewer } = context;
  assertMay('Query.explainQuote', viewer);
  const access = factAccessOf(viewer, named);
  const kept = await store.quotes.find(id);
  if (kept === null || !isTold(kept)) return null;
  if (kept.cardId !== null) {
    await noteAccess('Query.explainQuote', { cardId: kept.cardId, access }, context);
  }
  const [holder = NOTHING] =
    kept.holderId === null ? [] : await store.holders.find([kept.holderId]);
  const told = await tellAgain(kept, holder, context);
  return toExplanation(kept, holder, told);
}

function isTold(kept: KeptQuote): kept is ToldQuote {
  return kept.quote !== null;
}

function toExplanation(
  { id, quotedAt, quote, passId }: ToldQuote,
  { facts, passes }: Pick<TariffRecord, 'facts' | 'passes'>,
  told: Replay,
): QuoteExplanation {
  const { on, service, outcome, why } = quote;
  const pass = passes.find((each) => each.id === passId);
  const priceCents = passId === null ? outcome.priceCents : 0;
  return {
    id,
    quotedAt: quotedAt.toISOString(),
    on,
    service,
    access: ACCESSES[priceCents === null ? 'deny' : 'allow'],
    priceCents,
    rulebook: why.rulebook,
    rules: why.rules,
    facts: facts.filter((fact: Fact) => why.facts.includes(fact.id)).map(toShownFact),
    pass: pass === undefined ? null : toShownPass(pass),
    ...told,
  };
}

type Replay = { readonly isReproduced: boolean; readonly hindrance: string | null };

/** From what is kept today: the rulebook of that version, and the facts and the pass that were read. */
async function tellAgain(
  { quote, passId }: ToldQuote,
  { facts, passes }: Pick<TariffRecord, 'facts' | 'passes'>,
  { rulebooks, zone }: Context,
): Promise<Replay> {
  const rulebook = await rulebooks.find(quote.why.rulebook);
  try {
    const again = replayQuote(quote, { rulebooks: rulebook === null ? [] : [rulebook], facts });
    if (JSON.stringify(again) !== JSON.stringify(quote)) {
      return { isReproduced: false, hindrance: 'The rulebook and the facts give another price.' };
    }
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return { isReproduced: false, hindrance: error.publicMessage };
  }
  if (passId === null) return { isReproduced: true, hindrance: null };
  const at = new Date(quote.on);
  const pass = passes.find(({ id }) => id === passId);
  // It stood when it was read.
  const stood = pass !== undefined && { ...pass, withdrawnAt: null };
  const isOpen = stood !== false && opensOn(stood, cityDayAt(at, zone), at);
  return isOpen
    ? { isReproduced: true, hindrance: null }
    : { isReproduced: false, hindrance: 'The pass is not there any more.' };
}
