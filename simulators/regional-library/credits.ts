import { z } from 'zod';
import { badRequest, invalidBody, notFound, parseJson, type ApiAnswer } from './answer.ts';
import type { Ledger } from './ledger.ts';
import { creditRow } from './rows.ts';

/** Source: Koha-Community/Koha, `patron_account_credit.yaml`: nothing else is allowed in it. */
const creditBody = z.strictObject({
  amount: z.number().min(0),
  credit_type: z.string().optional(),
  library_id: z.string().nullish(),
  account_lines_ids: z.array(z.int()).optional(),
  payment_type: z.string().optional(),
  date: z.iso.date().optional(),
  description: z.string().optional(),
  note: z.string().optional(),
});

/** Recorded each time it is sent: Koha knows no idempotency. */
export function answerCredit(ledger: Ledger, patronId: number, body: string): ApiAnswer {
  const parsed = creditBody.safeParse(parseJson(body));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return invalidBody(`/body/${issue?.path.join('/') ?? ''}`, issue?.message ?? 'Invalid');
  }
  if (ledger.borrower(patronId) === null) return notFound('Patron');
  const { amount, account_lines_ids: lineIds = [], note = '' } = parsed.data;
  const amountCents = Math.round(amount * 100);
  if (amountCents === 0) return badRequest('Invalid parameter: amount');
  const lineId = ledger.addCredit({ patronId, amountCents, lineIds, note });
  const credit = ledger.creditsOf(patronId).find((one) => one.lineId === lineId);
  if (credit === undefined) throw new Error(`credit ${lineId} was not kept`);
  return { status: 201, json: { ...creditRow(credit), patron_id: patronId } };
}
