import {
  HubError,
  UpstreamMalformedError,
  UpstreamRejectedError,
  UpstreamUnavailableError,
} from '../../domain/errors.ts';
import type { Guard } from '../../platform/guard.ts';
import { wasNotExecuted } from '../../platform/http/legacy-http.ts';
import type { SoapAnswer, SoapClient, SoapParameter } from '../../platform/soap/soap-client.ts';
import type { XmlElement } from '../../platform/soap/xml.ts';
import { SYSTEM, type CardOperation } from './guard.ts';

/** One request to the card back office. */
export type CardCall<T> = {
  readonly operation: CardOperation;
  readonly parameters: readonly SoapParameter[];
  /** @throws {UpstreamMalformedError} The answer is not what the contract says. */
  readonly parse: (answer: XmlElement) => T;
};

export type CardReply<T> =
  | { readonly kind: 'ok'; readonly value: T }
  /** A `Client` fault with its code; null when it has none. */
  | { readonly kind: 'refused'; readonly code: string | null };

/** The back office with guard and faults named; knows nothing of what is asked. */
export type BackOffice = {
  /** @throws {HubError} As `SoapClient.call`; a fault of the server is an outage. */
  send<T>(call: CardCall<T>, signal: AbortSignal): Promise<CardReply<T>>;
  /** As `send`, but a request that went out and whose answer was lost is `unknown`, not an error. */
  write<T>(
    call: CardCall<T>,
    signal: AbortSignal,
  ): Promise<CardReply<T> | { readonly kind: 'unknown' }>;
};

export type BackOfficeOptions = {
  readonly soap: SoapClient;
  readonly guard: Guard<CardOperation>;
};

export function createBackOffice({ soap, guard }: BackOfficeOptions): BackOffice {
  function attempt<T>(call: CardCall<T>, signal: AbortSignal, onSend: () => void) {
    return guard.run(
      call.operation,
      async (sending) => {
        onSend();
        return toReply(await soap.call(call.operation, call.parameters, sending), call);
      },
      { signal },
    );
  }

  return {
    send: (call, signal) => attempt(call, signal, () => {}),
    async write(call, signal) {
      let isSent = false;
      try {
        return await attempt(call, signal, () => (isSent = true));
      } catch (error) {
        if (!(error instanceof HubError) || !isSent || isNoEffect(error)) throw error;
        return { kind: 'unknown' };
      }
    },
  };
}

/** The value of a reply in which only success was expected. */
export function valueOf<T>(reply: CardReply<T>): T {
  if (reply.kind === 'refused') throw toError(reply.code);
  return reply.value;
}

/** Codes are the back office's own short words, nothing about anybody. */
export function toError(code: string | null): UpstreamRejectedError {
  return new UpstreamRejectedError(SYSTEM, code ?? 'a fault without a code');
}

function toReply<T>(answer: SoapAnswer, call: CardCall<T>): CardReply<T> {
  if (answer.kind === 'answer') return { kind: 'ok', value: call.parse(answer.body) };
  const { faultCode, detailCode } = answer;
  if (/^Server\b/.test(faultCode)) {
    throw new UpstreamUnavailableError(SYSTEM, `fault of the server: ${detailCode ?? faultCode}`);
  }
  if (detailCode === 'CREDENCIALES_NO_VALIDAS' || !/^Client\b/.test(faultCode)) {
    // WS-Security, VersionMismatch and MustUnderstand: nobody's request would be taken.
    throw new UpstreamRejectedError(SYSTEM, `fault ${faultCode}: ${detailCode ?? 'no code'}`);
  }
  return { kind: 'refused', code: detailCode };
}

/** The back office certainly did nothing: not reached, or refused at its door. */
function isNoEffect(error: HubError): boolean {
  return error instanceof UpstreamRejectedError || wasNotExecuted(error);
}

/** @throws {UpstreamMalformedError} The answer is about another request than the one sent. */
export function assertSameOperation(
  { idOperacion }: { readonly idOperacion: string },
  operationId: string,
): void {
  if (idOperacion === operationId) return;
  throw new UpstreamMalformedError(SYSTEM, 'an answer about another operation');
}
