import { Writable } from 'node:stream';
import { inspect } from 'node:util';
import { expect, it } from '@jest/globals';
import { pino } from 'pino';
import { settle } from '../../domain/outcome.ts';
import { SOCIAL_BONUS_REASONS } from '../../simulators/city/tax-record.ts';
import { fault } from '../support/regional-library.ts';
import {
  ask,
  AT_DESK,
  CITY,
  CONTRIBUTORS,
  createClientOf,
  FOR_TARIFFS,
  startOffice,
  TODAY,
} from './support/tax-office.ts';

/** Any trace of the mark, or of the reasons and the income that are planted with it. */
const MARK = /bono|social|vulnerab|exclusi|numerosa|motivo|renta|income|imponible|\bbaja\b|\bBS\b/i;

/** An open breaker would hide what the office said. */
const PATIENT = { timeoutMs: 5_000, retries: 0, breakerMinimumCalls: 10_000 };

const LISTS = ['bills', 'subsidies'] as const;

/**
 * Everything that the connector says of everybody: results, refusals, errors with causes, log lines. Of
 * the one method that may tell the mark, its failures and what is logged meanwhile.
 */
async function sayEverything(
  prepare: (office: Awaited<ReturnType<typeof startOffice>>) => Promise<void>,
) {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const log = pino({ level: 'trace' }, sink);
  await using office = await startOffice();
  await prepare(office);
  await using client = createClientOf(office, { log, guard: PATIENT });
  const some = CONTRIBUTORS.slice(0, 60);
  const answers = await client.fetchContributors(
    some.map((each) => ask(each, ...LISTS)),
    AT_DESK,
  );
  const marks = await client.fetchTariffMarks(some, FOR_TARIFFS);
  const more: unknown[] = marks.filter((outcome) => 'error' in outcome);
  for (const contributor of some) {
    const bill = { contributor, billId: `R${contributor.slice(1)}-01` };
    more.push(await settle(client.fetchPaymentDocument(bill, AT_DESK)));
    const payment = {
      reference: '000000100095',
      amountCents: 1,
      paidOn: TODAY,
      paymentNumber: 'N',
    };
    more.push(await settle(client.postPayment({ ...bill, ...payment }, AT_DESK)));
  }
  const said = inspect([answers, more, lines], { depth: Infinity, maxArrayLength: Infinity });
  return { said, answers, marks };
}

it('plants every reason of the Social Bonus in the office', () => {
  const planted = CITY.cardholders.flatMap(({ tax }) =>
    (tax?.bills ?? []).flatMap(({ reduction }) =>
      reduction?.isSocialBonus ? reduction.reason : [],
    ),
  );
  expect(new Set(planted)).toEqual(new Set(SOCIAL_BONUS_REASONS));
  expect(planted.length).toBeGreaterThan(20);
});

it('says nothing of the Social Bonus in any answer', async () => {
  const { said, answers, marks } = await sayEverything(async () => {});
  expect(said.match(MARK)).toBeNull();
  expect(inspect(marks, { depth: Infinity })).toMatch(MARK);
  const reduced = answers.flatMap(({ subsidies }) =>
    subsidies !== null && 'value' in subsidies ? subsidies.value : [],
  );
  expect(reduced.length).toBeGreaterThan(20);
});

it.each(['error', 'malformed', 'close', 'refuse'] as const)(
  'says nothing of the Social Bonus at the fault %s',
  async (kind) => {
    const { said } = await sayEverything((office) => office.putFault(fault(kind)));
    expect(said).toContain('UPSTREAM_');
    expect(said.match(MARK)).toBeNull();
  },
);

it('would notice the mark', () => {
  expect(inspect([{ NivelRenta: 'BAJA' }])).toMatch(MARK);
  for (const reason of SOCIAL_BONUS_REASONS) expect(inspect({ reason })).toMatch(MARK);
});
