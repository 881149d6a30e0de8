import { afterAll, afterEach, expect } from '@jest/globals';
import nock from 'nock';

/** A mock that was never asked for fails the test that left it. */
afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  expect(pending).toEqual([]);
});

/** What patches `node:http` would go on doing so in the files that follow. */
afterAll(() => nock.restore());
