import { cityDayAt, parseCityDay, type CityDay } from '../../domain/city-day.ts';
import { InvalidInputError, UpstreamMalformedError } from '../../domain/errors.ts';
import { parseLinkedAccount, type LinkedAccount } from '../../domain/linked-account.ts';
import { isFailed, type Outcome } from '../../domain/outcome.ts';
import { SYSTEM } from './guard.ts';
import { outcomeOf } from './outcome-of.ts';
import type { Movement, MovementPage, Purse, TransportCard } from './port.ts';
import type { WireBalance, WireCard, WireMovement, WireMovementPage } from './wire.ts';
import { instantOfClock } from './zone-time.ts';

/** @param zone Times without an offset are clock times there. */
export function toCard(wire: WireCard, zone: string): TransportCard {
  return {
    account: toAccount(wire.numeroTarjeta),
    state: wire.estado,
    expiresOn: toDay(wire.fechaCaducidad, zone),
    purses: wire.saldos.map((saldo) => convert(saldo, (value) => toPurse(value, zone))),
  };
}

export function toMovementPage(wire: WireMovementPage, zone: string): MovementPage {
  return {
    movements: wire.movimientos.map((row) => convert(row, (value) => toMovement(value, zone))),
    nextPage: wire.pagina < wire.paginas ? wire.pagina + 1 : null,
  };
}

/** @throws {UpstreamMalformedError} The answer is about another card than the one asked for. */
export function assertSameCard(wire: { readonly numeroTarjeta: string }, asked: LinkedAccount) {
  if (wire.numeroTarjeta === asked) return;
  throw new UpstreamMalformedError(SYSTEM, 'an answer about another card');
}

/** @throws {UpstreamMalformedError} Another page than the one asked for: who follows it would never end, or skip some. */
export function assertSamePage(wire: Pick<WireMovementPage, 'pagina'>, asked: number): void {
  if (wire.pagina === asked) return;
  throw new UpstreamMalformedError(SYSTEM, 'another page of movements than the one asked for');
}

/**
 * An `xs:dateTime`; one without offset is a clock time of the city.
 *
 * @throws {UpstreamMalformedError} A time that no calendar has.
 */
export function toInstant(text: string, zone: string): Date {
  // Date.parse rolls 30 February over to March.
  assertInCalendar(text.slice(0, 10));
  const hasOffset = /(Z|[+-]\d{2}:\d{2})$/.test(text);
  const time = Date.parse(hasOffset ? text : `${text}Z`);
  if (Number.isNaN(time)) throw notInCalendar();
  return hasOffset ? new Date(time) : instantOfClock(time, zone);
}

/**
 * An `xs:date`, whose own offset says nothing about the day; or the `xs:dateTime` of its midnight,
 * as which some servers send it, perhaps told in UTC.
 *
 * @throws {UpstreamMalformedError} A day that no calendar has.
 */
export function toDay(text: string, zone: string): CityDay {
  if (text.includes('T')) return cityDayAt(toInstant(text, zone), zone);
  return assertInCalendar(text.slice(0, 10));
}

function toPurse({ monedero, unidad, importe, fechaSaldo }: WireBalance, zone: string): Purse {
  return {
    name: monedero,
    unit: unidad,
    amount: importe,
    balanceAt: toInstant(fechaSaldo, zone),
  };
}

function toMovement(wire: WireMovement, zone: string): Movement {
  return {
    id: wire.idMovimiento,
    at: toInstant(wire.fechaHora, zone),
    kind: wire.tipo,
    amount: wire.importe,
    unit: wire.unidad,
    line: wire.tipo === 'trip' ? wire.linea : null,
  };
}

function toAccount(text: string): LinkedAccount {
  try {
    return parseLinkedAccount(text);
  } catch (cause) {
    if (!(cause instanceof InvalidInputError)) throw cause;
    throw new UpstreamMalformedError(SYSTEM, 'a card number of another form');
  }
}

function convert<From, To>(outcome: Outcome<From>, toValue: (value: From) => To): Outcome<To> {
  return isFailed(outcome) ? outcome : outcomeOf(() => toValue(outcome.value));
}

function assertInCalendar(day: string): CityDay {
  try {
    return parseCityDay(day);
  } catch {
    throw notInCalendar();
  }
}

function notInCalendar(): UpstreamMalformedError {
  return new UpstreamMalformedError(SYSTEM, 'a date that is not in the calendar');
}
