import { randomBytes } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { newMediumToken } from './medium-token.ts';
import { newOpaqueId } from './random-bytes.ts';

it('is sixteen bytes of what randomness gives', () => {
  const bytes = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
  expect(newMediumToken(() => bytes)).toBe('00112233445566778899aabbccddeeff');
});

it('makes ids in the form of a version 4 UUID', () => {
  expect(newOpaqueId(randomBytes)).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
});
