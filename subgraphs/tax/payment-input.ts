import { cityDayAt, parseCityDay, type CityDay } from '../../domain/city-day.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import type { Context } from './context.ts';
import type { PayBillInput } from './schema.generated.ts';

/** A payment as it can be recorded. */
export type Payment = {
  readonly billId: string;
  readonly amountCents: number;
  readonly paymentNumber: string;
  readonly paidOn: CityDay;
  readonly receipt: string | null;
};

/** @throws {InvalidInputError} Something of it cannot be recorded; the sentence says what. */
export function parsePayment(
  { billId, amountCents, paymentNumber, paidOn: paidOnText, receipt }: PayBillInput,
  { clock, zone }: Context,
): Payment {
  assertThat(/^[!-~]{1,64}$/.test(billId), 'The id is not one that a bill has.');
  assertThat(amountCents >= 1, 'The amount must be at least one cent.');
  assertThat(
    /^[0-9A-Z]{1,22}$/.test(paymentNumber),
    'The payment number (NRC) must be 1 to 22 capitals and digits.',
  );
  assertThat(
    receipt === null || receipt === undefined || /^[ -~]{1,40}$/.test(receipt),
    'The receipt must be 1 to 40 printable ASCII characters.',
  );
  const paidOn = parseCityDay(paidOnText);
  assertThat(paidOn <= cityDayAt(clock.now(), zone), 'The day of the payment has not come yet.');
  return { billId, amountCents, paymentNumber, paidOn, receipt: receipt ?? null };
}

function assertThat(isRight: boolean, sentence: string): void {
  if (!isRight) throw new InvalidInputError(sentence);
}
