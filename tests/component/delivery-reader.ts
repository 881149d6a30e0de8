import type { ReaderReport } from '../../connectors/readers/port.ts';
import type { HeldList, ListName } from '../../domain/reader-list/artefact.ts';
import { parseGroupId } from '../../domain/reader-list/group.ts';
import { parseReaderId, type Reader, type ReaderWay } from '../../domain/reader-list/reader.ts';
import { digestOf } from './delivery-lists.ts';

export function reader(id: string, group: string, way: ReaderWay = { kind: 'poll' }): Reader {
  return { id: parseReaderId(id), group: parseGroupId(group), place: 'Here', way };
}

/** What a reader does with the words of `createWordLists`: keeps a step that fits, and a whole list. */
export type WordReader = {
  readonly held: Map<ListName, HeldList>;
  /** Every word that it was given, in order. */
  readonly given: string[];
  take(artefacts: readonly Uint8Array[]): ReaderReport;
  report(): ReaderReport;
};

export function createWordReader(id: string, group: string, skewMs = 0): WordReader {
  const held = new Map<ListName, HeldList>();
  const given: string[] = [];
  const report = (
    answer: ReaderReport['answer'] = 'Accepted',
    refusal: ReaderReport['refusal'] = null,
  ) => ({
    readerId: parseReaderId(id),
    answer,
    refusal,
    held: [...held.values()],
    clock: new Date(Date.now() + skewMs),
  });
  return {
    held,
    given,
    report: () => report(),
    take(artefacts) {
      for (const artefact of artefacts) {
        const word = Buffer.from(artefact.subarray(0, 24)).toString().trim();
        given.push(word);
        const [name, whole, base, step] = parse(word);
        const own = held.get(name);
        const sequence = whole ?? step;
        if (whole === null && (own?.sequence ?? 0) > base) continue;
        if (whole === null && (own?.sequence ?? 0) < base) return report('VersionMismatch', 'gap');
        const isTrue = own === undefined || own.digest === digestOf(group, name, own.sequence);
        if (whole === null && !isTrue) return report('Failed', 'wrongDigest');
        held.set(name, { name, epoch: 1, sequence, digest: digestOf(group, name, sequence) });
      }
      return report();
    },
  };
}

function parse(word: string): [name: ListName, whole: number | null, base: number, step: number] {
  const [name = '', what = ''] = word.split(' ');
  const whole = what.startsWith('*') ? Number(what.slice(1)) : null;
  const [base = 0, step = 0] = what.split('>').map(Number);
  return [name as ListName, whole, base, step];
}
