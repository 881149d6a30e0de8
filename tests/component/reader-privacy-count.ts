import { parseArgs } from 'node:util';
import { addDays, parseCityDay } from '../../domain/city-day.ts';
import { groupsOfGijon } from '../../domain/reader-list/groups-of-gijon.ts';
import { naturalPair, pairKey } from '../../domain/reader-list/pairs.ts';
import { rulebooksOfGijon } from '../../domain/tariff/rulebooks-of-gijon.ts';
import { createCardholder } from '../../simulators/city/cardholder.ts';
import { CITY_SEED } from '../../simulators/city/city.ts';
import type { Cardholder } from '../../simulators/city/model.ts';
import { createRandom } from '../../simulators/city/random.ts';
import { toTariffHolders } from '../../simulators/city/tariff-facts.ts';
import { judge, untilCardEnds } from '../../subgraphs/entitlements/outlook.ts';

// Judges a part of the synthetic city by the code of the hub and prints, as JSON, how many cards have
// each natural pair at each reader group: `{ "GROUP rulebook VERSION": { PAIR: CARDS } }`. A program of
// its own, so that two of them use both cores.

const { values } = parseArgs({
  options: {
    from: { type: 'string', default: '0' },
    to: { type: 'string', default: '1000' },
    people: { type: 'string', default: '1000' },
    day: { type: 'string', default: '2026-11-21' },
  },
});
const day = parseCityDay(values.day);
const at = new Date(`${day}T12:00:00Z`);

function* cardholders(): Generator<Cardholder> {
  const options = { people: Number(values.people), madeOn: day, seed: CITY_SEED };
  for (let index = Number(values.from); index < Number(values.to); index += 1) {
    yield createCardholder(index, createRandom(`${CITY_SEED}:${index}`), options);
  }
}

/** Groups of one service say the same of everybody here: passes of single doors are left to other tests. */
const services = [...new Set(groupsOfGijon.map(({ service }) => service))];
const counts: Record<string, Record<string, number>> = {};
for (const { kind, facts, validUntil } of toTariffHolders(cardholders(), day, 'Europe/Madrid')) {
  const lastOn =
    validUntil === null ? null : addDays(parseCityDay(validUntil.toISOString().slice(0, 10)), -1);
  const record = { kind, facts, passes: [], credits: [] };
  const asOf = { day, at, credits: [] };
  for (const rulebook of rulebooksOfGijon) {
    const outlooks = judge(record, rulebook, asOf);
    for (const service of services) {
      const outcome = untilCardEnds(outlooks.of(service, null), { lastOn });
      if (outcome === null) continue;
      const of = (counts[`${service} rulebook ${rulebook.version}`] ??= {});
      const pair = pairKey(naturalPair(outcome));
      of[pair] = (of[pair] ?? 0) + 1;
    }
  }
}
process.stdout.write(JSON.stringify(counts));
