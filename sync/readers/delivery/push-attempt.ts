import type { ReaderCaller, ReaderReport } from '../../../connectors/readers/port.ts';
import type { GroupFeed } from './group-feed.ts';
import { judgeAnswer } from './judge-answer.ts';
import type { ReaderLedger } from './reader-ledger.ts';
import type { Attempt } from './reader-line.ts';
import type { WholeListPlaces } from './whole-list-places.ts';

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
  return async (signal) => {
    if (ledger.mustAsk) {
      note(await caller.ask(reader, { signal }));
      ledger.mustAsk = false;
      return 'asked';
    }
    const { held, key, needsWhole, failures } = ledger;
    const batch = await (needsWhole ? feed.mending(held) : feed.since(held, key));
    if (batch.length === 0) {
      ledger.needsWhole = false;
      return 'settled';
    }
    const call = () => caller.send(reader, batch, { signal });
    note(await places.send(batch, failures > 0, call, signal));
    return judgeAnswer(ledger, { key, wasWhole: needsWhole });
  };
}
