import {
  HubError,
  UpstreamMalformedError,
  UpstreamRejectedError,
  UpstreamUnavailableError,
} from '../../domain/errors.ts';
import { readBoundedBody } from '../http/bounded-body.ts';
import {
  encodeEnvelope,
  SOAP_NAMESPACE,
  type SoapCredentials,
  type SoapParameter,
} from './envelope.ts';
import { childrenOf, DEFAULT_XML_LIMITS, readXml, XmlError, type XmlElement } from './xml.ts';

export type { SoapCredentials, SoapParameter } from './envelope.ts';

export type SoapAnswer =
  | {
      readonly kind: 'answer';
      /** The `…Response` element that lies in the body. */
      readonly body: XmlElement;
    }
  | {
      readonly kind: 'fault';
      /** Local part: `Client`, `Server`, or what a header's standard adds, such as `FailedAuthentication`. */
      readonly faultCode: string;
      /** Text of `Codigo` in the fault's detail; null when there is none that looks like a code. */
      readonly detailCode: string | null;
    };

/** Asks one SOAP 1.1 service, document/literal wrapped. */
export type SoapClient = {
  /**
   * One exchange. A fault is handed back, since only the connector knows what its code means; only a
   * `Server` fault without a code of its own is an outage.
   *
   * No error carries text of the answer, which may be about somebody; `wasNotExecuted` tells of each
   * whether the service certainly did nothing.
   *
   * @param operation Name of the wrapper element; the answer's is the same with `Response`.
   * @throws {UpstreamUnavailableError} No complete answer before the signal fired, 408, 429, 5xx
   *   without a fault, or a `Server` fault without a code.
   * @throws {UpstreamRejectedError} Any other 4xx without a fault.
   * @throws {UpstreamMalformedError} A redirect, HTML, MTOM, no XML, another namespace or operation.
   */
  call(
    operation: string,
    parameters: readonly SoapParameter[],
    signal: AbortSignal,
  ): Promise<SoapAnswer>;
};

export type SoapClientOptions = {
  /** Short name for logs and metrics, never shown to citizens. */
  readonly system: string;
  readonly url: URL;
  /** Of the operations and what lies in them. */
  readonly namespace: string;
  /** Null sends no WS-Security header. */
  readonly credentials: SoapCredentials | null;
  /** Largest answer taken; 4 MiB unless told. */
  readonly maxBytes?: number;
};

/** Holds no connection of its own: those of global `fetch` are shared and kept alive. */
export function createSoapClient(options: SoapClientOptions): SoapClient {
  const { system, namespace, credentials } = options;
  return {
    async call(operation, parameters, signal) {
      const body = encodeEnvelope({ namespace, operation, parameters, credentials });
      const reply = await exchange(options, { operation, body, signal });
      const element = await readBody(system, reply);
      if (element.namespace === SOAP_NAMESPACE && element.name === 'Fault') {
        return toFault(system, reply.status, element);
      }
      if (reply.status >= 300) throw withoutFault(system, reply.status);
      if (element.namespace !== namespace || element.name !== `${operation}Response`) {
        throw new UpstreamMalformedError(system, `no answer to ${operation} in the body`);
      }
      return { kind: 'answer', body: element };
    },
  };
}

type Request = {
  readonly operation: string;
  readonly body: string;
  readonly signal: AbortSignal;
};

type Reply = {
  readonly status: number;
  readonly contentType: string | null;
  readonly bytes: Buffer;
};

async function exchange(
  { system, url, namespace, maxBytes = DEFAULT_XML_LIMITS.maxBytes }: SoapClientOptions,
  { operation, body, signal }: Request,
): Promise<Reply> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        Accept: 'text/xml',
        'Content-Type': 'text/xml; charset=utf-8',
        // Servers refuse the header without its quotes.
        SOAPAction: `"${namespace}#${operation}"`,
      },
      body,
      signal,
      // A login page elsewhere must never be followed with a password in the body.
      redirect: 'manual',
    });
    const bytes = await readBoundedBody(system, response, { maxBytes, signal });
    return { status: response.status, contentType: response.headers.get('content-type'), bytes };
  } catch (cause) {
    if (cause instanceof HubError) throw cause;
    throw new UpstreamUnavailableError(system, 'no complete answer', { cause });
  }
}

/** The first element in the envelope's body. */
async function readBody(
  system: string,
  { status, contentType, bytes }: Reply,
): Promise<XmlElement> {
  if (status >= 300 && status < 400) {
    throw new UpstreamMalformedError(system, `HTTP ${status}: a redirect instead of an answer`);
  }
  try {
    if (/^\s*multipart\//i.test(contentType ?? '')) throw new XmlError('MTOM instead of XML.');
    const envelope = await readXml(bytes, contentType, { maxBytes: bytes.byteLength });
    if (envelope.namespace !== SOAP_NAMESPACE || envelope.name !== 'Envelope') {
      throw new XmlError('No SOAP 1.1 envelope.');
    }
    const [body] = childrenOf(envelope, SOAP_NAMESPACE, 'Body');
    const [first] = body?.children ?? [];
    if (first === undefined) throw new XmlError('Nothing in the body of the envelope.');
    return first;
  } catch (cause) {
    if (status >= 400) throw withoutFault(system, status);
    throw new UpstreamMalformedError(system, 'no SOAP answer', { cause });
  }
}

/** An HTTP failure that no fault explains: a proxy's page, a stopped application, a wrong address. */
function withoutFault(system: string, status: number): HubError {
  const cause = { status };
  return status === 408 || status === 429 || status >= 500
    ? new UpstreamUnavailableError(system, `HTTP ${status}`, { cause })
    : new UpstreamRejectedError(system, `HTTP ${status} without a fault`, { cause });
}

/** With HTTP 200 or 500 alike: some servers never say 500. */
function toFault(system: string, status: number, fault: XmlElement): SoapAnswer {
  const [code] = fault.children.filter(({ name }) => name === 'faultcode');
  const faultCode = code?.text.trim().split(':').at(-1) ?? '';
  if (!/^[A-Za-z.]{1,64}$/.test(faultCode)) {
    throw new UpstreamMalformedError(system, 'a fault without a fault code');
  }
  const [detail] = fault.children.filter(({ name }) => name === 'detail');
  const detailCode = detail === undefined ? null : findCode(detail);
  if (/^Server\b/.test(faultCode) && detailCode === null) {
    throw new UpstreamUnavailableError(system, 'a fault of the server', { cause: { status } });
  }
  return { kind: 'fault', faultCode, detailCode };
}

/** Namespaces of a detail are not looked at: servers give it another on the way. */
function findCode({ children }: XmlElement): string | null {
  for (const child of children) {
    const text = child.text.trim();
    // Free text in place of a code may be about somebody.
    if (child.name === 'Codigo' && /^[A-Z][A-Z0-9_]{0,63}$/.test(text)) return text;
    const deeper = findCode(child);
    if (deeper !== null) return deeper;
  }
  return null;
}
