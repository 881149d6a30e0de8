import type { EntitlementRefusalReason } from './schema.generated.ts';

export type Refused = {
  readonly __typename: 'EntitlementRefused';
  readonly reason: EntitlementRefusalReason;
  readonly message: string;
};

const MESSAGES: Readonly<Record<EntitlementRefusalReason, string>> = {
  CARD_UNKNOWN: 'There is no card with this number.',
  NOT_A_PERSON: 'Facts are about people, and this card is an organisation’s.',
  FACT_UNKNOWN: 'The holder of this card has no fact with this id.',
  PASS_UNKNOWN: 'The holder of this card has no pass with this id.',
  SERVICE_UNKNOWN: 'There is no service with this id. Query.services names them.',
  GROUP_UNKNOWN: 'The service has no reader group with this id.',
};

export function refused(reason: EntitlementRefusalReason): Refused {
  return { __typename: 'EntitlementRefused', reason, message: MESSAGES[reason] };
}
