import type { Figure } from '../support/report.ts';
import { median } from '../support/load.ts';
import { readProbe, type ProbeSample } from './probe-file.ts';

const MINUTE_MS = 60_000;
const WINDOW_MS = 10_000;
const MIB = 2 ** 20;

/** From the second minute on, when everything is compiled and caches are full … */
const FROM_MINUTE = 2;
/** … so many minutes at each end are compared. */
const ENDS_MINUTES = 2;

/**
 * Growth of the hub's processes between the first and the last two minutes of a time of load. Of each ten
 * seconds the least heap counts: what lies above waits to be collected.
 *
 * @param span When the load began and ended. Shorter than six minutes gives nothing.
 */
export function growthFigures(
  probeFiles: Readonly<Record<string, string>>,
  { from, to }: { readonly from: number; readonly to: number },
): Figure[] {
  const begins = from + FROM_MINUTE * MINUTE_MS;
  if (to - begins < 2 * ENDS_MINUTES * MINUTE_MS) return [];
  return Object.entries(probeFiles).flatMap(([part, path]) => {
    const samples = readProbe(path);
    const first = windows(samples, begins, begins + ENDS_MINUTES * MINUTE_MS);
    const last = windows(samples, to - ENDS_MINUTES * MINUTE_MS, to);
    return (['heap', 'rss'] as const).flatMap((what) => {
      const before = median(first.map((window) => leastOf(window, what)));
      const after = median(last.map((window) => leastOf(window, what)));
      const name = `${part} process, ${what === 'rss' ? 'resident' : 'heap in use'}`;
      return [
        { name: `${name}, from minute ${FROM_MINUTE} on`, value: before / MIB, unit: 'MiB' },
        { name: `${name}, at the end`, value: after / MIB, unit: 'MiB' },
        {
          name: `${name}, growth`,
          value: (100 * (after - before)) / before,
          unit: '%',
          limit: '< 5',
        },
      ];
    });
  });
}

function windows(
  samples: readonly ProbeSample[],
  from: number,
  to: number,
): readonly (readonly ProbeSample[])[] {
  const inside = samples.filter(({ at }) => at >= from && at < to);
  return [...Map.groupBy(inside, ({ at }) => Math.floor((at - from) / WINDOW_MS)).values()];
}

function leastOf(window: readonly ProbeSample[], what: 'heap' | 'rss'): number {
  return Math.min(...window.map((sample) => sample[what]));
}
