import { randomBytes } from 'node:crypto';
import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { MediumToken } from '../../domain/card/medium-token.ts';
import { cardKey } from '../../domain/reader-list/card-key.ts';
import { createCardKeyer, tokenWords } from './card-keyer.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

it('knows cards by the same keys as readers do', () => {
  fc.assert(
    fc.property(bytes(32), fc.array(bytes(16), { minLength: 1 }), (groupKey, tokens) => {
      const keyer = createCardKeyer(groupKey);
      for (const one of tokens) {
        const token = Buffer.from(one).toString('hex') as MediumToken;
        const key = Buffer.from(keyer.keyOf(tokenWords(token))).toString('hex');
        expect(key).toBe(Buffer.from(cardKey(groupKey, token)).toString('hex'));
      }
    }),
    { numRuns: 300 },
  );
});

it.each(['', 'ab', randomBytes(17).toString('hex'), 'z'.repeat(32)])(
  'takes no token of another shape',
  (text) => {
    expect(() => tokenWords(text as MediumToken)).toThrow('16 bytes in hexadecimal');
  },
);
