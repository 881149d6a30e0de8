import type { CityDay } from '../city-day.ts';
import { pathOf, type Mistake } from './mistakes.ts';
import type { ReadRulebook } from './read-rulebook.ts';
import type { Access, Rule, Rulebook, Terms } from './rulebook.ts';
import type { ServiceCatalogue, ServiceId } from './service.ts';

/** What a rulebook is measured against. */
export type RulebookContext = {
  readonly catalogue: ServiceCatalogue;
  /** The other rulebooks that are or will be in force. */
  readonly others?: readonly Rulebook[];
};

/** What is wrong with a rulebook of the right shape: names, prices and days that do not fit together. */
export function findContradictions(
  read: ReadRulebook,
  { catalogue, others = [] }: RulebookContext,
): readonly Mistake[] {
  return [
    ...twinMistakes(read, others),
    ...[...read.terms].flatMap(([service, terms]) => termsMistakes(service, terms)),
    ...coverageMistakes(read, catalogue),
    ...read.rules.flatMap((rule, index) => [
      ...effectMistakes(rule, read.pathOfRule.get(rule) ?? ''),
      ...serviceMistakes(rule, { read, catalogue }),
      ...(read.rules.findIndex(({ id }) => id === rule.id) === index
        ? []
        : [
            tell([read.pathOfRule.get(rule) ?? '', 'id'], `Another rule is called ${rule.id} too.`),
          ]),
    ]),
  ];
}

function tell([base, ...steps]: readonly [string, ...PropertyKey[]], sentence: string): Mistake {
  return { path: pathOf(base, steps), sentence };
}

function twinMistakes(read: ReadRulebook, others: readonly Rulebook[]): readonly Mistake[] {
  return others.flatMap(({ version, startsOn }) => {
    const mistakes: Mistake[] = [];
    if (version === read.version) {
      mistakes.push(tell(['version'], `There is a rulebook ${version} already.`));
    }
    if (startsOn === read.startsOn) {
      const sentence = `Rulebook ${version} begins on ${startsOn} too: two would be in force at once.`;
      mistakes.push(tell(['startsOn'], sentence));
    }
    return mistakes;
  });
}

function coverageMistakes(read: ReadRulebook, catalogue: ServiceCatalogue): readonly Mistake[] {
  const unknown = [...read.named]
    .filter((id) => !isKnown(id, catalogue))
    .map((id) => tell(['services', id], 'No service of the catalogue has this id.'));
  const missing = [...catalogue.values()]
    .filter(({ id, firstOn }) => isOnCard(firstOn, read.startsOn) && !read.named.has(id))
    .map(({ id }) => tell(['services', id], 'The base price of this service is missing.'));
  return [...unknown, ...missing];
}

function isOnCard(firstOn: CityDay | null, startsOn: CityDay | null): boolean {
  return firstOn === null || (startsOn !== null && firstOn <= startsOn);
}

function termsMistakes(service: ServiceId, terms: Terms): readonly Mistake[] {
  const { withCard, withoutCard, hasListPrices } = terms;
  const path = ['services', service] as const;
  if (hasListPrices && (withCard.access === 'deny' || centsOf(withCard) !== centsOf(withoutCard))) {
    const sentence =
      'With list prices the price is the same with and without a card: what a card gives is a rule.';
    return [tell([...path, 'withCard'], sentence)];
  }
  if (centsOf(withCard) <= centsOf(withoutCard)) return [];
  return [tell([...path, 'withCard'], 'With a card this is dearer than without one.')];
}

function centsOf(access: Access): number {
  return access.access === 'allow' ? access.cents : Number.POSITIVE_INFINITY;
}

function effectMistakes({ opens, price, credit }: Rule, path: string): readonly Mistake[] {
  const mistakes: Mistake[] = [];
  if (!opens && price === null && credit === null) {
    mistakes.push(tell([path], 'This rule gives nothing: no price, no credit, and opens nothing.'));
  }
  if (opens && price?.kind !== 'cents') {
    mistakes.push(tell([path, 'opens'], 'A rule that opens a service says at how many cents.'));
  }
  if (credit?.kind === 'uses' && price === null) {
    mistakes.push(tell([path, 'credit'], 'A credit of uses needs the price of such a use.'));
  }
  if (credit?.kind === 'cents' && (price !== null || opens)) {
    const sentence =
      'A credit of cents pays what is due otherwise: it has no price and opens nothing.';
    mistakes.push(tell([path, 'credit'], sentence));
  }
  return mistakes;
}

function serviceMistakes(
  rule: Rule,
  { read, catalogue }: { readonly read: ReadRulebook; readonly catalogue: ServiceCatalogue },
): readonly Mistake[] {
  const path = read.pathOfRule.get(rule) ?? '';
  return rule.services.flatMap((service, index) => {
    const at = [path, 'services', index] as const;
    if (!isKnown(service, catalogue)) return [tell(at, `No service is called ${service}.`)];
    if (!read.named.has(service)) return [tell(at, `This rulebook has no terms for ${service}.`)];
    if (rule.services.indexOf(service) !== index)
      return [tell(at, `${service} stands here twice.`)];
    const isClosed = read.terms.get(service)?.withCard.access === 'deny';
    if (isClosed && rule.price?.kind === 'percent-off') {
      return [tell(at, `A share off needs a price with a card, and ${service} has none.`)];
    }
    return [];
  });
}

function isKnown(id: string, catalogue: ServiceCatalogue): boolean {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a look-up is what makes it one
  return catalogue.has(id as ServiceId);
}
