import { z } from 'zod';
import { LINKED_SYSTEMS } from './domain/linked-account.ts';
import { openDevelopmentKey } from './platform/tokens/development-key.ts';
import { signDevelopmentToken } from './platform/tokens/token.ts';
import { CITY_SEED, createCity } from './simulators/city/city.ts';
import type { Cardholder } from './simulators/city/model.ts';

/** The README's example. */
export const EXAMPLE_QUERY = `query($n: CardNumber!) {
  card(number: $n) {
    number status
    library { loans { title dueOn } source { system asOf freshness } }
    sports { passes { name validUntil } bookings { facility startsAt } source { freshness } }
    transport { purses { amount unit balanceAt } source { freshness } }
    parking { rights { zone validUntil } source { freshness } }
    tax { bills { concept amountCents reference dueOn } source { freshness } }
  }
}`;

/** Cardholders looked at for one whose card can be shown. */
const CANDIDATES = 500;
const TOKEN_SECONDS = 30 * 24 * 60 * 60;

export type WelcomeOptions = {
  /** `http://localhost:4000` */
  readonly origin: string;
  readonly controlPort: number;
  readonly dataDir: string;
  readonly city: { readonly people: number; readonly madeOn: string };
  /** Whether tokens come from an issuer, so that none can be printed here. */
  readonly hasIssuer: boolean;
};

/** What a person reads once everything is ready: where it is, what to try, how to stop. */
export async function welcome(options: WelcomeOptions): Promise<string> {
  const { origin, controlPort, dataDir, hasIssuer } = options;
  const sign = hasIssuer ? null : await signerIn(dataDir);
  const { number, holderId } = await findExample(options, await sign?.('staff', 'staff-1'));
  const token = await sign?.('citizen', holderId);
  const body = JSON.stringify({ query: onOneLine(EXAMPLE_QUERY), variables: { n: number } });
  return `
Tessera is ready: ${origin}/graphql${hasIssuer ? '' : ' (open it in a browser for the explorer)'}

A query for a card of the synthetic city, with the variables {"n":"${number}"}:

${EXAMPLE_QUERY}

The same as its holder, for a terminal${hasIssuer ? `, with a token of the issuer in $TOKEN (role "citizen", sub "${holderId}")` : ''}:

curl -s ${origin}/graphql -H 'content-type: application/json' -H ${token === undefined ? '"authorization: Bearer $TOKEN"' : `'authorization: Bearer ${token}'`} -d '${body}'

${hasIssuer ? '' : 'Another token:      npm run --silent token -- --as staff\n'}Break a system:     curl -X PUT localhost:${controlPort}/faults/library -d '{"kind":"hang"}'   (mend it with "none")
Stop:               Ctrl-C (npm start again keeps the data, npm run reset deletes it)
`;
}

async function signerIn(dataDir: string) {
  const key = await openDevelopmentKey(dataDir);
  return (kind: 'citizen' | 'staff', id: string) =>
    signDevelopmentToken({ key, kind, id, expiresInSeconds: TOKEN_SECONDS });
}

type Example = { readonly number: string; readonly holderId: string };

/** The first card in use with an account in every system; the city may have changed since it was made, which only staff can see. */
async function findExample(
  { origin, city }: WelcomeOptions,
  token: string | undefined,
): Promise<Example> {
  const { cardholders } = createCity({
    ...city,
    people: Math.min(city.people, CANDIDATES),
    seed: CITY_SEED,
  });
  const candidates = cardholders
    .filter(hasEverything)
    .map(({ id, card }) => ({ number: card.number, holderId: id }));
  const numbers = candidates.map((candidate) => candidate.number);
  const inUse = token === undefined ? undefined : await findInUse(origin, token, numbers);
  const example = candidates.find(({ number }) => number === inUse) ?? candidates[0];
  if (example === undefined) throw new Error('The synthetic city is empty: run npm run reset.');
  return example;
}

/** Known to every system there is. */
export function hasEverything(holder: Cardholder): boolean {
  const { municipalLibrary, regionalLibrary, sports, transport, parking, tax } = holder;
  return [municipalLibrary, regionalLibrary, sports, transport, parking, tax].every(
    (record) => record !== null,
  );
}

async function findInUse(
  origin: string,
  token: string,
  numbers: readonly string[],
): Promise<string | undefined> {
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({
      query: 'query($n: [CardNumber!]!) { cards(numbers: $n) { number status links { system } } }',
      variables: { n: numbers },
    }),
  });
  const { data } = foundCards.parse(await response.json());
  return data?.cards.find(
    (card) => card?.status === 'ACTIVE' && card.links.length >= LINKED_SYSTEMS.length,
  )?.number;
}

const foundCards = z.object({
  data: z
    .object({
      cards: z.array(
        z
          .object({ number: z.string(), status: z.string(), links: z.array(z.unknown()) })
          .nullable(),
      ),
    })
    .nullish(),
});

function onOneLine(query: string): string {
  return query.replaceAll(/\s+/g, ' ');
}
