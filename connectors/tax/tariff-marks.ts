import { z } from 'zod';
import { UpstreamMalformedError } from '../../domain/errors.ts';
import type { LinkedAccount } from '../../domain/linked-account.ts';
import { settle, type Outcome } from '../../domain/outcome.ts';
import { mapBounded } from '../../platform/map-bounded.ts';
import type { TaxApi } from './api.ts';
import { SYSTEM } from './guard.ts';
import type { TariffMarks, TariffMarksAccess } from './port.ts';
import { toRejection, UNKNOWN_CONTRIBUTOR } from './refusals.ts';
import { readElements } from './wire.ts';

/*
 * The one place of the hub that reads the Social Bonus mark and a class of income off the wire. What
 * it gives goes to the store of facts and nowhere else. Of the income there is a class and no amount:
 * an answer with more than the class is not read further.
 */

const INCOME_CLASSES = { BAJA: 'low', OTRA: 'other' } as const;

/** The answer of `ConsultarDatosTarifa`. */
const wireTariffMarks = z.object({
  IdContribuyente: z.string().min(1).max(500),
  /** Nil, or missing, of who has made no return. */
  NivelRenta: z.enum(['BAJA', 'OTRA']).nullable(),
  BonoSocial: z.enum(['S', 'N']),
});

export type TariffMarksReads = {
  readonly api: TaxApi;
  /** Calls of one question that are under way at once. */
  readonly callsAtOnce: number;
  readonly access: TariffMarksAccess;
  readonly signal: AbortSignal;
};

/** One call for each contributor. */
export function fetchTariffMarks(
  reads: TariffMarksReads,
  contributors: readonly LinkedAccount[],
): Promise<readonly Outcome<TariffMarks | null>[]> {
  return mapBounded(contributors, reads.callsAtOnce, (each) => settle(fetchOne(reads, each)));
}

async function fetchOne(
  { api, access, signal }: TariffMarksReads,
  contributor: LinkedAccount,
): Promise<TariffMarks | null> {
  const parameters = [{ name: 'IdContribuyente', value: contributor }];
  const reply = await api.send({ operation: 'ConsultarDatosTarifa', parameters, access }, signal);
  if (reply.kind === 'refused') {
    if (reply.code === UNKNOWN_CONTRIBUTOR) return null;
    throw toRejection(reply.code);
  }
  const { IdContribuyente, NivelRenta, BonoSocial } = readElements(reply.body, wireTariffMarks);
  if (IdContribuyente !== contributor) {
    throw new UpstreamMalformedError(SYSTEM, 'the marks of a contributor that was not asked for');
  }
  return {
    incomeClass: NivelRenta === null ? null : INCOME_CLASSES[NivelRenta],
    hasSocialBonus: BonoSocial === 'S',
  };
}
