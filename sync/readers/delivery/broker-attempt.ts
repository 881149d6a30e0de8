import type { ReaderBroker } from '../../../connectors/readers/port.ts';
import { UpstreamUnavailableError } from '../../../domain/errors.ts';
import type { Batch, GroupFeed } from './group-feed.ts';
import { judgeAnswer } from './judge-answer.ts';
import { untilHeard, type ReaderLedger } from './reader-ledger.ts';
import type { Attempt } from './reader-line.ts';
import type { WholeListPlaces } from './whole-list-places.ts';

export type BrokerOptions = {
  readonly ledger: ReaderLedger;
  readonly feed: GroupFeed;
  readonly broker: ReaderBroker;
  readonly places: WholeListPlaces;
  /** How long a reader may lack what its group was sent before it gets its own. */
  readonly lagMs: number;
  /** How long it may take to answer what was sent to it alone. */
  readonly answerMs: number;
};

/**
 * One look at a reader behind the broker. Its group's publication reaches it without this; it gets its own
 * when it did not move for `lagMs`, or at once when it says that something is missing. An empty message
 * asks it what it has.
 */
export function createBrokerAttempt(options: BrokerOptions): Attempt {
  const { ledger, feed, lagMs } = options;
  return async (signal) => {
    if (ledger.mustAsk) {
      await sendOwn(options, [], signal);
      ledger.mustAsk = false;
      return 'anew';
    }
    const { held, key, needsWhole, reports, last } = ledger;
    const batch = await (needsWhole ? feed.mending(held) : feed.since(held, key));
    if (batch.length === 0) {
      ledger.needsWhole = false;
      return 'settled';
    }
    const isMissing = needsWhole || last?.answer === 'VersionMismatch' || last?.answer === 'Failed';
    const isHeard = !isMissing && (await untilHeard(ledger, reports, { ms: lagMs, signal }));
    if (isHeard || signal.aborted) return 'again';
    await sendOwn(options, batch, signal);
    return judgeAnswer(ledger, { key, wasWhole: needsWhole });
  };
}

/** @throws {UpstreamUnavailableError} The broker did not take it, or the reader did not answer. */
async function sendOwn(
  { ledger, broker, places, answerMs }: BrokerOptions,
  batch: Batch,
  signal: AbortSignal,
): Promise<void> {
  const { reports, failures, reader } = ledger;
  const publish = () => broker.publishTo(reader.id, batch);
  await places.send(batch, failures > 0, publish, { signal });
  if (await untilHeard(ledger, reports, { ms: answerMs, signal })) return;
  throw new UpstreamUnavailableError('reader', 'no answer by the broker in time');
}
