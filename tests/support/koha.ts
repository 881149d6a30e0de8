import nock from 'nock';
import { pino } from 'pino';
import { createKohaClient, type KohaOptions } from '../../connectors/library/koha/client.ts';
import type { AccountAsk, LibraryList, LibraryPort } from '../../connectors/library/port.ts';
import { parseLinkedAccount } from '../../domain/linked-account.ts';

export const KOHA = 'http://koha.test';

export const ANA = parseLinkedAccount('R000000001');
export const LEO = parseLinkedAccount('R000000002');

/** A client of the intercepted Koha that repeats nothing, so that every request is one of the test's own. */
export function createTestClient(
  options: Partial<KohaOptions> = {},
): LibraryPort & AsyncDisposable {
  return createKohaClient({
    baseUrl: KOHA,
    clientId: 'hub',
    clientSecret: 'secret',
    log: pino({ level: 'silent' }),
    ...options,
    guard: { retries: 0, timeoutMs: 1_000, ...options.guard },
  });
}

/** Answers one token request; `persist` gives as many as are asked for. */
export function answerToken(token = 'one', lifeSeconds = 3600): nock.Scope {
  return nock(KOHA)
    .post('/api/v1/oauth/token', {
      grant_type: 'client_credentials',
      client_id: 'hub',
      client_secret: 'secret',
    })
    .reply(200, { access_token: token, token_type: 'Bearer', expires_in: lifeSeconds });
}

/** Answers one page of a list and keeps what it was asked. */
export function answerList(
  path: string,
  rows: readonly object[],
  { total = rows.length, status = 200 }: { readonly total?: number; readonly status?: number } = {},
): { readonly asked: URLSearchParams[]; readonly headers: Readonly<Record<string, string>>[] } {
  const asked: URLSearchParams[] = [];
  const headers: Record<string, string>[] = [];
  nock(KOHA)
    .get(`/api/v1${path}`)
    .query(true)
    .reply(function reply(uri) {
      asked.push(new URL(uri, KOHA).searchParams);
      headers.push(this.req.headers);
      return [status, JSON.stringify(rows), { 'X-Total-Count': String(total) }];
    });
  return { asked, headers };
}

/** One person's row as Koha sends it, with what nobody asked for. */
export function patronRow(patronId: number, account: string, more: object = {}): object {
  return {
    patron_id: patronId,
    cardnumber: account,
    surname: 'Synthetic-Surname',
    date_of_birth: '1985-03-02',
    address: 'Synthetic-Street',
    restricted: false,
    patron_card_lost: false,
    expiry_date: '2099-12-31',
    ...more,
  };
}

export function checkoutRow(checkoutId: number, patronId: number, more: object = {}): object {
  return {
    checkout_id: checkoutId,
    patron_id: patronId,
    item_id: checkoutId + 700,
    due_date: '2026-12-04T23:59:00+01:00',
    checkin_date: null,
    ...more,
  };
}

export function holdRow(holdId: number, patronId: number, more: object = {}): object {
  return {
    hold_id: holdId,
    patron_id: patronId,
    biblio_id: 90,
    item_id: 900,
    status: null,
    ...more,
  };
}

export function itemRow(itemId: number, title: string | null, biblioId = itemId + 5_000): object {
  return { item_id: itemId, biblio_id: biblioId, biblio: { title } };
}

export function accountRow(
  lines: readonly (readonly [id: number, euros: number, description?: string | null])[],
): object {
  return {
    balance: 1,
    outstanding_debits: {
      lines: lines.map(([id, euros, description = 'Retraso']) => ({
        account_line_id: id,
        description,
        debit_type: 'OVERDUE',
        amount_outstanding: euros,
      })),
    },
  };
}

export function ask(account: AccountAsk['account'], ...lists: LibraryList[]): AccountAsk {
  return { account, lists: new Set(lists) };
}

/** Every intercepted answer must have been used, and no real network is there. */
export function expectAllAsked(): readonly string[] {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  nock.abortPendingRequests();
  return pending;
}
