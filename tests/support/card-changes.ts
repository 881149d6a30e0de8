import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../simulators/city/random.ts';
import type { CardInHand, ReaderHub } from './reader-hub.ts';

/** The service that a card opens with a pass and not without one. */
export const PASS_SERVICE = 'restricted-traffic';

/** A card, and what was accepted about it last. */
export type KnownCard = CardInHand & {
  isBlocked: boolean;
  passId: string | null;
  /** Two changes of one card are never under way at once: which came last would not be known. */
  isBusy: boolean;
};

/** Changes of cards through the graph, and what has to follow from them. */
export type CardChanges = {
  readonly cards: readonly KnownCard[];
  /** Cards changed since this was last emptied. */
  readonly touched: Set<KnownCard>;
  /** When the last change was accepted, in the milliseconds of `Date.now`. */
  readonly lastAcceptedAt: number;
  /** Changes accepted so far. */
  readonly accepted: number;
  /** So many changes of different cards, one after the other; resolves when all were accepted. */
  make(count: number, random: Random): Promise<void>;
};

const PATIENCE_MS = 60_000;
const FACTS = [
  ['EMPLOYMENT', 'unemployed'],
  ['EMPLOYMENT', 'employed'],
  ['INCOME', 'low'],
  ['INCOME', 'other'],
  ['DISABILITY', 'from-65'],
  ['LARGE_FAMILY', 'general'],
] as const;

export function createCardChanges(
  { ask }: Pick<ReaderHub, 'ask'>,
  inHand: readonly CardInHand[],
): CardChanges {
  const cards = inHand.map((card): KnownCard => ({
    ...card,
    isBlocked: false,
    passId: null,
    isBusy: false,
  }));
  const touched = new Set<KnownCard>();
  const counts = { last: 0, accepted: 0, wishes: 0 };
  const runKey = Date.now().toString(36);
  const change = async (card: KnownCard, random: Random): Promise<void> => {
    counts.wishes += 1;
    const wish = wishFor(card, random);
    const { mutation, type, fields } = wish;
    const input = { ...wish.input, idempotencyKey: `faults-${runKey}-${counts.wishes}` };
    const query = `mutation($input: ${type}!) { ${mutation}(input: $input) { __typename ${fields} } }`;
    const result = await untilAccepted(ask, query, { input }, mutation);
    wish.follow(result);
    touched.add(card);
    counts.last = Date.now();
    counts.accepted += 1;
  };
  return {
    ...{ cards, touched },
    get lastAcceptedAt() {
      return counts.last;
    },
    get accepted() {
      return counts.accepted;
    },
    async make(count, random) {
      for (let made = 0; made < count; made += 1) {
        const card = random.pick(cards.filter(({ isBusy }) => !isBusy));
        card.isBusy = true;
        await change(card, random).finally(() => {
          card.isBusy = false;
        });
      }
    },
  };
}

type Result = Readonly<Record<string, unknown>>;

/** The same wish with the same key until it has an answer: whatever was cut off is not done twice. */
async function untilAccepted(
  ask: ReaderHub['ask'],
  query: string,
  variables: object,
  mutation: string,
): Promise<Result> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const result = (await ask(query, variables))?.[mutation];
    if (typeof result === 'object' && result !== null) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an object of the graph
      return result as Result;
    }
    if (Date.now() > giveUpAt) throw new Error(`${mutation} was not accepted.`);
    await pause(100);
  }
}

type Wish = {
  readonly mutation: string;
  readonly type: string;
  readonly input: object;
  readonly fields: string;
  readonly follow: (result: Result) => void;
};

function wishFor(card: KnownCard, random: Random): Wish {
  if (card.isBlocked) return unblock(card);
  if (random.chance(40)) return block(card);
  if (random.chance(25)) return fact(card, random);
  return card.passId === null ? grant(card) : withdraw(card, card.passId);
}

function block(card: KnownCard): Wish {
  return {
    ...{ mutation: 'blockCard', type: 'BlockCardInput', fields: '' },
    input: { number: card.number, reason: 'SUSPECTED_MISUSE' },
    follow(result) {
      expectType(result, 'CardBlocked');
      card.isBlocked = true;
    },
  };
}

function unblock(card: KnownCard): Wish {
  return {
    ...{ mutation: 'unblockCard', type: 'UnblockCardInput', fields: '' },
    input: { number: card.number },
    follow(result) {
      expectType(result, 'CardUnblocked');
      card.isBlocked = false;
    },
  };
}

function grant(card: KnownCard): Wish {
  return {
    ...{ mutation: 'grantPass', type: 'GrantPassInput' },
    fields: '... on PassGranted { pass { id } }',
    input: { card: card.number, service: PASS_SERVICE },
    follow(result) {
      expectType(result, 'PassGranted');
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as asked for
      card.passId = (result['pass'] as { readonly id: string }).id;
    },
  };
}

function withdraw(card: KnownCard, passId: string): Wish {
  return {
    ...{ mutation: 'withdrawPass', type: 'WithdrawPassInput', fields: '' },
    input: { card: card.number, passId },
    follow(result) {
      expectType(result, 'PassWithdrawn');
      card.passId = null;
    },
  };
}

function fact(card: KnownCard, random: Random): Wish {
  const [kind, className] = random.pick(FACTS);
  const today = new Date().toISOString();
  return {
    ...{ mutation: 'recordFact', type: 'RecordFactInput' },
    fields: '... on EntitlementRefused { reason message }',
    input: {
      ...{ card: card.number, kind, class: className },
      ...{ consentedOn: today.slice(0, 10), evidencedOn: today.slice(0, 10) },
    },
    follow(result) {
      // Facts are about people only, which the number of a card does not tell.
      if (result['reason'] !== 'NOT_A_PERSON') expectType(result, 'FactRecorded');
    },
  };
}

function expectType(result: Result, wanted: string): void {
  if (result['__typename'] === wanted) return;
  throw new Error(`Instead of ${wanted} came ${JSON.stringify(result)}.`);
}
