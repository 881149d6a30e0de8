import type { IncomingHttpHeaders } from 'node:http';

/** One request, read to its end. */
export type ApiRequest = {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

export type ApiAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Null for no body. */
  readonly json: unknown;
};

/** Status of each kind of error. Source: Open Booking API 1.0 CR3, "OpenBookingError subclasses". */
const STATUSES = {
  IncompleteCustomerDetailsError: 400,
  IncompleteBrokerDetailsError: 400,
  UnnecessaryPaymentDetailsError: 400,
  MissingPaymentDetailsError: 400,
  TotalPaymentDueMismatchError: 400,
  CancellationNotPermittedError: 400,
  PatchContainsExcessivePropertiesError: 400,
  PatchNotAllowedOnPropertyError: 400,
  InvalidAPITokenError: 401,
  NoAPITokenError: 403,
  UnknownOrderError: 404,
  UnknownOrIncorrectEndpointError: 404,
  MethodNotAllowedError: 405,
  IncompleteOrderItemError: 409,
  UnknownOpportunityError: 409,
  UnknownOfferError: 409,
  OpportunityOfferPairNotBookableError: 409,
  OpportunityIsFullError: 409,
  OpportunityHasInsufficientCapacityError: 409,
  UnableToProcessOrderItemError: 409,
  OrderAlreadyExistsError: 500,
  UnexpectedOrderTypeError: 500,
  SellerNotFoundError: 500,
  OrderItemIdInvalidError: 500,
  InternalApplicationError: 500,
} as const;

export type ErrorName = keyof typeof STATUSES;

/** An `OpenBookingError`, alone or against an item of a quote. */
export function errorOf(name: ErrorName, description?: string) {
  return {
    '@type': name,
    name: `${name.replace(/Error$/, '')}.`,
    statusCode: STATUSES[name],
    ...(description === undefined ? {} : { description }),
  };
}

/** An answer that is nothing but an error. */
export function refuse(name: ErrorName, description?: string): ApiAnswer {
  return {
    status: STATUSES[name],
    json: { '@context': 'https://openactive.io/', ...errorOf(name, description) },
  };
}

/** Undefined for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
