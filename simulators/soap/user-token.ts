import { createHash } from 'node:crypto';
import { childrenOf, childText, type XmlElement } from '../../platform/soap/xml.ts';

const WSSE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';
const WSU = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd';

export type SoapCredentials = { readonly user: string; readonly password: string };

/**
 * Whether a header is a UsernameToken of these credentials, its password as text or as digest.
 * Source: OASIS Web Services Security UsernameToken Profile 1.0, section 3.1.
 */
export function hasUserToken(
  headers: readonly XmlElement[],
  { user, password }: SoapCredentials,
): boolean {
  const tokens = headers
    .filter(({ namespace, name }) => namespace === WSSE && name === 'Security')
    .flatMap((security) => childrenOf(security, WSSE, 'UsernameToken'));
  return tokens.some(
    (token) => childText(token, WSSE, 'Username') === user && hasPassword(token, password),
  );
}

function hasPassword(token: XmlElement, password: string): boolean {
  const [given] = childrenOf(token, WSSE, 'Password');
  if (given === undefined) return false;
  if (!(given.attributes.get('Type') ?? '').endsWith('#PasswordDigest')) {
    return given.text === password;
  }
  const nonce = Buffer.from(childText(token, WSSE, 'Nonce') ?? '', 'base64');
  const created = childText(token, WSU, 'Created') ?? '';
  const digest = createHash('sha1').update(nonce).update(created).update(password);
  return given.text === digest.digest('base64');
}
