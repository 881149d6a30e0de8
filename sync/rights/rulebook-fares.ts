import type { Logger } from 'pino';
import type { CardId } from '../../domain/card-id.ts';
import { cityDayAt, type CityDay } from '../../domain/city-day.ts';
import type { ReaderGroup } from '../../domain/reader-list/group.ts';
import type { Clock } from '../../platform/clock.ts';
import type { PassDays } from '../pass-days.ts';
import type { CardRight, Rights } from '../readers/rights-port.ts';
import type { ScheduledRun, ScheduledTime } from '../scheduled.ts';
import type { TariffReason, WriteTariffErrands } from './tariff-errands.ts';
import type { TransportCodes } from './transport-codes.ts';

export const RULEBOOK_FARES = 'rulebook-fares';

/** The errands of a rulebook's start count down from here, far below those of links. */
const RULEBOOK_VERSIONS = -1_000_000_000;

type RulebookStart = { readonly version: number; readonly startsOn: CityDay };

export type RulebookFaresDeps = {
  readonly rights: Pick<Rights, 'all'>;
  /** All that were published and not cancelled, the earliest start first. */
  readonly published: () => Promise<readonly RulebookStart[]>;
  readonly bus: ReaderGroup;
  readonly codes: TransportCodes;
  readonly write: WriteTariffErrands;
  readonly passDays: PassDays;
  readonly clock: Clock;
  /** The city's. */
  readonly zone: string;
  readonly log: Logger;
};

/** A rulebook starts with a city day; asked now and then besides, in case that midnight was missed. */
export function rulebookFaresTimes(zone: string): readonly ScheduledTime[] {
  return [{ pattern: '20 0 0 * * *', zone }, { everyMs: 600_000 }];
}

/**
 * When a rulebook has come into force, tells public transport of the cards whose code is another one
 * under it: no change of a card's rights tells of that. Cut short it begins again; the errands that were
 * written are not written twice.
 */
export function createRulebookFares(deps: RulebookFaresDeps) {
  const { rights, published, bus, codes, write, passDays, clock, zone, log } = deps;
  return async ({ signal, progress }: ScheduledRun): Promise<void> => {
    const now = clock.now();
    const day = cityDayAt(now, zone);
    const rulebooks = await published();
    const present = inForceOn(rulebooks, day);
    if (present === null) return;
    const toldOn = await passDays.lastOn(RULEBOOK_FARES, present.startsOn);
    const before = inForceOn(rulebooks, toldOn);
    if (present.startsOn <= toldOn || before === null) return;
    const codeUnder = (right: CardRight, { version }: RulebookStart): string | null => {
      const priceCents = right.outcome(version, bus)?.priceCents ?? null;
      return priceCents === null ? null : codes.codeOf({ rulebook: version, priceCents });
    };
    const differs = (right: CardRight): boolean =>
      right.standing === 'usable' && codeUnder(right, before) !== codeUnder(right, present);
    let [looked, changed] = [0, 0];
    const ask = { groups: [bus], rulebooks: [before.version, present.version], day };
    for await (const batch of rights.all(ask, null)) {
      if (signal.aborted) return;
      const other = batch.filter(differs);
      await write(other.map(({ cardId }) => toReason(cardId, present.version, now)));
      looked += batch.length;
      changed += other.length;
      progress({ looked, changed });
    }
    await passDays.save(RULEBOOK_FARES, present.startsOn);
    log.info({ rulebook: present.version, looked, changed }, 'public transport follows a rulebook');
  };
}

function inForceOn(rulebooks: readonly RulebookStart[], day: CityDay): RulebookStart | null {
  return rulebooks.findLast(({ startsOn }) => startsOn <= day) ?? null;
}

function toReason(cardId: CardId, rulebook: number, at: Date): TariffReason {
  return { cardId, version: RULEBOOK_VERSIONS - rulebook, type: 'rulebook.started', at };
}
