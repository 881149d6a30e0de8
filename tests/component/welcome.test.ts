import { expect, it } from '@jest/globals';
import { welcome } from '../../welcome.ts';

it('prints no token where an issuer signs them, and says which one is needed', async () => {
  const text = await welcome({
    origin: 'http://localhost:4000',
    controlPort: 4700,
    dataDir: '/nowhere',
    city: { people: 20, madeOn: '2026-11-21' },
    hasIssuer: true,
  });
  expect(text).toMatch(/with a token of the issuer in \$TOKEN \(role "citizen", sub "[^"]+"\)/);
  expect(text).toMatch(/-H "authorization: Bearer \$TOKEN" -d '\{"query":"query\(\$n/);
  expect(text).not.toMatch(/eyJ|npm run --silent token|explorer/);
});
