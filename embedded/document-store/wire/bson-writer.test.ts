import { deserialize, serialize, ObjectId, Timestamp } from 'bson';
import { expect, it } from '@jest/globals';
import { RawDoc, RawDocs, writeReply, type ReplyDoc } from './bson-writer.ts';

it('writes what the bson package reads as the same values', () => {
  const reply: ReplyDoc = {
    text: 'añ€\u{1F600}',
    int: -5,
    double: 0.5,
    large: 2 ** 40,
    long: 5n,
    flags: [true, false, null],
    at: new Date(1_700_000_000_000),
    id: new ObjectId('0123456789abcdef01234567'),
    time: new Timestamp(77n),
    nested: { list: [{ a: 1 }], empty: {} },
    map: new Map([['k', 'v']]),
  };
  const expected = { ...reply, long: 5, map: { k: 'v' } };
  expect(deserialize(writeReply(reply, 0))).toEqual(expected);
});

it('leaves out what is undefined and puts documents in as they are', () => {
  const bytes = serialize({ b: 1 });
  const reply = { gone: undefined, one: new RawDoc(bytes), all: new RawDocs([bytes, bytes]) };
  expect(deserialize(writeReply(reply, 0))).toEqual({ one: { b: 1 }, all: [{ b: 1 }, { b: 1 }] });
});

it('leaves room for a header and grows for large replies', () => {
  const large = serialize({ text: 'x'.repeat(3_000_000) });
  const message = writeReply({ all: new RawDocs([large, large]) }, 21);
  expect(deserialize(message.subarray(21))['all']).toHaveLength(2);
});
