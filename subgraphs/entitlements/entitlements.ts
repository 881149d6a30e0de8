import { cityDayAt, type CityDay } from '../../domain/city-day.ts';
import { opensOn } from '../../domain/tariff/pass.ts';
import { rulebookOn, type Rulebook } from '../../domain/tariff/rulebook.ts';
import type { ServiceId } from '../../domain/tariff/service.ts';
import type { EntitledCard } from './card-ref.ts';
import type { Context } from './context.ts';
import { standingOn } from './differences.ts';
import { opaqueCode } from './opaque-code.ts';
import {
  judge,
  untilAtLatest,
  untilCardEnds,
  type Outlook,
  type Outlooks,
  type JudgeAsOf,
} from './outlook.ts';
import { assertMay, assertMaySee } from './policy.ts';
import type { Access } from './schema.generated.ts';
import { ACCESSES, servicesAt, type ServiceRow } from './services.ts';
import { NOTHING_RECORDED, type TariffRecord } from './store.ts';
import { dayBefore } from './tariff-table.ts';

/** As the schema's `Entitlement`. */
export type EntitlementRow = {
  readonly service: ServiceRow;
  readonly access: Access;
  readonly priceCents: number | null;
  readonly code: string;
  readonly until: CityDay | null;
  readonly passGroups: readonly string[];
};

/** What each service costs with a card; null when nothing is known of the card yet. */
export async function entitlementsOf(
  { id }: EntitledCard,
  on: Date | null,
  context: Context,
): Promise<readonly EntitlementRow[] | null> {
  const { store, rulebooks, clock, zone, hash, viewer } = context;
  const [card] = await store.rights.find([id]);
  assertMay('Card.entitlements', viewer);
  // Whose card it is was seen to by the cards subgraph, which alone leads here.
  if (card === undefined) return null;
  assertMaySee('Card.entitlements', viewer, card);
  const [holder] = await store.holders.find([card.holderId]);
  const record = holder ?? { kind: card.holderKind, ...NOTHING_RECORDED };
  const at = on ?? clock.now();
  const day = cityDayAt(at, zone);
  const standing = await rulebooks.published();
  const rulebook = rulebookOn(standing, day);
  const outlookOf = outlooksOver(record, standing, { rulebook, day, at });
  const isUsable = standingOn(card, day) === 'usable';
  const services = await servicesAt(at, context);
  return services.map((service) => {
    const outlook = isUsable ? untilCardEnds(outlookOf(service.id), card) : null;
    const priceCents = outlook?.priceCents ?? null;
    const open = record.passes.filter(
      (pass) => isUsable && pass.service === service.id && opensOn(pass, day, at),
    );
    return {
      service,
      access: ACCESSES[priceCents === null ? 'deny' : 'allow'],
      priceCents,
      code: opaqueCode({ service: service.id, priceCents }, rulebook.version, hash),
      until: outlook?.until ?? null,
      passGroups: [...new Set(open.flatMap(({ group }) => group ?? []))].toSorted(),
    };
  });
}

type When = JudgeAsOf & { readonly rulebook: Rulebook };

/** Under the rulebook in force, and no longer than until a later one says otherwise. */
function outlooksOver(
  record: TariffRecord,
  rulebooks: readonly Rulebook[],
  { rulebook, ...asOf }: When,
): (service: ServiceId) => Outlook | null {
  const now = judge(record, rulebook, asOf);
  const later = rulebooks
    .filter(({ startsOn }) => startsOn > asOf.day)
    .map((book) => ({ lastOn: dayBefore(book.startsOn), then: judge(record, book, asOf) }));
  return (service) => {
    const outlook = now.of(service, null);
    if (outlook === null) return null;
    const change = later.find(({ then }) => priceIn(then, service) !== outlook.priceCents);
    return change === undefined ? outlook : untilAtLatest(outlook, change.lastOn);
  };
}

function priceIn(outlooks: Outlooks, service: ServiceId): number | null {
  return outlooks.of(service, null)?.priceCents ?? null;
}
