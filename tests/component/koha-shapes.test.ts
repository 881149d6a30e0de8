import { expect, it } from '@jest/globals';
import { asyncProperty, assert, constant, jsonValue, oneof } from 'fast-check';
import nock from 'nock';
import type { Outcome } from '../../domain/outcome.ts';
import {
  ANA,
  answerToken,
  ask,
  checkoutRow,
  createTestClient,
  itemRow,
  KOHA,
  patronRow,
} from '../support/koha.ts';

const answers = (good: object) => oneof(constant([good]), jsonValue());

it('gives a value or a named failure, whatever JSON comes', async () => {
  nock.disableNetConnect();
  answerToken();
  await using client = createTestClient({
    guard: { breakerMinimumCalls: 1_000, breakerWindow: 1_000 },
  });
  const patrons = answers(patronRow(1, ANA));
  const checkouts = answers(checkoutRow(1, 1));
  const items = answers(itemRow(701, 'Nada'));
  await assert(
    asyncProperty(patrons, checkouts, items, async (...bodies) => {
      for (const [place, path] of ['patrons', 'checkouts', 'items'].entries()) {
        nock(KOHA).get(`/api/v1/${path}`).query(true).reply(200, JSON.stringify(bodies[place]));
        nock(KOHA).get(`/api/v1/${path}`).query(true).reply(200, '[]');
      }
      const [ana] = await client.fetchAccounts([ask(ANA, 'loans')]);
      nock.cleanAll();
      const ends = [ana?.mayBorrow, ana?.loans].map(endOf);
      expect(['value', 'UPSTREAM_MALFORMED', 'UPSTREAM_REJECTED']).toEqual(
        expect.arrayContaining(ends),
      );
    }),
  );
});

function endOf(part: Outcome<unknown> | null | undefined): string {
  if (part === null || part === undefined) return 'nothing';
  return 'value' in part ? 'value' : part.error.code;
}
