import type { Clock } from '../../platform/clock.ts';
import type { City } from '../city/city.ts';
import { done, failed, NOT_FOUND, OUTDATED, type ApiAnswer, type ApiRequest } from './answer.ts';
import { answerList, listOf, type Listing, type ListedRow } from './listing.ts';
import { placeRows, specificationRows } from './places.ts';
import { createQuotes } from './quotes.ts';
import type { Register, ResourceKind } from './register.ts';
import { postRight, putRight, rightListing } from './rights.ts';
import { postSession, putSession, sessionListing, sessionRow } from './sessions.ts';

type Route = (request: ApiRequest, id: string) => ApiAnswer;

export type RoutesOptions = {
  readonly city: City;
  readonly register: Register;
  readonly token: string;
  readonly tokenHeader: string;
  readonly zone: string;
  readonly pageSize: number;
  readonly clock: Clock;
};

const RESOURCES = ['/rights/assigned', '/rights/specs', '/places', '/sessions', '/quotes'];

/** `METHOD /v1/…` with `{id}`: how calls are counted and routes found. */
export function operationOf(method: string, pathname: string): string {
  for (const resource of RESOURCES) {
    const [before, after] = pathname.split(`${resource}/`);
    if (after !== undefined && !after.includes('/')) return `${method} ${before}${resource}/{id}`;
  }
  return `${method} ${pathname}`;
}

/** The server's answer to a request: token first, then the route itself. */
export function createRoutes(options: RoutesOptions): (request: ApiRequest) => ApiAnswer {
  const routes = new Map([...listRoutes(options), ...resourceRoutes(options)]);
  const header = options.tokenHeader.toLowerCase();
  return (request) => {
    if (request.headers[header] !== options.token) return failed(401, 'Unauthorized');
    const route = routes.get(operationOf(request.method, request.path));
    if (route === undefined) return NOT_FOUND;
    return route(request, decodeURIComponent(request.path.split('/').at(-1) ?? ''));
  };
}

function listRoutes({ register, city, zone, pageSize, clock }: RoutesOptions) {
  const town = { madeOn: city.options.madeOn, zone };
  const now = () => clock.now();
  const list = (path: string, listing: Listing): [string, Route] => [
    `GET ${path}`,
    (request) => answerList(listing, request, { pageSize, now }),
  ];
  return [
    list('/rights/assigned', rightListing(register)),
    list('/sessions', sessionListing(register)),
    list('/rights/specs', fixedListing(specificationRows(town), ['validity', 'credentials'], [])),
    list('/places', fixedListing(placeRows(town), ['rightSpecifications'], ['type'])),
  ];
}

type FixedRow = { readonly id: string; readonly type: string };

/** A list that never changes; what is not asked for by `expand` is left out. */
function fixedListing(
  rows: readonly FixedRow[],
  expands: readonly string[],
  parameters: readonly string[],
): Listing {
  const madeAt = new Date(0);
  const plain = {
    plates: [],
    specifications: [],
    places: [],
    start: null,
    end: null,
    changedAt: madeAt,
  };
  return {
    expands,
    parameters,
    rows: (_plates, { query }): readonly ListedRow[] => {
      const asked = listOf(query, 'expand') ?? [];
      const left = expands.filter((name) => !asked.includes(name) && !asked.includes('all'));
      return rows.map((row) => ({
        ...plain,
        id: row.id,
        types: [row.type],
        row: Object.fromEntries(Object.entries(row).filter(([name]) => !left.includes(name))),
      }));
    },
    deleted: () => [],
  };
}

function resourceRoutes({ register, zone, clock }: RoutesOptions): readonly [string, Route][] {
  const now = () => clock.now();
  const quotes = createQuotes({ zone, now });
  return [
    ['POST /rights/assigned', ({ body }) => postRight(register, body)],
    ['GET /rights/assigned/{id}', (_, id) => shown(register.right(id))],
    ['PUT /rights/assigned/{id}', ({ body }, id) => putRight(register, id, body)],
    ['DELETE /rights/assigned/{id}', remove('AssignedRight', (id) => register.right(id), register)],
    ['POST /sessions', ({ body }) => postSession(register, body, now())],
    [
      'GET /sessions/{id}',
      ({ query }, id) => {
        const found = register.session(id);
        return shown(found === null ? null : sessionRow(found, register, query));
      },
    ],
    ['PUT /sessions/{id}', ({ body }, id) => putSession(register, id, body, now())],
    ['DELETE /sessions/{id}', remove('Session', (id) => register.session(id), register)],
    ['POST /quotes', ({ body }) => quotes.post(body)],
    ['GET /quotes/{id}', ({ query }, id) => quotes.get(id, query)],
  ];
}

function shown(found: object | null): ApiAnswer {
  return found === null ? NOT_FOUND : { status: 200, json: found };
}

/** The schema asks for a version and gives it no place: it is taken from the query. */
function remove(
  className: ResourceKind,
  find: (id: string) => { readonly version: number } | null,
  register: Register,
): Route {
  return ({ query }, id) => {
    const found = find(id);
    if (found === null) return NOT_FOUND;
    const version = query.get('version');
    if (version === null) return failed(400, 'Did not provide version number');
    if (Number(version) !== found.version) return OUTDATED;
    register.remove(className, id);
    return done(200);
  };
}
