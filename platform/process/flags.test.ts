import { expect, it } from '@jest/globals';
import { parseFlags } from './flags.ts';

const roles = ['gateway', 'library'];

it('reads every flag', () => {
  const argv = ['--roles=gateway,library', '--port', '4100', '--people', '20', '--demo'];
  expect(parseFlags(argv, roles)).toEqual({
    roles,
    port: '4100',
    controlPort: undefined,
    people: '20',
    demo: true,
  });
});

it.each([
  ['an option that does not exist', ['--peeple', '3'], /'--peeple'.* The options are --roles, /],
  ['an option without its value', ['--people'], /'--people <value>' argument missing/],
  ['an empty value', ['--port='], /^Option '--port' has no value\. The options are/],
  ['a role that does not exist', ['--roles=gateway,librry'], /no role librry; there are gateway,/],
])('refuses %s in one sentence', (_what, argv, sentence) => {
  expect(() => parseFlags(argv, roles)).toThrow(sentence);
});
