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
import { SYSTEM, type TaxOperation } from './guard.ts';
import type { TariffMarksAccess, TaxAccess } from './port.ts';
import { toRequestHeader, type TaxCaller } from './request-header.ts';
import { readElements, wireFrame } from './wire.ts';

/** One request to the tax office. */
export type TaxCall = {
  readonly operation: TaxOperation;
  readonly parameters: readonly SoapParameter[];
  readonly access: TaxAccess | TariffMarksAccess;
};

export type TaxReply =
  | { readonly kind: 'ok'; readonly body: XmlElement }
  /** The request was understood and nothing was done. */
  | { readonly kind: 'refused'; readonly code: string };

export type WriteReply = TaxReply | { readonly kind: 'unknown' };

/** The SOAP service with guard, purpose and frame; knows nothing of what is asked. */
export type TaxApi = {
  /**
   * @throws {UpstreamUnavailableError} | {UpstreamMalformedError} | {UpstreamRejectedError} As
   *   `SoapClient.call`; also an answer to another request, or one that says "not now".
   */
  send(call: TaxCall, signal: AbortSignal): Promise<TaxReply>;
  /** As `send`, but a request that went out and whose answer was lost is `unknown`, not an error. */
  write(call: TaxCall, signal: AbortSignal): Promise<WriteReply>;
};

export type TaxApiOptions = {
  readonly soap: SoapClient;
  readonly guard: Guard<TaxOperation>;
  readonly caller: TaxCaller;
  /** A name for one request, never used again. */
  readonly newRequestId: () => string;
};

export function createTaxApi({ soap, guard, caller, newRequestId }: TaxApiOptions): TaxApi {
  function attempt(call: TaxCall, signal: AbortSignal, onSend: () => void): Promise<TaxReply> {
    const { operation, parameters, access } = call;
    return guard.run(
      operation,
      async (deadline) => {
        const requestId = newRequestId();
        const header = toRequestHeader(caller, access, requestId);
        onSend();
        return toReply(await soap.call(operation, [header, ...parameters], deadline), requestId);
      },
      { signal },
    );
  }

  return {
    send: (call, signal) => attempt(call, signal, () => {}),
    async write(call, signal) {
      let isSent = false;
      try {
        return await attempt(call, signal, () => {
          isSent = true;
        });
      } catch (error) {
        if (!isSent || isCertain(error)) throw error;
        return { kind: 'unknown' };
      }
    },
  };
}

/** Whether nothing was done, or the error is a bug of ours. */
function isCertain(error: unknown): boolean {
  const isNo = error instanceof UpstreamRejectedError;
  return !(error instanceof HubError) || isNo || wasNotExecuted(error);
}

/**
 * @throws {UpstreamUnavailableError} The tax office is not well: whether it did anything is not known.
 * @throws {UpstreamMalformedError} No frame, or that of another request: a proxy's memory, or a mix-up.
 */
function toReply(answer: SoapAnswer, requestId: string): TaxReply {
  if (answer.kind === 'fault') {
    if (!/^Server\b/.test(answer.faultCode)) {
      return { kind: 'refused', code: answer.detailCode ?? answer.faultCode };
    }
    throw new UpstreamUnavailableError(SYSTEM, 'a fault of the server');
  }
  const frame = readElements(answer.body, wireFrame);
  if (frame.IdPeticion.toLowerCase() !== requestId.toLowerCase()) {
    throw new UpstreamMalformedError(SYSTEM, 'the answer to another request');
  }
  if (frame.CodigoEstado.startsWith('05')) {
    throw new UpstreamUnavailableError(SYSTEM, `state ${frame.CodigoEstado}`);
  }
  if (frame.CodigoEstado !== '0000') return { kind: 'refused', code: frame.CodigoEstado };
  return { kind: 'ok', body: answer.body };
}
