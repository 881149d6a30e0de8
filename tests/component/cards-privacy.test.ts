import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { UpstreamUnavailableError } from '../../domain/errors.ts';
import { NOON, STAFF, startCards, type Cards } from './cards-harness.ts';
import { BIRTH_DATE, done, givenCard, mutate, newPerson, type TestCard } from './cards-people.ts';

let cards: Cards;
let card: TestCard;

const ACCOUNT = '7654321098765';
const PIN = '860914';
const NAMES = { givenName: 'Hermenegilda', familyName: 'Zubizarreta Quiñones' };

/** A life with everything personal in it, refusals and failures too. */
beforeAll(async () => {
  cards = await startCards();
  const person = newPerson(NAMES);
  card = await givenCard(cards, { person });
  const { number, viewer } = card;
  const linkWith = (proof: object) =>
    mutate(cards, viewer, ['linkAccount', { number, system: 'LIBRARY', account: ACCOUNT, proof }]);
  const { library } = cards.owners;
  library.verdict = () => Promise.reject(new UpstreamUnavailableError('library', 'down'));
  await linkWith({ pin: PIN });
  library.verdict = async () => 'denied';
  await linkWith({ civilId: card.civilId, birthDate: BIRTH_DATE });
  library.verdict = () => Promise.reject(new Error(`a bug that names ${card.civilId}`));
  await linkWith({ pin: PIN });
  library.verdict = async () => 'cannotTell';
  await linkWith({ civilId: card.civilId, birthDate: BIRTH_DATE });
  library.verdict = async () => 'confirmed';
  await linkWith({ pin: PIN });
  await mutate(cards, STAFF, ['issueCard', { person }]);
  await cards.ask(STAFF, 'query ($c: String) { searchCardholders(civilId: $c) { items { id } } }', {
    c: card.civilId,
  });
  await done(cards, STAFF, ['blockCard', { number, reason: 'SUSPECTED_MISUSE' }]);
});
afterAll(async () => cards[Symbol.asyncDispose]());

/** Everything personal of this life, and ways in which it could be spelled. */
function personal(): readonly string[] {
  const words = [...Object.values(NAMES).flatMap((name) => name.split(' ')), 'Quinones'];
  const facts = [card.civilId, BIRTH_DATE, ACCOUNT, PIN];
  return [...words, ...facts].flatMap((text) => [
    text.toLowerCase(),
    Buffer.from(text).toString('base64').replace(/=+$/, '').slice(0, -1).toLowerCase(),
    Buffer.from(text).toString('hex'),
  ]);
}

function leaksIn(text: string): readonly string[] {
  const lower = text.toLowerCase();
  return personal().filter((secret) => lower.includes(secret));
}

async function everythingStored(): Promise<string> {
  const { db } = cards.connection();
  const names = (await db?.listCollections().toArray())?.map(({ name }) => name) ?? [];
  const dumps = names.map(async (name) => db?.collection(name).find().toArray());
  const indexes = names.map(async (name) => db?.collection(name).indexes());
  return JSON.stringify([names, await Promise.all([...dumps, ...indexes])]);
}

it('keeps nothing personal readable at rest: no row, no key, no index', async () => {
  const stored = await everythingStored();
  expect(leaksIn(stored)).toEqual([]);
  // The dump is a real one: what is no secret is in it.
  expect(stored).toContain(card.number);
  expect(stored).toContain(NOON.toISOString());
});

it('would notice a leak', async () => {
  const planted = cards.connection().collection<{ _id: string; note: string }>('cards');
  await planted.updateOne({ _id: card.id }, { $set: { note: `asked by ${card.civilId}` } });
  expect(leaksIn(await everythingStored())).toEqual([card.civilId.toLowerCase()]);
  await planted.updateOne({ _id: card.id }, { $unset: { note: '' } });
});

it('logs nothing personal, failures included', () => {
  expect(leaksIn(cards.logged())).toEqual([]);
  expect(cards.logged()).toContain('"msg":"bug"');
});

it('never answers with a civil id, birth date, medium token, chip or whole account number', async () => {
  const { data } = await cards.ask(
    STAFF,
    '{ __schema { types { name fields { name } inputFields { name } } } }',
  );
  const { types } = (data?.['__schema'] ?? {}) as {
    readonly types: readonly {
      readonly name: string;
      readonly fields: readonly { readonly name: string }[] | null;
    }[];
  };
  const shown = types.flatMap(({ name, fields }) =>
    (fields ?? []).map((field) => `${name}.${field.name}`),
  );
  expect(shown.filter((field) => /civil|birth|token|uid|chip|account$/i.test(field))).toEqual([
    'Query.cardByChip',
    'Mutation.linkAccount',
    'Mutation.unlinkAccount',
    'LinkProposal.account',
  ]);
});

it('gives the same civil id another hash for another kind of thing', () => {
  const { hash } = cards.secrets;
  expect(hash('civil-id:DNI', card.civilId)).not.toBe(hash('account:library', card.civilId));
});
