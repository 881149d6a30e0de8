import { parseArgs } from 'node:util';
import { startControllerControl } from './control.ts';
import { startController } from './start-controller.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '60000' },
    control: { type: 'string', default: '60080' },
    host: { type: 'string', default: '127.0.0.1' },
    serial: { type: 'string', default: '405419896' },
    slots: { type: 'string', default: '2000' },
    zone: { type: 'string', default: 'Europe/Madrid' },
    journal: { type: 'string' },
  },
});

/** Ends the program with one sentence. */
function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function count(name: 'port' | 'control' | 'serial' | 'slots', most: number): number {
  const value = /^\d{1,10}$/.test(values[name]) ? Number(values[name]) : Number.NaN;
  if (value >= 0 && value <= most) return value;
  return refuse(`--${name} takes 0 to ${most}.`);
}

const { host, zone: timeZone, journal } = values;
const serial = count('serial', 0xffff_ffff);
await using running = new AsyncDisposableStack();
try {
  const controller = running.use(
    await startController({
      serial,
      host,
      port: count('port', 65_535),
      slots: count('slots', 200_000),
      journalPath: journal ?? null,
      timeZone,
    }),
  );
  const control = running.use(
    await startControllerControl(controller, { host, port: count('control', 65_535) }),
  );
  process.stdout
    .write(`Door controller ${serial} listens on UDP ${host}:${controller.port}. Hold a card to door 1:

curl -s -X POST http://${host}:${control.port}/swipes -d '{"number": 6154412, "door": 1}'

Ctrl-C stops it.
`);
} catch (error) {
  refuse(`A port cannot be opened: ${error instanceof Error ? error.message : ''}.`);
}

await new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
});
