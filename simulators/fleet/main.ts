import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { parseMediumToken } from '../../domain/card/medium-token.ts';
import { parseFleetPlan } from './fleet-plan.ts';
import { startFleet } from './fleet.ts';

/** What the process that started this one may ask. */
const asked = z.union([
  z.strictObject({
    kind: z.literal('tap'),
    id: z.int(),
    reader: z.string(),
    token: z.string().transform(parseMediumToken),
  }),
  z.strictObject({
    kind: z.literal('habit'),
    id: z.int(),
    reader: z.string(),
    habit: z.union([
      z.strictObject({ kind: z.enum(['well', 'dead']) }),
      z.strictObject({ kind: z.literal('slow'), ms: z.int().min(0) }),
    ]),
  }),
  z.strictObject({ kind: z.literal('reports'), id: z.int() }),
]);

const { values } = parseArgs({
  options: {
    plan: { type: 'string' },
    zone: { type: 'string', default: 'Europe/Madrid' },
    /** A file that gets one line of JSON for each message that a reader has kept: `[ms, reader, held]`. */
    kept: { type: 'string' },
  },
});

/** Ends the program with one sentence. */
function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

if (values.plan === undefined)
  refuse('--plan FILE names the readers; see simulators/fleet/README.md.');
const keptLog = values.kept === undefined ? null : createWriteStream(values.kept, { flags: 'a' });
const fleet = await startFleet({
  plan: parseFleetPlan(JSON.parse(await readFile(values.plan, 'utf8'))),
  zone: values.zone,
  onKept: ({ readerId, held }) => {
    keptLog?.write(
      `${JSON.stringify([Date.now(), readerId, held.map(({ name, sequence }) => [name, sequence])])}\n`,
    );
  },
}).catch((error: unknown) => refuse(error instanceof Error ? error.message : String(error)));

process.on('message', (message) => {
  const parsed = asked.safeParse(message);
  if (!parsed.success) return;
  const { id } = parsed.data;
  try {
    process.send?.({ id, answer: answer(parsed.data) });
  } catch (error) {
    process.send?.({ id, error: error instanceof Error ? error.message : String(error) });
  }
});

function answer(message: z.infer<typeof asked>): unknown {
  switch (message.kind) {
    case 'tap':
      return fleet.tap(message.reader, message.token);
    case 'habit':
      fleet.setHabit(message.reader, message.habit);
      return true;
    case 'reports':
      return [...fleet.members.values()].map(({ reader }) => reader.report());
    default:
      throw new Error('unreachable');
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) {
  process.once(signal, () => void stop());
}

async function stop(): Promise<void> {
  await fleet[Symbol.asyncDispose]();
  keptLog?.end();
  process.removeAllListeners('message');
  if (process.connected) process.disconnect?.();
}

process.send?.({ ready: true, pushPort: fleet.pushPort });
if (process.send === undefined) {
  process.stdout.write(
    `${fleet.members.size} readers; those that the hub calls listen at http://127.0.0.1:${fleet.pushPort}/ID. Ctrl-C stops them.\n`,
  );
}
