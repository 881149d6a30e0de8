import { parseCardNumber } from '../../domain/card-number.ts';
import { cityDayAt, type CityDay } from '../../domain/city-day.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import { parseFact, type Fact } from '../../domain/tariff/fact.ts';
import { OF_RECORDING } from './access.ts';
import { changeRecord } from './change-record.ts';
import { refused, type Refused } from './change-results.ts';
import type { Context } from './context.ts';
import { KINDS, PURPOSES, toShownFact } from './fact-view.ts';
import { assertNotAhead, readDay } from './inputs.ts';
import { assertMay } from './policy.ts';
import type {
  FactRecorded,
  FactWithdrawn,
  RecordFactInput,
  WithdrawFactInput,
} from './schema.generated.ts';

type Done = Pick<FactRecorded, 'fact'> & { readonly __typename: 'FactRecorded' };

/** A holder has a fact of each kind, some past ones, and some that were recorded by mistake. */
const MOST_FACTS = 200;

/** Records what staff saw the evidence of; who has several facts of a kind goes by the latest evidence. */
export async function recordFact(
  input: RecordFactInput,
  context: Context,
): Promise<FactRecorded | Refused> {
  // A malformed number is told to everybody alike.
  parseCardNumber(input.card);
  assertMay('Mutation.recordFact', context.viewer);
  const fact = readFact(input, context);
  const access = { ...OF_RECORDING, ...(fact.consentedOn !== null && { consent: 'given' }) };
  const operation = 'Mutation.recordFact';
  return changeRecord<Done>(
    {
      ...{ operation, input, access },
      decide(record) {
        if (record.kind === 'organisation') return { result: refused('NOT_A_PERSON'), after: null };
        if (record.facts.length >= MOST_FACTS) {
          throw new InvalidInputError(`A holder has at most ${MOST_FACTS} facts, past ones too.`);
        }
        return {
          result: { __typename: 'FactRecorded', fact: toShownFact(fact) },
          after: { ...record, facts: [...record.facts, fact] },
        };
      },
    },
    context,
  );
}

/** @throws {InvalidInputError} Every mistake, all together. */
function readFact(input: RecordFactInput, { clock, newId, zone }: Context): Fact {
  const today = cityDayAt(clock.now(), zone);
  const { kind, bornOn, class: name } = input;
  if (kind === 'BIRTH_DATE' ? name : bornOn) {
    throw new InvalidInputError('A birth date has `bornOn`, every other fact a `class`.');
  }
  const [consentedOn, evidencedOn] = [readDay(input.consentedOn), readDay(input.evidencedOn)];
  assertNotAhead(consentedOn, today, 'The consent');
  assertNotAhead(evidencedOn, today, 'The evidence');
  const isBirth = kind === 'BIRTH_DATE';
  return parseFact({
    id: newId(),
    claim: isBirth ? { kind: 'birth-date', bornOn } : { kind: KINDS[kind], class: name },
    source: 'staff',
    purpose: PURPOSES[input.purpose ?? 'TARIFF'],
    consentedOn,
    firstOn: firstOn(input, today),
    lastOn: readDay(input.lastOn),
    evidencedOn,
    withdrawnAt: null,
  });
}

function firstOn({ firstOn: named, bornOn }: RecordFactInput, today: CityDay): CityDay {
  return readDay(named) ?? readDay(bornOn) ?? today;
}

type Undone = Pick<FactWithdrawn, 'fact'> & { readonly __typename: 'FactWithdrawn' };

/** Safe to repeat: what was withdrawn stays withdrawn since the first time. */
export async function withdrawFact(
  input: WithdrawFactInput,
  context: Context,
): Promise<FactWithdrawn | Refused> {
  const withdrawnAt = context.clock.now();
  const operation = 'Mutation.withdrawFact';
  return changeRecord<Undone>(
    {
      ...{ operation, input, access: OF_RECORDING },
      decide(record) {
        const found = record.facts.find(({ id }) => id === input.factId);
        if (found === undefined) return { result: refused('FACT_UNKNOWN'), after: null };
        const fact = { ...found, withdrawnAt: found.withdrawnAt ?? withdrawnAt };
        const facts = record.facts.map((each) => (each === found ? fact : each));
        return {
          result: { __typename: 'FactWithdrawn', fact: toShownFact(fact) },
          after: found.withdrawnAt === null ? { ...record, facts } : null,
        };
      },
    },
    context,
  );
}
