import { afterEach, expect } from '@jest/globals';
import nock from 'nock';

/** A mock that was never asked for fails the test that left it. */
afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  expect(pending).toEqual([]);
});
