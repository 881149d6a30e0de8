import { once } from 'node:events';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

/*
 * OpenActive's own checkers, which are CommonJS without types. Neither asks the network for anything
 * but the feed under test: remote JSON (activity lists) is loaded only when asked for.
 */

const require = createRequire(import.meta.url);

/** What a checker has to say about something. */
export type Finding = {
  readonly severity: string;
  readonly type: string;
  readonly path?: string;
  readonly message: string;
};

type RpdeLog = {
  readonly pages: readonly { readonly url: string; readonly errors: readonly unknown[] }[];
};

type RpdePage = {
  readonly url: string;
  readonly json: unknown;
  readonly pageIndex: number;
  readonly contentType: string | null;
  readonly cacheControl: string | null;
  readonly status: number;
  readonly isInitialHarvestComplete: boolean;
  readonly isOrdersFeed: boolean;
};

const rpde = require('@openactive/rpde-validator') as {
  RpdeValidator(url: string, options: object): Promise<RpdeLog>;
  FeedPageChecker: new () => { validateRpdePage(page: RpdePage): readonly unknown[] };
};

/** Outside Jest's sandbox it is four times faster. It takes one thing at a time only. */
const MODEL_CHECKER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { path, things, options } = workerData;
  const { validate } = require(path);
  Promise.all(things.map((thing) => validate(thing, options))).then((findings) => {
    parentPort.postMessage(JSON.stringify(findings.flat()));
  });
`;

/** Walks a feed as a harvester would, and says what is wrong with it. Hints are left out. */
export async function checkFeed(url: string) {
  const { pages } = await rpde.RpdeValidator(url, { pageLimit: 40 });
  return {
    pages: pages.length,
    findings: pages.flatMap((page) => page.errors.map(toFinding)).filter(isAtFault),
  };
}

/** One page, as the checker that knows of orders feeds sees it. */
export async function checkOrdersPage(url: string, headers: Record<string, string>) {
  const response = await fetch(url, { headers });
  const json: unknown = JSON.parse(await response.text());
  const findings = new rpde.FeedPageChecker().validateRpdePage({
    url,
    json,
    pageIndex: 0,
    contentType: response.headers.get('content-type'),
    cacheControl: response.headers.get('cache-control'),
    status: response.status,
    isInitialHarvestComplete: false,
    isOrdersFeed: true,
  });
  return { json, findings: findings.map(toFinding) };
}

/** What is wrong with a thing, or several, in the place where they are used, such as `C1Request`. */
export async function checkModel(thing: unknown, validationMode: string) {
  const things = Array.isArray(thing) ? thing : [thing];
  const path = require.resolve('@openactive/data-model-validator');
  const options = { validationMode, loadRemoteJson: false };
  const worker = new Worker(MODEL_CHECKER, { eval: true, workerData: { path, things, options } });
  try {
    const [findings] = (await once(worker, 'message')) as [string];
    return (JSON.parse(findings) as Finding[]).filter(({ severity }) => severity === 'failure');
  } finally {
    await worker.terminate();
  }
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:00[+-]\d{2}:\d{2}$/;
const NAME = /^https:\/\/deportes\.example\/api\/[a-z-]+\/[\dT-]+$/;

/**
 * One of all things that differ only in which sound name they have and at which sound instants they
 * begin and end, the length between them the same: whoever checks one of them has checked all.
 */
export function distinct(things: readonly Readonly<Record<string, unknown>>[]) {
  return [...new Map(things.map((thing) => [shapeOf(thing), thing])).values()];
}

function shapeOf(thing: Readonly<Record<string, unknown>>): string {
  const { '@id': name, startDate, endDate, ...rest } = thing;
  const isSound = NAME.test(String(name)) && [startDate, endDate].every(isInstant);
  const lengthMs = Date.parse(String(endDate)) - Date.parse(String(startDate));
  return JSON.stringify(isSound && lengthMs > 0 ? { ...rest, lengthMs } : thing);
}

function isInstant(text: unknown): boolean {
  const day = String(text).slice(0, 10);
  // `Date` takes 31 November for a day in December.
  const isDay = new Date(`${day}T12:00Z`).getUTCDate() === Number(day.slice(8));
  return isDay && INSTANT.test(String(text));
}

function toFinding(error: unknown): Finding {
  const { data = error } = error as { readonly data?: unknown };
  return data as Finding;
}

function isAtFault({ severity }: Finding): boolean {
  return severity === 'failure' || severity === 'warning';
}
