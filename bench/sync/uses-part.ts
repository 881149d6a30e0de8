import { fork } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';
import type { CardId } from '../../domain/card-id.ts';
import { cardKey } from '../../domain/reader-list/card-key.ts';
import type { Figure } from '../support/report.ts';
import { spread } from './change-part.ts';
import { FIRST_VERSION } from './city-rulebook.ts';
import type { PlannedReader } from './reader-plan.ts';
import type { Stage } from './stage.ts';
import type { UsesSent } from './uses-sender.ts';

/** Readers that upload; no card is held to them otherwise. */
const SENDERS = 50;
/** Cards that come to each of them. */
const CARDS = 1_000;

const keysAnswer = z.object({ epoch: z.int(), key: z.base64url() });

export type UsesOptions = {
  readonly stage: Stage;
  readonly perSecond: number;
  readonly seconds: number;
  /** How often uses were sent before, so that no event comes twice. */
  readonly round: number;
};

/** Uploads uses of real cards as so many readers, each event once. */
export async function sendUses({ stage, ...rate }: UsesOptions): Promise<UsesSent> {
  const senders = stage.readers
    .filter(({ way }) => way === 'poll' || way === 'mqtt')
    .slice(0, SENDERS);
  const tokens = await sampleTokens(stage, senders.length * CARDS);
  const readers = await Promise.all(
    senders.map((reader, index) =>
      toSender(stage, reader, {
        ...rate,
        tokens: tokens.slice(index * CARDS, (index + 1) * CARDS),
        senders: senders.length,
      }),
    ),
  );
  const child = fork(new URL('uses-sender.ts', import.meta.url), { stdio: 'inherit' });
  const gone = once(child, 'exit');
  try {
    child.send({ door: stage.hub.door, readers, ...rate });
    const said = await Promise.race([
      once(child, 'message'),
      gone.then((): never => {
        throw new Error('The process that sends uses has ended.');
      }),
    ]);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what `uses-sender.ts` sends
    return said[0] as UsesSent;
  } finally {
    child.kill();
    await gone;
  }
}

async function sampleTokens(
  { connection, findTokens }: Stage,
  count: number,
): Promise<readonly string[]> {
  const cards = connection.collection<{ readonly _id: CardId }>('cards');
  const found = await cards.find({}).project<{ _id: CardId }>({ _id: 1 }).limit(count).toArray();
  const tokens = await findTokens(found.map(({ _id }) => _id));
  const some = [...tokens.values()];
  // In a small city cards come to several of them.
  return Array.from({ length: count }, (_, index) => some[index % some.length] ?? '');
}

type SenderOptions = Omit<UsesOptions, 'stage'> & {
  readonly tokens: readonly string[];
  readonly senders: number;
};

async function toSender(
  { hub }: Stage,
  { id, group }: PlannedReader,
  { tokens, senders, perSecond, seconds, round }: SenderOptions,
) {
  const token = await hub.token('reader', id);
  const answer = await fetch(`${hub.door}/reader-keys/${group}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { epoch, key } = keysAnswer.parse(await answer.json());
  const groupKey = Buffer.from(key, 'base64url');
  const keys = tokens.map((one) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- from the store
    return Buffer.from(cardKey(groupKey, one as Parameters<typeof cardKey>[1])).toString('hex');
  });
  const each = Math.ceil(perSecond / senders);
  return { id, token, epoch, rulebook: FIRST_VERSION, keys, from: 1 + round * each * seconds };
}

export function usesFigures(name: string, { sent, acknowledged, ...said }: UsesSent): Figure[] {
  return [
    { name: `${name}: uses sent`, value: sent, unit: 'uses' },
    { name: `${name}: acknowledged`, value: acknowledged, unit: 'uses', limit: `${sent}` },
    { name: `${name}: rate`, value: acknowledged / said.seconds, unit: '/s', limit: '>= 5000' },
    {
      name: `${name}: uploads that failed`,
      value: said.failures.length,
      unit: 'uploads',
      limit: '0',
    },
    ...spread(`${name}: due to acknowledged`, said.latencies),
  ];
}
