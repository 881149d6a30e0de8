import type { CounterBooking, Pass } from '../port.ts';
import { BadFieldError, BadFileError, type BadRow } from './bad-rows.ts';
import { readCount, readDay, readMember, readText, readTime, readWord } from './fields.ts';
import type { ToInstants } from './local-time.ts';
import type { Row } from './table.ts';

export const PASS_COLUMNS = [
  'num_tarjeta',
  'tipo_abono',
  'fecha_alta',
  'fecha_fin',
  'estado',
  'instalaciones',
  'saldo_bono',
] as const;

export const BOOKING_COLUMNS = [
  'num_tarjeta',
  'instalacion',
  'inicio',
  'fin',
  'estado',
  'plazas',
] as const;

/** Whether a pass in this state opens anything. */
const PASS_STATES = new Map([
  ['ACTIVO', true],
  ['SUSPENDIDO', false],
  ['BAJA', false],
  ['CADUCADO', false],
]);

/** Whether a booking in this state is cancelled. */
const BOOKING_STATES = new Map([
  ['CONFIRMADA', false],
  ['ANULADA', true],
]);

/** More reasons tell nobody more. */
const MOST_REASONS = 100;

const ALL_CENTRES = 'TODAS';

/** One row of `abonos.csv`. @throws {BadFieldError} A field is not what its column holds. */
export function toPass(fields: readonly string[]): Pass {
  const [member = '', name = '', from = '', to = '', state = '', centres = '', uses = ''] = fields;
  const startsOn = readDay('fecha_alta', from);
  const endsOn = readDay('fecha_fin', to);
  if (endsOn < startsOn) throw new BadFieldError('fecha_fin is before fecha_alta');
  return {
    member: readMember(member),
    name: readText('tipo_abono', name),
    startsOn,
    endsOn,
    isActive: readWord('estado', state, PASS_STATES),
    centres: centresOf(centres),
    usesLeft: uses === '' ? null : readCount('saldo_bono', uses, 0),
  };
}

/** One row of `reservas.csv`. @throws {BadFieldError} A field is not what its column holds. */
export function createToBooking(toInstants: ToInstants) {
  return (fields: readonly string[]): CounterBooking => {
    const [member = '', facility = '', from = '', to = '', state = '', places = ''] = fields;
    const starts = toInstants(readTime('inicio', from));
    const ends = toInstants(readTime('fin', to));
    // An hour that comes twice is its first pass, unless it then ends before it began.
    const [startsAt] = starts;
    if (startsAt === undefined) {
      throw new BadFieldError('inicio is in the hour that March leaves out');
    }
    const endsAt = ends.find((end) => end > startsAt);
    if (endsAt === undefined) throw new BadFieldError('fin is not after inicio');
    return {
      member: readMember(member),
      facility: readText('instalacion', facility),
      startsAt,
      endsAt,
      isCancelled: readWord('estado', state, BOOKING_STATES),
      places: readCount('plazas', places, 1),
    };
  };
}

/** All rows, or the report of all that are at fault. @throws {BadFileError} At least one is. */
export async function readRows<T>(
  rows: AsyncIterable<Row>,
  columns: readonly string[],
  toValue: (fields: readonly string[]) => T,
): Promise<readonly T[]> {
  const values: T[] = [];
  const bad: BadRow[] = [];
  let others = 0;
  for await (const { line, fields } of rows) {
    const reason = tryRow(fields, columns, (row) => values.push(toValue(row)));
    if (reason === null) continue;
    if (bad.length < MOST_REASONS) bad.push({ line, reason });
    else others += 1;
  }
  if (others > 0) bad.push({ line: null, reason: `and ${others} more` });
  if (bad.length > 0) throw new BadFileError(bad);
  return values;
}

/** Why the row is at fault; null when it is not. */
function tryRow(
  fields: readonly string[],
  columns: readonly string[],
  take: (fields: readonly string[]) => void,
): string | null {
  if (fields.length !== columns.length) {
    return `${fields.length} fields in place of ${columns.length}`;
  }
  try {
    take(fields);
    return null;
  } catch (error) {
    if (error instanceof BadFieldError) return error.message;
    throw error;
  }
}

function centresOf(text: string): readonly string[] {
  if (text === '' || text.toUpperCase() === ALL_CENTRES) return [];
  const names = text.split('|').map((name) => name.trim());
  if (names.includes('')) throw new BadFieldError('instalaciones has a name that is empty');
  return names;
}
