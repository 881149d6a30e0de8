import type { GraphQLFormattedError } from 'graphql';
import { z } from 'zod';
import { parseCardId } from '../../domain/card-id.ts';
import {
  ForbiddenError,
  InvalidInputError,
  UnauthenticatedError,
  UpstreamUnavailableError,
} from '../../domain/errors.ts';
import type { Subgraph } from '../../platform/subgraph/subgraph.ts';
import type { CardOf } from './card-ref.ts';

/** Fields hidden from clients; the cards subgraph answers them to the hub's own requests. */
const CARD_BY_NUMBER = `query CardForLibrary($number: CardNumber!) {
  card(number: $number) {
    id version isUsable holder { id } municipalLibraryNumber regionalLibraryNumber
  }
}`;

const answer = z.object({
  card: z
    .object({
      id: z.string().transform(parseCardId),
      version: z.int(),
      isUsable: z.boolean(),
      holder: z.object({ id: z.string() }),
      municipalLibraryNumber: z.string().nullable(),
      regionalLibraryNumber: z.string().nullable(),
    })
    .nullable(),
});

/**
 * Finds cards by asking the cards subgraph on behalf of the viewer, so that its policy holds here
 * too. Each question is a request of its own: what a change is based on is read anew.
 */
export function createCardOf(cards: Subgraph): CardOf {
  return async (number, viewer) => {
    const { data, errors } = await cards.execute({
      query: CARD_BY_NUMBER,
      variables: { number },
      viewer,
      requestKey: {},
    });
    const [error] = errors ?? [];
    if (error !== undefined) throw toFailure(error.toJSON?.() ?? error);
    const { card } = answer.parse(data);
    if (card === null) return null;
    const { holder, ...rest } = card;
    return { ...rest, holderId: holder.id };
  };
}

function toFailure({ message, extensions }: GraphQLFormattedError): Error {
  switch (extensions?.['code']) {
    case 'FORBIDDEN':
      return new ForbiddenError();
    case 'UNAUTHENTICATED':
      return new UnauthenticatedError();
    case 'BAD_USER_INPUT':
      return new InvalidInputError(message);
    case 'UPSTREAM_UNAVAILABLE':
      return new UpstreamUnavailableError('cards', 'did not answer');
    default:
      return new Error(`cards subgraph: ${message}`);
  }
}
