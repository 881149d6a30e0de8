import { z } from 'zod';
import { parseCityDay } from '../../domain/city-day.ts';
import { listForm } from '../../platform/subgraph/known-parts.ts';

/** Bills as they are remembered. Payment documents are not: they are told live or not at all. */
export const keptBills = listForm(
  z.object({
    id: z.string(),
    concept: z.string(),
    amountCents: z.int(),
    reference: z.string(),
    dueOn: z.iso.date().transform(parseCityDay),
    state: z.enum(['pending', 'paid', 'overdue']),
  }),
);

export const keptSubsidies = listForm(
  z.object({ billId: z.string(), concept: z.string(), amountCents: z.int() }),
);
