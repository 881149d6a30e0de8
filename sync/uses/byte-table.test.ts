import { randomBytes } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { createByteTable, emptyBuffers } from './byte-table.ts';

function keys(count: number): readonly Buffer[] {
  return Array.from({ length: count }, () => randomBytes(10));
}

it('finds every key by its ordinal while it grows, and none that was not put', () => {
  const table = createByteTable(10);
  const all = keys(5_000);
  for (const key of all) table.put(key);
  expect(all.every((key, ordinal) => table.find(key) === ordinal)).toBe(true);
  expect(keys(1_000).filter((key) => table.find(key) >= 0)).toEqual([]);
});

it('goes on with the buffers of another table', () => {
  const [first, second] = [keys(2_000), keys(2_000)];
  const made = createByteTable(10, emptyBuffers(10, first.length));
  for (const key of first) made.put(key);
  const table = createByteTable(10, made.buffers());
  for (const key of second) table.put(key);
  expect([...first, ...second].map((key) => table.find(key))).toEqual([...Array(4_000).keys()]);
});

it('keeps the ordinals of the others when a key is put twice', () => {
  const table = createByteTable(10);
  const [one, other] = keys(2);
  for (const key of [one, one, other]) table.put(key ?? Buffer.alloc(10));
  expect([one, other].map((key) => table.find(key ?? Buffer.alloc(10)))).toEqual([0, 2]);
});
