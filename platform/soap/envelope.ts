import { escapeXml } from './xml.ts';

/** One element of a request: its text, or what lies inside; null leaves it out. */
export type SoapParameter = {
  readonly name: string;
  readonly value: string | null | readonly SoapParameter[];
};

/** Name and password in clear text, as a WS-Security UsernameToken carries them. */
export type SoapCredentials = { readonly user: string; readonly password: string };

export const SOAP_NAMESPACE = 'http://schemas.xmlsoap.org/soap/envelope/';

// Source: OASIS, WS-Security UsernameToken Profile 1.0 (2004).
const WSS = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';
const SECURITY_NAMESPACE = `${WSS}-wssecurity-secext-1.0.xsd`;
const PASSWORD_TEXT = `${WSS}-username-token-profile-1.0#PasswordText`;

export type Envelope = {
  readonly namespace: string;
  readonly operation: string;
  readonly parameters: readonly SoapParameter[];
  readonly credentials: SoapCredentials | null;
};

/**
 * A SOAP 1.1 request, document/literal wrapped. Names come from the code and are taken as they are.
 *
 * @throws {XmlError} A value with a character that XML cannot carry.
 */
export function encodeEnvelope({
  namespace,
  operation,
  parameters,
  credentials,
}: Envelope): string {
  const inner = parameters.map(encodeParameter).join('');
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    `<soap:Envelope xmlns:soap="${SOAP_NAMESPACE}">${encodeHeader(credentials)}<soap:Body>` +
    `<t:${operation} xmlns:t="${escapeXml(namespace)}">${inner}</t:${operation}>` +
    '</soap:Body></soap:Envelope>'
  );
}

function encodeParameter({ name, value }: SoapParameter): string {
  if (value === null) return '';
  const inner = typeof value === 'string' ? escapeXml(value) : value.map(encodeParameter).join('');
  return `<t:${name}>${inner}</t:${name}>`;
}

function encodeHeader(credentials: SoapCredentials | null): string {
  if (credentials === null) return '';
  return (
    `<soap:Header><wsse:Security soap:mustUnderstand="1" xmlns:wsse="${SECURITY_NAMESPACE}">` +
    `<wsse:UsernameToken><wsse:Username>${escapeXml(credentials.user)}</wsse:Username>` +
    `<wsse:Password Type="${PASSWORD_TEXT}">${escapeXml(credentials.password)}</wsse:Password>` +
    '</wsse:UsernameToken></wsse:Security></soap:Header>'
  );
}
