import type { ReaderCaller, ReaderReport } from '../../../connectors/readers/port.ts';
import type { GroupFeed } from './group-feed.ts';
import { judgeAnswer } from './judge-answer.ts';
import type { ReaderLedger } from './reader-ledger.ts';
import type { Attempt } from './reader-line.ts';
import { beforeLarge, type WholeListPlaces } from './whole-list-places.ts';

export type PushOptions = {
  readonly ledger: ReaderLedger;
  readonly feed: GroupFeed;
  readonly caller: ReaderCaller;
  readonly places: WholeListPlaces;
  readonly note: (report: ReaderReport) => void;
};

/** One call of a reader that the hub calls: asks what it has where that is not known, else sends what it lacks. */
export function createPushAttempt({ ledger, feed, caller, places, note }: PushOptions): Attempt {
  const { reader } = ledger;
  return async (signal, news) => {
    if (ledger.mustAsk) {
      note(await caller.ask(reader, { signal }));
      ledger.mustAsk = false;
      return 'anew';
    }
    const { held, key, needsWhole, failures } = ledger;
    const batch = await (needsWhole ? feed.mending(held) : feed.since(held, key));
    if (batch.length === 0) {
      ledger.needsWhole = false;
      return 'settled';
    }
    // Who is refused does not wait until there is room for a whole list.
    const first = beforeLarge(batch);
    const call = () => caller.send(reader, first, { signal });
    const report = await places.send(first, failures > 0, call, { signal, news });
    if (report === null) return 'anew';
    note(report);
    return judgeAnswer(ledger, { key, wasWhole: needsWhole });
  };
}
