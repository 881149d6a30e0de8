import { existsSync, readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { parseChipUid } from '../../domain/card/chip.ts';
import { wiegandNumber } from '../../connectors/readers/uhppote/wiegand.ts';
import type { Controller } from './devices.ts';

/** How often the controllers' journals are looked at. */
const EVERY_MS = 10;

const entry = z.object({ put: z.string().optional() });

/** When door controllers took a card, as seen from outside; they keep no time themselves. */
export type ControllerLog = Disposable & {
  /** Milliseconds since 1970; null for not yet. */
  arrival(controller: string, chipUid: string): number | null;
  /** Cards that each has taken. */
  taken(): readonly number[];
};

export function followControllers(controllers: readonly Controller[]): ControllerLog {
  const logs = controllers.map(({ reader, journal }) => ({
    ...{ id: reader.id, journal, bytes: 0, lines: 0 },
    arrivals: new Map<number, number>(),
  }));
  const timer = setInterval(() => {
    for (const log of logs) {
      if (!existsSync(log.journal) || statSync(log.journal).size === log.bytes) continue;
      const now = Date.now();
      const text = readFileSync(log.journal, 'utf8');
      const whole = text.split('\n').slice(0, -1);
      for (const line of whole.slice(log.lines)) {
        const { put } = entry.parse(JSON.parse(line));
        if (put === undefined) continue;
        const number = Buffer.from(put, 'hex').readUInt32LE(0);
        if (!log.arrivals.has(number)) log.arrivals.set(number, now);
      }
      log.bytes = Buffer.byteLength(text);
      log.lines = whole.length;
    }
  }, EVERY_MS);
  return {
    arrival(controller, chipUid) {
      const arrivals = logs.find(({ id }) => id === controller)?.arrivals;
      const uid = parseChipUid(chipUid);
      const numbers = ([26, 34] as const).map((format) => wiegandNumber(uid, format));
      const found = numbers.map((number) => arrivals?.get(number)).find((at) => at !== undefined);
      return found ?? null;
    },
    taken: () => logs.map(({ arrivals }) => arrivals.size),
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
