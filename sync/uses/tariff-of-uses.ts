import type { CardId } from '../../domain/card-id.ts';
import { startOfCityDay } from '../../domain/city-day.ts';
import { creditPeriodOn, creditRenewedOn } from '../../domain/tariff/credit-period.ts';
import { evaluateUnder } from '../../domain/tariff/evaluate.ts';
import { rulebookOn, type Rulebook } from '../../domain/tariff/rulebook.ts';
import { situationAt, type TariffHolder } from '../../domain/tariff/situation.ts';
import type { CardUse, HolderClasses, Take, UseRules } from './ports.ts';

export type TariffOfUsesOptions = {
  /** All that were published and not cancelled, those that are over included. */
  readonly rulebooks: () => Promise<readonly Rulebook[]>;
  /** Holders with their facts as they are now, by card; a card that is not known is missing. */
  readonly holdersOf: (cards: readonly CardId[]) => Promise<ReadonlyMap<CardId, TariffHolder>>;
  readonly zone: string;
};

/** What uses take from credits, by the rulebook of their own day and the facts known now. */
export function createUseRules({ rulebooks, holdersOf, zone }: TariffOfUsesOptions): UseRules {
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
        const take = takeOf(use, { rulebook, holder, zone });
        if (take !== null) takes.set(use.useId, take);
      }
      return takes;
    },
  };
}

type Judged = {
  readonly rulebook: Rulebook;
  readonly holder: TariffHolder;
  readonly zone: string;
};

function takeOf(
  { service, takenAt, day }: CardUse,
  { rulebook, holder, zone }: Judged,
): Take | null {
  const { why } = evaluateUnder({ rulebook, service, holder, on: takenAt, zone }, day);
  if (why.takes === null) return null;
  const { rule: id, amount } = why.takes;
  const credit = rulebook.rules.find((rule) => rule.id === id)?.credit ?? null;
  if (credit === null) return null;
  return {
    rule: id,
    period: creditPeriodOn(credit, day, rulebook),
    granted: credit.amount,
    amount,
    renewsOn: creditRenewedOn(credit, day),
  };
}

/** Null before the first one. */
function rulebookAt(rulebooks: readonly Rulebook[], day: CardUse['day']): Rulebook | null {
  return rulebooks.some(({ startsOn }) => startsOn <= day) ? rulebookOn(rulebooks, day) : null;
}

/** The classes of holders as of the beginning of a day. */
export function createHolderClasses({
  holdersOf,
  zone,
}: Omit<TariffOfUsesOptions, 'rulebooks'>): HolderClasses {
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
