import { parseCardNumber } from '../../domain/card-number.ts';
import { cityDayAt } from '../../domain/city-day.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import type { Pass } from '../../domain/tariff/pass.ts';
import type { ServiceId } from '../../domain/tariff/service.ts';
import { OF_RECORDING } from './access.ts';
import { changeRecord } from './change-record.ts';
import { refused, type Refused } from './change-results.ts';
import type { Context } from './context.ts';
import { toShownPass } from './fact-view.ts';
import { readDay } from './inputs.ts';
import { assertMay } from './policy.ts';
import type {
  GrantPassInput,
  PassGranted,
  PassWithdrawn,
  WithdrawPassInput,
} from './schema.generated.ts';
import { findService } from './services.ts';

type Done = Pick<PassGranted, 'pass'> & { readonly __typename: 'PassGranted' };

/** Passes that have not been forgotten, past ones too. */
const MOST_PASSES = 200;

/** Opens one service, or one of its doors, to a card's holder. */
export async function grantPass(
  input: GrantPassInput,
  context: Context,
): Promise<PassGranted | Refused> {
  // A malformed number is told to everybody alike.
  parseCardNumber(input.card);
  assertMay('Mutation.grantPass', context.viewer);
  const service = findService(input.service, context.catalogue);
  if (service === null) return refused('SERVICE_UNKNOWN');
  const group = context.groups.find(({ id }) => id === input.group);
  if (input.group && group?.service !== service) return refused('GROUP_UNKNOWN');
  const pass = toPass(input, { service, group: group?.id ?? null, context });
  const operation = 'Mutation.grantPass';
  return changeRecord<Done>(
    {
      ...{ operation, input, access: OF_RECORDING },
      decide({ passes }) {
        assertRoomForPass(passes);
        return {
          result: { __typename: 'PassGranted', pass: toShownPass(pass) },
          after: { passes: [...passes, pass] },
        };
      },
    },
    context,
  );
}

/** @throws {InvalidInputError} There are too many: every price of the holder would read them. */
export function assertRoomForPass(passes: readonly Pass[]): void {
  if (passes.length >= MOST_PASSES) {
    throw new InvalidInputError(`A holder has at most ${MOST_PASSES} passes, past ones too.`);
  }
}

type Opens = Pick<Pass, 'group'> & { readonly service: ServiceId; readonly context: Context };

function toPass(input: GrantPassInput, { service, group, context }: Opens): Pass {
  const { clock, newId, zone } = context;
  const firstOn = readDay(input.firstOn) ?? cityDayAt(clock.now(), zone);
  const lastOn = readDay(input.lastOn);
  if (lastOn !== null && lastOn < firstOn) {
    throw new InvalidInputError('The last day of the pass is before its first.');
  }
  return { id: newId(), service, group, firstOn, lastOn, withdrawnAt: null };
}

type Undone = Pick<PassWithdrawn, 'pass'> & { readonly __typename: 'PassWithdrawn' };

/** Safe to repeat: what was withdrawn stays withdrawn since the first time. */
export async function withdrawPass(
  input: WithdrawPassInput,
  context: Context,
): Promise<PassWithdrawn | Refused> {
  const withdrawnAt = context.clock.now();
  const operation = 'Mutation.withdrawPass';
  return changeRecord<Undone>(
    {
      ...{ operation, input, access: OF_RECORDING },
      decide(record) {
        const found = record.passes.find(({ id }) => id === input.passId);
        if (found === undefined) return { result: refused('PASS_UNKNOWN'), after: null };
        const pass = { ...found, withdrawnAt: found.withdrawnAt ?? withdrawnAt };
        return {
          result: { __typename: 'PassWithdrawn', pass: toShownPass(pass) },
          after: found.withdrawnAt === null ? withdrawn(record, pass) : null,
        };
      },
    },
    context,
  );
}

function withdrawn<Row extends { readonly passes: readonly Pass[] }>(record: Row, pass: Pass): Row {
  return { ...record, passes: record.passes.map((each) => (each.id === pass.id ? pass : each)) };
}
