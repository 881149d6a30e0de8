// The way of a change to the readers: npm run bench:sync -- [--people 270512] [--readers 500]
// [--minutes 12] [--parts change,...] [--json FILE]
import { parseArgs } from 'node:util';
import { jsonPathFrom, report, type Figure } from './support/report.ts';
import { changeFigures, doneFigures, runChanges } from './sync/change-part.ts';
import { openStage } from './sync/stage.ts';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '270512' },
    readers: { type: 'string', default: '500' },
    minutes: { type: 'string', default: '12' },
    parts: { type: 'string', default: 'change' },
    json: { type: 'string' },
  },
});
const people = Number(values.people);
const readers = Number(values.readers);
const minutes = Number(values.minutes);
const PER_SECOND = 20;

const startedAt = performance.now();
const tell = (text: string): void => {
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  process.stderr.write(`${String(seconds).padStart(5)} s  ${text}\n`);
};
const figures: Figure[] = [];
{
  await using stage = await openStage({
    ...{ people, readers, tell },
    changes: PER_SECOND * 60 * (minutes + 4),
    passes: Math.min(500, Math.floor(people / 50)),
  });
  figures.push(...stage.figures);
  tell('everybody has every list');
  const part = await runChanges({
    ...{ stage, perSecond: PER_SECOND, seconds: minutes * 60, live: stage.readers, taps: 20 },
  });
  for (const failure of part.changes.failures.slice(0, 3)) tell(failure);
  figures.push(...changeFigures('all well', part), ...doneFigures('all well', part));
}
report(`A change reaches ${readers} readers, ${people} cards`, figures, {
  jsonPath: jsonPathFrom(process.argv),
});
