import { UpstreamMalformedError, UpstreamUnavailableError } from '../../domain/errors.ts';
import type { Guard } from '../../platform/guard.ts';
import type { SoapAnswer, SoapClient, SoapParameter } from '../../platform/soap/soap-client.ts';
import type { XmlElement } from '../../platform/soap/xml.ts';
import { SYSTEM, type CensusOperation } from './guard.ts';
import type { CensusAccess } from './port.ts';
import { toRequestHeader, type CensusCaller } from './request-header.ts';
import { readElements, wireFrame } from './wire.ts';

/** One request to the census. */
export type CensusCall<T> = {
  readonly operation: CensusOperation;
  readonly parameter: SoapParameter;
  readonly access: CensusAccess;
  /** Run inside the guard, so that the breaker learns of an answer that cannot be read. */
  readonly read: (body: XmlElement) => T;
};

export type CensusReply<T> =
  | { readonly kind: 'ok'; readonly value: T }
  /** The request was understood and nothing is told. */
  | { readonly kind: 'refused'; readonly code: string };

/** The SOAP service with guard, purpose and frame; knows nothing of what is asked. */
export type CensusApi = {
  /**
   * @throws {UpstreamUnavailableError} | {UpstreamMalformedError} | {UpstreamRejectedError} As
   *   `SoapClient.call`; also an answer to another request, or one that says "not now".
   */
  send<T>(call: CensusCall<T>, signal: AbortSignal): Promise<CensusReply<T>>;
};

export type CensusApiOptions = {
  readonly soap: SoapClient;
  readonly guard: Guard<CensusOperation>;
  readonly caller: CensusCaller;
  /** A name for one request, never used again. */
  readonly newRequestId: () => string;
};

export function createCensusApi({
  soap,
  guard,
  caller,
  newRequestId,
}: CensusApiOptions): CensusApi {
  return {
    send: ({ operation, parameter, access, read }, signal) =>
      guard.run(
        operation,
        async (deadline) => {
          const requestId = newRequestId();
          const header = toRequestHeader(caller, access, requestId);
          const answer = await soap.call(operation, [header, parameter], deadline);
          const reply = toReply(answer, requestId);
          return reply.kind === 'refused' ? reply : { kind: 'ok', value: read(reply.value) };
        },
        { signal },
      ),
  };
}

/**
 * @throws {UpstreamUnavailableError} The census is not well.
 * @throws {UpstreamMalformedError} No frame, or that of another request: a proxy's memory, or a mix-up.
 */
function toReply(answer: SoapAnswer, requestId: string): CensusReply<XmlElement> {
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
  return { kind: 'ok', value: answer.body };
}
