import type { CityDay } from '../../domain/city-day.ts';
import { limitDayOf, parseC60Figures, type C60Figures } from '../../domain/cuaderno60.ts';
import { UpstreamMalformedError } from '../../domain/errors.ts';
import { toDay } from './days.ts';
import { SYSTEM } from './guard.ts';
import { toCents } from './money.ts';
import { trusted } from './trusted.ts';
import type { WireBill, WireDocument } from './wire.ts';

export type BillRules = {
  readonly today: CityDay;
  /** The city's own; null takes bills of any. */
  readonly issuer: string | null;
};

/** Figures that belong together, and the last day on which a bank takes them. */
export type Figures = C60Figures & { readonly dueOn: CityDay };

/**
 * The figures of a bill, everything computed again and compared: nobody finds money again that was
 * sent to a wrong reference.
 *
 * @throws {UpstreamMalformedError} Wrong control digits, another issuer, or another limit date in
 *   the identification than beside it.
 */
export function toFigures(wire: WireBill | WireDocument, { today, issuer }: BillRules): Figures {
  const dueOn = toDay(wire.FechaLimite);
  const figures = trusted(() =>
    parseC60Figures({
      issuer: wire.Emisora,
      reference: wire.Referencia,
      identification: wire.Identificacion,
      amountCents: toCents(wire.Importe),
    }),
  );
  if (issuer !== null && figures.issuer !== issuer) {
    throw new UpstreamMalformedError(SYSTEM, 'a bill of another issuer');
  }
  if (trusted(() => limitDayOf(figures.identification, today)) !== dueOn) {
    throw new UpstreamMalformedError(SYSTEM, 'the limit date is not that of the identification');
  }
  return { ...figures, dueOn };
}
