import { setTimeout as pause } from 'node:timers/promises';

type Row = Readonly<Record<string, unknown>>;

/** Says a wish to the hub until it is answered: with its idempotency key that has one effect. */
export type Wish = (mutation: string, input: object, shown: string) => Promise<Row>;

const PATIENCE_MS = 60_000;
const PAUSE_MS = 100;

/** Failures that are over by themselves, as the public contract says. */
const PASSING = new Set(['UPSTREAM_UNAVAILABLE', 'CONFLICT']);

type Answer = {
  readonly data?: Readonly<Record<string, Row | null>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string };
  }[];
};

/**
 * @param shown The selection of the result union.
 * @throws {Error} The hub gave another failure than one that passes, or none of its parts came back.
 */
export function createWish(gateway: string, token: string): Wish {
  return async (mutation, input, shown) => {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const query = `mutation($input: ${type}!) { ${mutation}(input: $input) { __typename ${shown} } }`;
    const giveUpAt = Date.now() + PATIENCE_MS;
    for (;;) {
      const answer = await ask(gateway, token, { query, variables: { input } });
      const done = answer?.data?.[mutation];
      if (done) return done;
      const failures = answer?.errors?.map(({ extensions }) => extensions?.code ?? '') ?? [];
      const isPassing = failures.every((code) => PASSING.has(code));
      if (!isPassing || Date.now() > giveUpAt) {
        throw new Error(`${mutation} ${JSON.stringify(input)}: ${JSON.stringify(answer)}`);
      }
      await pause(PAUSE_MS);
    }
  };
}

/** Null when nobody answered. */
async function ask(gateway: string, token: string, body: object): Promise<Answer | null> {
  try {
    const response = await fetch(`${gateway}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    return (await response.json()) as Answer;
  } catch {
    return null;
  }
}
