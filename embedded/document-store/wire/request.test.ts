import { serialize } from 'bson';
import { expect, it } from '@jest/globals';
import { toDoc } from '../query/value.ts';
import { decodeRequest } from './request.ts';

function msg(flags: number, ...sections: Buffer[]): Buffer {
  const body = Buffer.concat(sections);
  const head = Buffer.alloc(20);
  head.writeInt32LE(20 + body.length, 0);
  head.writeInt32LE(7, 4);
  head.writeInt32LE(2013, 12);
  head.writeUInt32LE(flags, 16);
  return Buffer.concat([head, body]);
}

const bodySection = (doc: object) => Buffer.concat([Buffer.from([0]), serialize(doc)]);

function sequence(name: string, ...docs: object[]): Buffer {
  const content = Buffer.concat([Buffer.from(`${name}\0`), ...docs.map((doc) => serialize(doc))]);
  const head = Buffer.alloc(5, 1);
  head.writeInt32LE(content.length + 4, 1);
  return Buffer.concat([head, content]);
}

it('reads a command and the documents of its sections, in either order', () => {
  const parts = [sequence('documents', { a: 1 }, { a: 2 }), bodySection({ insert: 'c', $db: 'd' })];
  for (const sections of [parts, parts.toReversed()]) {
    const request = decodeRequest(msg(0, ...sections));
    expect(request).toMatchObject({ id: 7, protocol: 'msg', name: 'insert', wantsReply: true });
    expect(request.body).toEqual(toDoc({ insert: 'c', $db: 'd' }));
    const bytes = [serialize({ a: 1 }), serialize({ a: 2 })].map((one) => Buffer.from(one));
    expect(request.sequences.get('documents')).toEqual(bytes);
  }
});

it('sees that a reply is not wanted, and passes over a checksum', () => {
  const unwanted = decodeRequest(msg(2, bodySection({ insert: 'c' })));
  const checked = decodeRequest(msg(1, bodySection({ ping: 1 }), Buffer.alloc(4)));
  expect([unwanted.wantsReply, checked.name]).toEqual([false, 'ping']);
});

it('reads the first hello, which comes as an OP_QUERY', () => {
  const query = Buffer.from(serialize({ ismaster: 1 }));
  const head = Buffer.alloc(20);
  head.writeInt32LE(2004, 12);
  const whole = Buffer.concat([head, Buffer.from('admin.$cmd\0'), Buffer.alloc(8), query]);
  expect(decodeRequest(whole)).toMatchObject({ protocol: 'query', name: 'ismaster' });
});

it.each([
  ['an unknown kind of message', Buffer.alloc(16), /kind 0 are not understood/],
  ['unknown required flags', msg(4, bodySection({ ping: 1 })), /unknown flags: 4/],
  ['an unknown section', msg(0, Buffer.from('090500000000', 'hex')), /kind 9 are not understood/],
  ['no command', msg(0), /holds no command/],
  ['an empty command', msg(0, bodySection({})), /holds no command/],
  ['a section beyond the message', msg(0, Buffer.from('00ff000000', 'hex')), /wrong length/],
  [
    'a document beyond its section',
    msg(0, sequence('x'), Buffer.from('0109000000610000', 'hex')),
    /wrong length|outside/,
  ],
])('refuses %s', (_what, message, sentence) => {
  expect(() => decodeRequest(message)).toThrow(sentence);
});
