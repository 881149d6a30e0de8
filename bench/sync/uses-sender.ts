// Uploads uses at the readers' door at a steady rate, in a process of its own: told what in one message
// from the process that started it, it answers with what it saw, and ends.
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { z } from 'zod';

const order = z.object({
  door: z.string(),
  /** Each sends its part; nobody else uploads for them. */
  readers: z.array(
    z.object({
      id: z.string(),
      token: z.string(),
      epoch: z.int(),
      rulebook: z.int(),
      /** Keys of cards in its group, hexadecimal; and the sequence of its first event. */
      keys: z.array(z.string()),
      from: z.int(),
    }),
  ),
  perSecond: z.int(),
  seconds: z.int(),
});

const answer = z.object({ acknowledgedThrough: z.int() });

type Order = z.infer<typeof order>;
type SendingReader = Order['readers'][number];

export type UsesSent = {
  readonly sent: number;
  readonly acknowledged: number;
  readonly failures: readonly string[];
  /** Milliseconds from an upload to its acknowledgement. */
  readonly latencies: readonly number[];
  readonly seconds: number;
};

process.once('message', (message) => {
  void send(order.parse(message)).then((said) =>
    process.send?.(said, () => process.disconnect?.()),
  );
});

/** Every reader uploads once a second, at its own moment of it. */
async function send({ door, readers, perSecond, seconds }: Order): Promise<UsesSent> {
  const each = Math.ceil(perSecond / readers.length);
  const pool = new Pool(door, { connections: readers.length, pipelining: 1 });
  const latencies: number[] = [];
  const failures: string[] = [];
  let acknowledged = 0;
  const startedAt = performance.now();
  const sendAll = async (reader: SendingReader, index: number): Promise<void> => {
    for (let second = 0; second < seconds; second += 1) {
      const due = startedAt + (second + index / readers.length) * 1_000;
      await pause(Math.max(0, due - performance.now()));
      const from = reader.from + second * each;
      try {
        // Late uploads count from the moment at which they were due.
        const through = await upload(pool, reader, { from, count: each });
        latencies.push(performance.now() - due);
        if (through >= from + each - 1) acknowledged += each;
        else failures.push(`${reader.id}: acknowledged through ${through}`);
      } catch (error) {
        failures.push(String(error));
      }
    }
  };
  await Promise.all(readers.map(sendAll));
  const took = (performance.now() - startedAt) / 1_000;
  await pool.close();
  const sent = each * readers.length * seconds;
  return { sent, acknowledged, failures, latencies, seconds: took };
}

/** @returns Through which event nothing is missing at the hub. */
async function upload(
  pool: Pool,
  { id, token, epoch, rulebook, keys }: SendingReader,
  { from, count }: { readonly from: number; readonly count: number },
): Promise<number> {
  const at = new Date().toISOString();
  const events = Array.from({ length: count }, (_, place) => ({
    sequence: from + place,
    at,
    result: 'accepted',
    cardKey: keys[(from + place) % keys.length] ?? randomBytes(10).toString('hex'),
    ...{ epoch, rulebook, code: 1 },
  }));
  const { statusCode, body } = await pool.request({
    method: 'POST',
    path: '/reader-events',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ readerId: id, events }),
  });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`${statusCode} ${text.slice(0, 100)}`);
  return answer.parse(JSON.parse(text)).acknowledgedThrough;
}
