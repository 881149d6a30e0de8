import { expect, it } from '@jest/globals';
import { UpstreamUnavailableError } from '../../domain/errors.ts';
import type { Known } from '../../platform/subgraph/source.ts';
import { mayBorrow } from './may-borrow.ts';

const error = new UpstreamUnavailableError('library', 'down');
const yes: Known<boolean> = {
  freshness: 'LIVE',
  asOf: new Date('2026-11-21T09:00:00Z'),
  value: true,
};
const no: Known<boolean> = { ...yes, value: false };
const oldYes: Known<boolean> = { ...yes, freshness: 'LAST_KNOWN' };
const gone: Known<boolean> = { freshness: null, error };

it.each([
  { isUsable: true, systems: [yes], may: true },
  { isUsable: true, systems: [no], may: false },
  { isUsable: true, systems: [yes, yes], may: true },
  { isUsable: true, systems: [yes, oldYes], may: true },
  { isUsable: true, systems: [yes, no], may: false },
  { isUsable: true, systems: [no, yes], may: false },
  { isUsable: true, systems: [gone], may: null },
  { isUsable: true, systems: [yes, gone], may: null },
  { isUsable: true, systems: [no, gone], may: null },
  { isUsable: true, systems: [gone, no], may: null },
  { isUsable: false, systems: [yes, yes], may: false },
  { isUsable: false, systems: [gone, gone], may: false },
])('may borrow: usable $isUsable, systems $systems.length → $may', ({ isUsable, systems, may }) => {
  expect(mayBorrow(isUsable, systems)).toEqual(may === null ? { error } : { value: may });
});
