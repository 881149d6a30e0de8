import { mkdtempSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { choosePlan } from '../plan/plan.ts';
import { compileFilter } from '../query/filter.ts';
import { compileSort } from '../query/sort.ts';
import { decodeDoc, encodeDoc, toDoc } from '../query/value.ts';
import { openCatalog, type Catalog, type Collection } from '../storage/catalog.ts';
import { applyChanges, idKeyOf, prepare } from '../storage/documents.ts';
import { openEnvironment, type Environment } from '../storage/environment.ts';
import { createScan } from './scan.ts';

let folder: string;
let environment: Environment;
let catalog: Catalog;
let collection: Collection;
beforeAll(async () => {
  folder = mkdtempSync('/tmp/scan-');
  environment = openEnvironment(folder);
  catalog = openCatalog(environment.meta);
  await environment.write(() => {
    collection = catalog.create('db.things');
    const options = {
      unique: false,
      sparse: false,
      partial: undefined,
      expireAfterSeconds: undefined,
    };
    catalog.addIndex(collection, { ...options, name: 'n', keyPattern: toDoc({ n: 1 }) }).isReady =
      true;
    for (let n = 0; n < 200; n++) put(n);
  });
});
afterAll(async () => {
  await environment[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

function put(n: number): void {
  const doc = toDoc({ _id: n, n: n % 50 });
  const idKey = idKeyOf(doc);
  const after = prepare(collection, idKey, doc, encodeDoc(doc));
  applyChanges(environment, catalog, [{ collection, idKey, before: undefined, after }]);
}

/** Ids in the order of the scan, which is stopped after every `stopAfter` documents. */
function scanned(filter: object, sort: object | undefined, stopAfter: number): number[] {
  const plan = choosePlan(collection, {
    filter: compileFilter(toDoc(filter)),
    sort: sort && compileSort(toDoc(sort)),
  });
  const scan = createScan({ environment, collection, plan, snapshot: undefined });
  const ids: number[] = [];
  const visit = (_key: Buffer, { bytes }: { readonly bytes: Buffer }) => {
    ids.push(Number(decodeDoc(bytes).get('_id')));
    return ids.length % stopAfter === 0 ? 'stop' : 'next';
  };
  while (scan.run(visit, Infinity) !== 'end') {
    // Goes on behind the last one.
  }
  return ids;
}

it.each([1, 3, 1000])('gives every document once when it stops after each %i', (stopAfter) => {
  const all = Array.from({ length: 200 }, (_none, n) => n);
  expect(scanned({}, undefined, stopAfter)).toEqual(all);
  expect(scanned({}, { _id: -1 }, stopAfter)).toEqual(all.toReversed());
  const range = { n: { $gte: 10, $lt: 20 } };
  const forwards = scanned(range, { n: 1 }, stopAfter);
  expect(forwards).toHaveLength(40);
  expect(scanned(range, { n: -1 }, stopAfter)).toEqual(forwards.toReversed());
  expect(scanned({ n: { $in: [49, 3, 77] } }, { n: -1 }, stopAfter)).toHaveLength(8);
});

it('sees what is written ahead of it, and not what was taken away', async () => {
  const plan = choosePlan(collection, { filter: compileFilter(toDoc({})), sort: undefined });
  const scan = createScan({ environment, collection, plan, snapshot: undefined });
  scan.run(() => 'stop', Infinity);
  await environment.write(() => put(1000));
  let last = 0;
  scan.run((_key, { bytes }) => {
    last = Number(decodeDoc(bytes).get('_id'));
    return 'next';
  }, Infinity);
  expect(last).toBe(1000);
});

it('holds no reader slot between two runs', () => {
  const plan = choosePlan(collection, { filter: compileFilter(toDoc({})), sort: undefined });
  const scans = Array.from({ length: 3000 }, () =>
    createScan({ environment, collection, plan, snapshot: undefined }),
  );
  for (const scan of scans) expect(scan.run(() => 'stop', Infinity)).toBe('stopped');
});
