import { expect, it } from '@jest/globals';
import { UpstreamMalformedError } from '../../../domain/errors.ts';
import { toCharges } from './charges.ts';
import { DEFAULT_INSTITUTION, type Institution } from './institution.ts';

function charges(fine: readonly string[], owed: string | null, rules: Partial<Institution> = {}) {
  const none: readonly string[] = [];
  const lists = { hold: none, overdue: none, charged: none, fine, unavailable: none };
  const counts = { hold: 0, overdue: 0, charged: 0, fine: fine.length, unavailable: 0 };
  return toCharges({ owed, lists, counts }, { ...DEFAULT_INSTITUTION, ...rules });
}

const TOTAL = { id: '1', concept: 'Importe pendiente', amountCents: 450 };

it('gives one charge for each line when they add up to the total', () => {
  expect(charges(['Devolución con retraso 3,50', 'Reserva 1.00'], '4.50')).toEqual([
    { id: '1', concept: 'Devolución con retraso', amountCents: 350 },
    { id: '2', concept: 'Reserva', amountCents: 100 },
  ]);
});

it.each([
  ['one line does not fit the pattern', ['Retraso 3.50', 'Reserva']],
  ['the lines do not add up', ['Retraso 3.50', 'Reserva 0.50']],
  ['a line is a credit', ['Retraso 5.00', 'Abono -0.50']],
  ['there are no lines', []],
  ['a line is longer than any text', [`${' '.repeat(600)} 4.50`]],
])('gives the total alone when %s', (_, lines) => {
  expect(charges(lines, '4.50')).toEqual([TOTAL]);
});

it('takes the number of a charge from a pattern that has one', () => {
  const chargePattern = /^(?<id>\d+): (?<concept>.+) = (?<amount>[\d.]+)$/;
  expect(charges(['812: Retraso = 4.50'], '4.50', { chargePattern })).toEqual([
    { id: '812', concept: 'Retraso', amountCents: 450 },
  ]);
});

it.each([null, '0.0', '-2.00'])('gives none when %j is owed', (owed) => {
  expect(charges([], owed)).toEqual([]);
});

it.each([
  ['lines without a total', ['Retraso 3.50'], null],
  ['a total that is no amount', ['Retraso 3.50'], 'gratis'],
])('refuses %s', (_, lines, owed) => {
  expect(() => charges(lines, owed)).toThrow(UpstreamMalformedError);
});
