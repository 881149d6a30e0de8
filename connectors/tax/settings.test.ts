import { expect, it } from '@jest/globals';
import { taxSystemSettings } from './settings.ts';

const settings = { HUB_TAX_URL: 'http://tax.test/soap', HUB_TAX_USER: 'a', HUB_TAX_PASSWORD: 'b' };

function issuerOf(HUB_TAX_ISSUER?: string) {
  return taxSystemSettings.safeParse({ ...settings, HUB_TAX_ISSUER }).data?.HUB_TAX_ISSUER ?? null;
}

it('takes an issuer whose check digit is right, or none', () => {
  expect([issuerOf('330243'), issuerOf()]).toEqual(['330243', null]);
});

// Each bill would be refused at run time.
it.each(['330244', '33024', '3302430', 'Gijon3'])('refuses the issuer %s at start', (issuer) => {
  const { error } = taxSystemSettings.safeParse({ ...settings, HUB_TAX_ISSUER: issuer });
  expect(error?.issues.map(({ message }) => message)).toEqual([
    'must be six digits: five of the municipality and their check digit',
  ]);
});
