import type { TopUpOutcome } from '../../connectors/transport/port.ts';
import { parseCardNumber } from '../../domain/card-number.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import { parseLinkedAccount } from '../../domain/linked-account.ts';
import { final, onceKey, type Attempt, type Attempted } from '../../platform/stores/idempotency.ts';
import {
  assertTimeLeft,
  forgetLastKnown,
  sendWrite,
  sendWriteAgain,
} from '../../platform/subgraph/legacy-write.ts';
import { linkedAccountOf, type CardRef } from './card-ref.ts';
import type { Context } from './context.ts';
import { assertMay } from './policy.ts';
import type { TopUpInput } from './schema.generated.ts';
import {
  amountRefusal,
  OUTCOME_UNKNOWN,
  pending,
  refused,
  type TopUpAnswer,
} from './top-up-results.ts';

/** Noted before sending: the back office knows the top-up by this id and carries it out once. */
type Notes = { readonly account: string; readonly operationId: string };

const OPERATION = 'Mutation.topUp';

/**
 * Adds money to a card, at most once for a key. A first attempt notes the operation's id and sends;
 * when the answer is lost, the same key sends that same id again, which has no second effect and
 * tells how the first one ended.
 */
export async function topUp(input: TopUpInput, context: Context): Promise<TopUpAnswer> {
  const number = parseCardNumber(input.card);
  assertMay(OPERATION, context.viewer);
  if (!/^[ -~]{1,40}$/.test(input.receipt)) {
    throw new InvalidInputError('The receipt must be 1 to 40 printable ASCII characters.');
  }
  const card = await context.cardOf(number, context.viewer);
  return context.once.aroundCall<TopUpAnswer, Notes>(
    onceKey(context.viewer, OPERATION, input),
    async (attempt) => {
      // Without notes nothing was sent: they are kept before.
      if (attempt.notes !== null) return sendAgain(card, input, { notes: attempt.notes, context });
      if (card === null) return final(refused('CARD_UNKNOWN'));
      return sendFirst({ card, input }, attempt, context);
    },
  );
}

type Task = { readonly card: CardRef; readonly input: TopUpInput };

async function sendFirst(
  task: Task,
  attempt: Attempt<Notes>,
  context: Context,
): Promise<Attempted<TopUpAnswer>> {
  const { card, input } = task;
  const tooMuchOrLittle = amountRefusal(input.amountCents, context.topUpLimits);
  if (tooMuchOrLittle !== null) return final(tooMuchOrLittle);
  if (!card.isUsable) return final(refused('CARD_NOT_USABLE'));
  const account = linkedAccountOf(card);
  if (account === null) return final(refused('NOT_LINKED'));
  const notes = { account, operationId: context.newOperationId() };
  assertTimeLeft('transport', context.signal);
  await attempt.note(notes);
  return toAttempted(await send(task, notes, { context, write: sendWrite }), input);
}

/** The money was taken when the card was usable, so this does not ask whether it still is. */
async function sendAgain(
  card: CardRef | null,
  input: TopUpInput,
  { notes, context }: { readonly notes: Notes; readonly context: Context },
): Promise<Attempted<TopUpAnswer>> {
  // Sent to a card that is not the holder's any more, it could be the first to arrive there.
  if (card === null || linkedAccountOf(card) !== notes.account) {
    return toAttempted({ kind: 'unknown' }, input);
  }
  const task = { card, input };
  return toAttempted(await send(task, notes, { context, write: sendWriteAgain }), input);
}

async function send(
  { card, input }: Task,
  { account, operationId }: Notes,
  { context, write }: { readonly context: Context; readonly write: typeof sendWrite },
): Promise<TopUpOutcome> {
  const topUpToSend = {
    account: parseLinkedAccount(account),
    amountCents: input.amountCents,
    operationId,
  };
  const call = () => context.transport.postTopUp(topUpToSend, { signal: context.deadline });
  const outcome = await write(OPERATION, call, context);
  await forgetLastKnown(card, context);
  return outcome;
}

function toAttempted(
  { kind }: TopUpOutcome,
  { amountCents, receipt }: TopUpInput,
): Attempted<TopUpAnswer> {
  if (kind === 'unknown') return { result: OUTCOME_UNKNOWN, isFinal: false };
  return final(kind === 'refused' ? refused('TRANSPORT_REFUSED') : pending(amountCents, receipt));
}
