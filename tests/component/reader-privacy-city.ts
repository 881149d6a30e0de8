import { parseCardId } from '../../domain/card-id.ts';
import { parseMediumToken } from '../../domain/card/medium-token.ts';
import { addDays, parseCityDay } from '../../domain/city-day.ts';
import { cardKey } from '../../domain/reader-list/card-key.ts';
import type { ReaderGroup } from '../../domain/reader-list/group.ts';
import { groupsOfGijon } from '../../domain/reader-list/groups-of-gijon.ts';
import { rulebooksOfGijon } from '../../domain/tariff/rulebooks-of-gijon.ts';
import { createReaderKeys } from '../../platform/reader-keys.ts';
import { CITY_SEED, createCity } from '../../simulators/city/city.ts';
import type { Cardholder } from '../../simulators/city/model.ts';
import { createRandom } from '../../simulators/city/random.ts';
import { toTariffHolders } from '../../simulators/city/tariff-facts.ts';
import { judge, untilCardEnds } from '../../subgraphs/entitlements/outlook.ts';
import { draftLists, type BuildTask, type GroupDraft } from '../../sync/readers/draft-lists.ts';
import type { CardRight, Rights } from '../../sync/readers/rights-port.ts';

export const DAY = parseCityDay('2026-11-21');
export const KEYS = createReaderKeys({
  master: Buffer.alloc(32, 0x51),
  signing: Buffer.alloc(32, 0x52),
});

/** A card of the synthetic city with all by which anybody might know it. */
export type CityCard = {
  readonly number: string;
  readonly cardId: string;
  readonly chipUid: string;
  /** 16 bytes in hexadecimal. */
  readonly token: string;
};

/** Lists of synthetic people, made by the builder of the hub from what its tariff says of each. */
export function createPrivacyCity(people: number) {
  const { cardholders } = createCity({ people, madeOn: DAY, seed: CITY_SEED });
  const facts = [...toTariffHolders(cardholders, DAY, 'Europe/Madrid')];
  const random = createRandom('medium tokens');
  const cards = cardholders.map(({ card }): CityCard => ({
    number: card.number,
    cardId: card.id,
    chipUid: card.chipUid,
    token: random.hex(16),
  }));
  const rights = cards.map((card, index) => toRight(card, cardholders[index], facts[index]));
  return {
    cards,
    /** What each card is in the lists of a group, in the order of `cards`: the hub's secret. */
    keysIn: ({ id }: ReaderGroup, epoch = 1) =>
      rights.map(({ token }) => cardKey(KEYS.groupKey(id, epoch), token)),
    /** @returns The lists of one group: deny, and one for each rulebook. */
    async build(group: ReaderGroup, rulebooks: readonly number[], epoch = 1): Promise<GroupDraft> {
      const task = toTask(group, rulebooks, epoch);
      const builds = { savePart: async () => {}, findParts: async () => [] };
      for await (const draft of draftLists(
        { rights: rightsOf(rights), builds, onProgress },
        task,
      )) {
        return draft;
      }
      throw new Error('no lists were built');
    },
  };
}

const onProgress = () => {};

export function groupOf(id: string): ReaderGroup {
  const group = groupsOfGijon.find((one) => one.id === id);
  if (group === undefined) throw new Error(`there is no group ${id}`);
  return group;
}

function toRight(
  { cardId, token }: CityCard,
  holder: Cardholder | undefined,
  row: ReturnType<typeof toTariffHolders> extends Generator<infer Row> ? Row | undefined : never,
): CardRight {
  if (holder === undefined || row === undefined) throw new Error('somebody is missing');
  const { validDays } = holder.card;
  const lastOn = validDays === null ? null : addDays(DAY, validDays);
  const record = { kind: row.kind, facts: row.facts, passes: [], credits: [] };
  const asOf = { day: DAY, at: new Date(`${DAY}T12:00:00Z`), credits: [] };
  return {
    cardId: parseCardId(cardId),
    version: 1,
    token: parseMediumToken(token),
    // Some cards are blocked, so that there is a deny list too.
    standing: holder.index % 50 === 7 ? 'denied' : 'usable',
    mediumUntil: lastOn,
    outcome(version, { service, id }) {
      const rulebook = rulebooksOfGijon.find((one) => one.version === version);
      if (rulebook === undefined) throw new Error(`there is no rulebook ${version}`);
      return untilCardEnds(judge(record, rulebook, asOf).of(service, id), { lastOn });
    },
  };
}

function rightsOf(rights: readonly CardRight[]): Rights {
  return {
    find: async () => [],
    async *all() {
      yield rights;
    },
    count: async () => rights.length,
  };
}

function toTask(group: ReaderGroup, rulebooks: readonly number[], epoch: number): BuildTask {
  const codeKey = (rulebook: number) => KEYS.codeKey(group.id, epoch, rulebook);
  const allow = rulebooks.map((rulebook) => ({
    name: `rulebook-${rulebook}` as const,
    rulebook,
    codeKey: codeKey(rulebook),
  }));
  const deny = { name: 'deny' as const, rulebook: 0, codeKey: codeKey(0) };
  const lists = [deny, ...allow];
  const task = { group, epoch, key: KEYS.groupKey(group.id, epoch), lists };
  const whole = { after: null, parts: 0, done: 0, cardsPerPart: null };
  return { id: 'privacy', groups: [task], day: DAY, ...whole };
}
