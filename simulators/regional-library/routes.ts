import { z } from 'zod';
import {
  badRequest,
  invalidBody,
  notFound,
  parseJson,
  UNAUTHORIZED,
  type ApiAnswer,
  type ApiRequest,
} from './answer.ts';
import { answerCredit } from './credits.ts';
import { forbidden, hasPermission, type Keys } from './keys.ts';
import type { Ledger } from './ledger.ts';
import { answerList } from './listing.ts';
import { accountRow, patronRow } from './rows.ts';
import { createTables, findCheckout, patronIdOfCard } from './tables.ts';

type Route = {
  readonly method: 'GET' | 'POST';
  /** `{id}` stands for a number. */
  readonly path: string;
  /** All of them are needed. */
  readonly permissions: readonly string[];
  readonly answer: (request: ApiRequest, id: number) => ApiAnswer;
};

export type RoutesOptions = {
  readonly ledger: Ledger;
  readonly keys: Keys;
  readonly madeOn: string;
};

/** `METHOD /api/v1/…` with `{id}` for numbers: how calls are counted and routes found. */
export function operationOf(method: string, pathname: string): string {
  return `${method} ${pathname.replace(/\/\d+(?=\/|$)/g, '/{id}')}`;
}

/** Koha's answer to a request: token, permission, then the route itself. */
export function createRoutes(options: RoutesOptions): (request: ApiRequest) => ApiAnswer {
  const routes = new Map(
    [...listRoutes(options), ...patronRoutes(options), ...checkoutRoutes(options)].map((route) => [
      `${route.method} ${route.path}`,
      route,
    ]),
  );
  const { keys } = options;
  return (request) => {
    const operation = operationOf(request.method, request.path);
    if (operation === 'POST /oauth/token') return keys.answerToken(request);
    const route = routes.get(operation);
    if (route === undefined) return notFound('Page');
    const key = keys.keyOf(request);
    if (key === null) return UNAUTHORIZED;
    if (!route.permissions.every((needed) => hasPermission(key, needed))) {
      return forbidden(route.permissions);
    }
    const id = /\/(\d+)(?=\/|$)/.exec(request.path)?.[1];
    return route.answer(request, Number(id));
  };
}

function listRoutes({ ledger, madeOn }: RoutesOptions): readonly Route[] {
  return createTables({ ledger, madeOn }).map((table) => ({
    method: 'GET',
    path: table.path,
    permissions: [table.permission],
    answer: (request) => answerList(table, request),
  }));
}

const CIRCULATION = ['circulate:circulate_remaining_permissions'];
const MONEY = 'updatecharges:remaining_permissions';

function patronRoutes({ ledger, madeOn }: RoutesOptions): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/patrons/{id}',
      permissions: ['borrowers:edit_borrowers'],
      answer: (_request, id) => {
        const borrower = ledger.borrower(id);
        if (borrower === null) return notFound('Patron');
        return { status: 200, json: patronRow(borrower, madeOn) };
      },
    },
    {
      method: 'GET',
      path: '/patrons/{id}/account',
      permissions: ['borrowers:edit_borrowers', MONEY],
      answer: (_request, id) =>
        ledger.borrower(id) === null
          ? notFound('Patron')
          : { status: 200, json: accountRow(ledger.debitsOf(id), ledger.creditsOf(id)) },
    },
    {
      method: 'POST',
      path: '/patrons/{id}/account/credits',
      permissions: [MONEY],
      answer: (request, id) => answerCredit(ledger, id, request.body),
    },
    {
      method: 'POST',
      path: '/auth/password/validation',
      permissions: ['borrowers'],
      answer: (request) => answerPassword(ledger, request.body),
    },
  ];
}

function checkoutRoutes({ ledger }: RoutesOptions): readonly Route[] {
  const renewal = {
    method: 'POST',
    permissions: CIRCULATION,
    answer: (_request: ApiRequest, id: number) => answerRenewal(ledger, id),
  } as const;
  return [
    {
      method: 'GET',
      path: '/checkouts/{id}',
      permissions: CIRCULATION,
      answer: (_request, id) => {
        const row = findCheckout(ledger, id);
        return row === null ? notFound('Checkout') : { status: 200, json: row };
      },
    },
    { ...renewal, path: '/checkouts/{id}/renewal' },
    { ...renewal, path: '/checkouts/{id}/renewals' },
  ];
}

function answerRenewal(ledger: Ledger, checkoutId: number): ApiAnswer {
  if (findCheckout(ledger, checkoutId) === null) return notFound('Checkout');
  const reason = ledger.renew(checkoutId);
  if (reason !== null) {
    return { status: 403, json: { error: `Renewal not authorized (${reason})` } };
  }
  return { status: 201, json: findCheckout(ledger, checkoutId) };
}

/** Every wrong guess is answered alike: who has an account is not told. */
function answerPassword(ledger: Ledger, body: string): ApiAnswer {
  const parsed = passwordBody.safeParse(parseJson(body));
  if (!parsed.success) return invalidBody('/body', 'Expected object with identifier and password.');
  const { identifier, password } = parsed.data;
  const patronId = patronIdOfCard(identifier);
  const borrower = ledger.borrower(patronId);
  if (borrower === null || borrower.record.pin !== password) return badRequest('Validation failed');
  const json = {
    cardnumber: borrower.record.account,
    patron_id: patronId,
    userid: borrower.holder.civilId,
  };
  return { status: 201, json };
}

const passwordBody = z.strictObject({ identifier: z.string(), password: z.string() });
