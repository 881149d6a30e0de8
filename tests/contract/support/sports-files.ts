import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export const MADE = '2026-11-21T04:00:00+01:00';

export const PASSES = 'num_tarjeta;tipo_abono;fecha_alta;fecha_fin;estado;instalaciones;saldo_bono';
export const PASS =
  '00000001;Bono 10 natación;01/11/2026;30/04/2027;ACTIVO;Piscinas El Coto|Ceares;7,00';
export const BOOKING = '00000001;Pista central;21/11/2026 18:00;21/11/2026 19:00;CONFIRMADA;12';

/** Lines as such files end them. */
export const lines = (...all: string[]): string => all.map((line) => `${line}\r\n`).join('');

/** Puts a file and its mark into a folder. */
export async function deliverTo(
  folder: string,
  name: string,
  content: string | Uint8Array,
  mark = MADE,
): Promise<void> {
  await writeFile(join(folder, `${name}.csv`), content);
  await writeFile(join(folder, `${name}.ok`), mark);
}
