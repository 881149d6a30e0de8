import type { Logger } from 'pino';
import type { Clock } from '../../../platform/clock.ts';
import { decodeTime, encodeAsk, encodeSetTime } from './codec.ts';
import type { Line } from './line.ts';

export type ControllerClockOptions = {
  readonly line: Line;
  readonly serial: number;
  /** IANA name of the zone whose time the controller shows: its cards begin and end at midnight there. */
  readonly timeZone: string;
  /** How far it may be off. */
  readonly toleranceMs: number;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
};

/** Sets the controller's clock when it is off: a wrong one lets cards in before their time or after it. */
export async function keepClock(options: ControllerClockOptions): Promise<void> {
  const { line, serial, timeZone, toleranceMs, clock, log, signal } = options;
  const shown = decodeTime(await line.ask('getTime', encodeAsk('getTime', serial), signal));
  const now = localTime(clock.now(), timeZone);
  const skewMs = shown === null ? null : Date.parse(`${shown}Z`) - Date.parse(`${now}Z`);
  if (skewMs !== null && Math.abs(skewMs) <= toleranceMs) return;
  await line.ask('setTime', encodeSetTime(serial, now), signal);
  log.warn({ controller: serial, skewMs }, 'the clock of a door controller was off and is set');
}

/** `YYYY-MM-DD HH:mm:ss`, which is how the Swedish locale writes instants. */
function localTime(instant: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(instant);
}
