import { childrenOf, escapeXml, type XmlElement } from '../../platform/soap/xml.ts';

export const SOAP_11 = 'http://schemas.xmlsoap.org/soap/envelope/';
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

/** What an operation answers. */
export type SoapReply =
  /** What is inside of `<OperationResponse>`: elements without prefixes, their texts escaped. */
  { readonly xml: string } | { readonly fault: SoapFault };

export type SoapFault = {
  /** `Client`: the request is wrong. `Server`: this system is not well. */
  readonly code: 'Client' | 'Server';
  /** For people. */
  readonly text: string;
  /** For programs, in `<detail><Error><Codigo>`; empty: the fault has no detail. */
  readonly detailCode: string;
};

/** How an answer is spelt: all of it is allowed, or at least seen in the field. */
export type SoapHabits = {
  /** Prefix of the envelope's own elements; `soap` unless told. */
  readonly envelopePrefix?: string;
  /** Prefix of the answer's elements; unless told they have none, and their namespace is the default one. */
  readonly answerPrefix?: string;
  /** Which charset header and declaration name; UTF-8 unless told. */
  readonly claimed?: 'UTF-8' | 'ISO-8859-1';
  /** In which charset the bytes are; UTF-8 unless told. */
  readonly sent?: 'UTF-8' | 'ISO-8859-1';
  /** HTTP status of a fault; 500 unless told, as SOAP 1.1 has it. */
  readonly faultStatus?: 200 | 500;
};

/** An answer as HTTP carries it. */
export type SoapMessage = {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
};

/** One request: the element inside of the body, and the headers. */
export type SoapRequest = {
  readonly operation: string;
  readonly parameters: XmlElement;
  readonly headers: readonly XmlElement[];
};

/** Null for what is no SOAP 1.1 request with one element of this namespace in its body. */
export function toRequest(envelope: XmlElement, namespace: string): SoapRequest | null {
  if (envelope.namespace !== SOAP_11 || envelope.name !== 'Envelope') return null;
  const bodies = childrenOf(envelope, SOAP_11, 'Body');
  const [parameters, ...more] = bodies[0]?.children ?? [];
  if (bodies.length !== 1 || parameters === undefined || more.length > 0) return null;
  if (parameters.namespace !== namespace) return null;
  const headers = childrenOf(envelope, SOAP_11, 'Header').flatMap(({ children }) => children);
  return { operation: parameters.name, parameters, headers };
}

export type Spelling = { readonly namespace: string; readonly habits: SoapHabits };

/** `<OperationResponse>` around the answer. */
export function toAnswer(operation: string, xml: string, spelling: Spelling): SoapMessage {
  const { answerPrefix } = spelling.habits;
  const wrapped = `<${operation}Response>${xml}</${operation}Response>`;
  // Texts are escaped, so that every `<` begins a tag.
  const spelt =
    answerPrefix === undefined
      ? wrapped
      : wrapped.replace(/<(\/?)(?=[A-Za-z])/g, `<$1${answerPrefix}:`);
  const declaration = answerPrefix === undefined ? 'xmlns' : `xmlns:${answerPrefix}`;
  const named = spelt.replace(
    /^(<[^>\s/]+)/,
    `$1 ${declaration}="${escapeXml(spelling.namespace)}"`,
  );
  return toMessage(200, named, spelling.habits);
}

/** `<Fault>`, whose parts are in no namespace, as SOAP 1.1 has it. */
export function toFault({ code, text, detailCode }: SoapFault, spelling: Spelling): SoapMessage {
  const { envelopePrefix: prefix = 'soap', faultStatus = 500 } = spelling.habits;
  const detail =
    detailCode === ''
      ? ''
      : `<detail><t:Error xmlns:t="${escapeXml(spelling.namespace)}"><t:Codigo>${escapeXml(detailCode)}</t:Codigo></t:Error></detail>`;
  const fault =
    `<${prefix}:Fault><faultcode>${prefix}:${code}</faultcode>` +
    `<faultstring>${escapeXml(text)}</faultstring>${detail}</${prefix}:Fault>`;
  return toMessage(faultStatus, fault, spelling.habits);
}

function toMessage(status: number, content: string, habits: SoapHabits): SoapMessage {
  const { envelopePrefix: prefix = 'soap', claimed = 'UTF-8', sent = 'UTF-8' } = habits;
  const xml =
    `<?xml version="1.0" encoding="${claimed}"?>\n` +
    `<${prefix}:Envelope xmlns:${prefix}="${SOAP_11}" xmlns:xsi="${XSI}">` +
    `<${prefix}:Body>${content}</${prefix}:Body></${prefix}:Envelope>`;
  return {
    status,
    contentType: `text/xml; charset=${claimed}`,
    body: sent === 'UTF-8' ? Buffer.from(xml, 'utf8') : toLatin1(xml),
  };
}

/** Characters that ISO 8859-1 lacks are written as their numbers. */
function toLatin1(xml: string): Buffer {
  const spelt = xml.replace(/[^\0-\u{ff}]/gu, (character) => `&#${character.codePointAt(0)};`);
  return Buffer.from(spelt, 'latin1');
}
