import type { CardId } from '../../domain/card-id.ts';
import { startOfCityDay } from '../../domain/city-day.ts';
import { creditPeriodOn, creditRenewedOn } from '../../domain/tariff/credit-period.ts';
import { opensOn } from '../../domain/tariff/pass.ts';
import { priceFor, type Priced } from '../../domain/tariff/price.ts';
import { rulebookOn, type Rulebook } from '../../domain/tariff/rulebook.ts';
import { situationAt } from '../../domain/tariff/situation.ts';
import type { HolderOfCard } from './holders-of-cards.ts';
import type { CardUse, HolderClasses, Take, UseRules } from './ports.ts';

export type TariffOfUsesOptions = {
  /** All that were published and not cancelled, those that are over included. */
  readonly rulebooks: () => Promise<readonly Rulebook[]>;
  /** Holders with their facts as they are now, by card; a card that is not known is missing. */
  readonly holdersOf: (cards: readonly CardId[]) => Promise<ReadonlyMap<CardId, HolderOfCard>>;
};

/** What uses take from credits, by the rulebook of their own day, the facts known now and what was asked for. */
export function createUseRules({ rulebooks, holdersOf }: TariffOfUsesOptions): UseRules {
  return {
    async servicesWithCredits() {
      const rules = (await rulebooks()).flatMap((rulebook) => rulebook.rules);
      return new Set(rules.flatMap(({ credit, services }) => (credit === null ? [] : services)));
    },
    async takesOf(uses) {
      const takes = new Map<string, Take>();
      if (uses.length === 0) return takes;
      const known = await rulebooks();
      // Most services have no credits: then nobody's facts are looked at.
      const open = uses.filter(({ service, day }) =>
        rulebookAt(known, day)
          ?.rulesByService.get(service)
          ?.some(({ credit }) => credit !== null),
      );
      if (open.length === 0) return takes;
      const holders = await holdersOf([...new Set(open.map(({ cardId }) => cardId))]);
      for (const use of open) {
        const rulebook = rulebookAt(known, use.day);
        const holder = holders.get(use.cardId);
        if (rulebook === null || holder === undefined) continue;
        const take = takeOf(use, { rulebook, holder });
        if (take !== null) takes.set(use.useId, take);
      }
      return takes;
    },
  };
}

type Judged = {
  readonly rulebook: Rulebook;
  readonly holder: HolderOfCard;
};

function takeOf(use: CardUse, { rulebook, holder }: Judged): Take | null {
  const { service, takenAt, day, chargedCents } = use;
  if (holder.passes.some((pass) => isOpenedBy(pass, use))) return null;
  const situation = situationAt(holder, day, takenAt);
  const priced = (usedUp: ReadonlyMap<string, number>): Priced =>
    priceFor({ rulebook, service, situation, creditsLeft: usedUp });
  const takes = takenFor(chargedCents, priced);
  const credit = takes?.rule.credit ?? null;
  if (takes === null || credit === null) return null;
  return {
    rule: takes.rule.id,
    period: creditPeriodOn(credit, day, rulebook),
    granted: credit.amount,
    amount: takes.amount,
    renewsOn: creditRenewedOn(credit, day),
  };
}

function isOpenedBy(pass: HolderOfCard['passes'][number], use: CardUse): boolean {
  const isHere = pass.service === use.service && (pass.group === null || pass.group === use.group);
  return isHere && opensOn(pass, use.day, use.takenAt);
}

/**
 * The credit that has paid: the best one by which it cost what the reader asked for. Credits are taken to
 * be used up one after the other until the price without the next is dearer than that; who was asked for
 * the price without any has taken nothing. By what the reader asked for alone, so that it is the same in
 * whatever order uses are told. A reader that asked for nothing is taken to have gone by whole credits.
 */
function takenFor(
  chargedCents: number | null,
  priced: (usedUp: ReadonlyMap<string, number>) => Priced,
): Priced['takes'] {
  const usedUp = new Map<string, number>();
  for (;;) {
    const { takes } = priced(usedUp);
    if (takes === null || chargedCents === null) return takes;
    usedUp.set(takes.rule.id, 0);
    const next = priced(usedUp).cents ?? Number.POSITIVE_INFINITY;
    if (chargedCents >= next) continue;
    if (takes.rule.credit?.kind !== 'cents') return takes;
    return { rule: takes.rule, amount: Math.min(takes.amount, next - chargedCents) };
  }
}

/** Null before the first one. */
function rulebookAt(rulebooks: readonly Rulebook[], day: CardUse['day']): Rulebook | null {
  return rulebooks.some(({ startsOn }) => startsOn <= day) ? rulebookOn(rulebooks, day) : null;
}

/** The classes of holders as of the beginning of a day. */
export function createHolderClasses({
  holdersOf,
  zone,
}: Pick<TariffOfUsesOptions, 'holdersOf'> & { readonly zone: string }): HolderClasses {
  return {
    async classesOf(cards, day) {
      const at = startOfCityDay(day, zone);
      const holders = await holdersOf(cards);
      return new Map(
        [...holders].map(([card, holder]) => [card, [...situationAt(holder, day, at).classes]]),
      );
    },
  };
}
