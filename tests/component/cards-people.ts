import type { Viewer } from '../../domain/viewer.ts';
import { STAFF, type Answer, type Cards } from './cards-harness.ts';

const CONTROL_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';
let used = 0;

/** A DNI that no test has used, from the range that no living person has. */
export function nextDni(): string {
  used += 1;
  return `${String(used).padStart(8, '0')}${CONTROL_LETTERS[used % 23]}`;
}

/** Names one request; a test that repeats a request keeps it. */
export function nextKey(): string {
  used += 1;
  return `test-key-${used}`;
}

export const BIRTH_DATE = '1985-04-12';

export type TestCard = {
  readonly id: string;
  readonly number: string;
  readonly holder: { readonly id: string };
  readonly viewer: Viewer;
  readonly civilId: string;
};

/** What most tests look at. */
const SEEN = `
  id number status validFrom validUntil version isUsable
  municipalLibraryNumber regionalLibraryNumber
  links { system linkedAt accountEnding }
  replacedBy { number status }
  holder { __typename id displayName kind cards { number status } }`;

export function newPerson(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    givenName: 'Ana',
    familyName: 'Núñez García',
    birthDate: BIRTH_DATE,
    civilId: nextDni(),
    ...more,
  };
}

/** One mutation with its input; a key of its own unless one is given. */
export function mutate(
  cards: Cards,
  viewer: Viewer,
  [field, input]: readonly [string, Record<string, unknown>],
): Promise<Answer> {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
  return cards.ask(viewer, mutationText(field, type), {
    input: { idempotencyKey: nextKey(), ...input },
  });
}

const SUCCESS: Readonly<Record<string, string>> = {
  issueCard: 'CardIssued',
  activateCard: 'CardActivated',
  blockCard: 'CardBlocked',
  unblockCard: 'CardUnblocked',
  reportLost: 'CardReportedLost',
  replaceCard: 'CardReplaced',
  cancelCard: 'CardCancelled',
  linkAccount: 'AccountLinked',
  decideLinkProposal: 'LinkProposalDecided',
  unlinkAccount: 'AccountUnlinked',
};

const MORE: Readonly<Record<string, string>> = {
  replaceCard: `... on CardReplaced { oldCard { ${SEEN} } }`,
  linkAccount: `... on LinkProposed { proposalId card { ${SEEN} } }`,
  decideLinkProposal: '... on LinkProposalDecided { status }',
};

function mutationText(field: string, type: string): string {
  const refused = /link/i.test(field) ? 'LinkRefused' : 'CardRefused';
  return `mutation ($input: ${type}!) { result: ${field}(input: $input) {
    __typename
    ... on ${SUCCESS[field]} { card { ${SEEN} } }
    ${MORE[field] ?? ''}
    ... on ${refused} { reason message }
  } }`;
}

/** The result of a mutation that has to work, as it came. */
export async function done(
  cards: Cards,
  viewer: Viewer,
  wish: readonly [string, Record<string, unknown>],
): Promise<{ readonly card: TestCard & Record<string, unknown> } & Record<string, unknown>> {
  const { data, errors } = await mutate(cards, viewer, wish);
  const result = data?.['result'];
  if (!isDone(result)) throw new Error(JSON.stringify({ data, errors }));
  return result;
}

function isDone(
  result: unknown,
): result is { readonly card: TestCard & Record<string, unknown> } & Record<string, unknown> {
  return typeof result === 'object' && result !== null && 'card' in result;
}

/** A person with a card, active unless it is to stay issued. */
export async function givenCard(
  cards: Cards,
  {
    person = newPerson(),
    isActive = true,
    ...more
  }: {
    readonly person?: Record<string, unknown>;
    readonly isActive?: boolean;
    readonly chipUid?: string;
    readonly validUntil?: string;
  } = {},
): Promise<TestCard> {
  const { card } = await done(cards, STAFF, ['issueCard', { person, ...more }]);
  if (isActive) await done(cards, STAFF, ['activateCard', { number: card.number }]);
  const viewer = { kind: 'citizen', id: card.holder.id } as const;
  return { ...card, viewer, civilId: String(person['civilId']) };
}

/** What a mutation answered, its errors aside. */
export async function resultOf(
  cards: Cards,
  viewer: Viewer,
  wish: readonly [string, Record<string, unknown>],
): Promise<unknown> {
  const { data, errors } = await mutate(cards, viewer, wish);
  return data?.['result'] ?? errors?.[0];
}

export async function statusOf(cards: Cards, number: string): Promise<unknown> {
  const { data } = await cards.ask(
    STAFF,
    'query ($n: CardNumber!) { card(number: $n) { status } }',
    {
      n: number,
    },
  );
  return data?.['card'];
}

/** Events of a card, oldest first: `version type`. */
export async function eventsOf(cards: Cards, cardId: string): Promise<readonly string[]> {
  const rows = await cards.connection().collection('outbox').find({ cardId }).toArray();
  return rows
    .map((row) => `${row['version']} ${row['type']}`)
    .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}
