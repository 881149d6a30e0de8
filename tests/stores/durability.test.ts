import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { beforeAll, expect, it } from '@jest/globals';
import { startEmbedded } from './support.ts';

beforeAll(() => {
  try {
    execFileSync('strace', ['-V'], { stdio: 'ignore' });
  } catch {
    throw new Error('This test watches system calls: install strace (apt-get install strace).');
  }
});

it('syncs the pages, then writes the meta page through a synchronous handle, then answers', async () => {
  await using store = await startEmbedded();
  await using client = await MongoClient.connect(store.uri);
  const things = client.db().collection('things');
  await things.insertOne({ n: 0 });
  const calls = await traced(store.pid(), join(store.folder, 'trace'), async () => {
    for (let n = 1; n <= 20; n++) {
      await things.insertOne({ note: `answer-me-${n}.` }, { writeConcern: { w: 'majority' } });
    }
  });
  const expected = ['pages', 'fdatasync', 'meta page', 'answer'];
  expect(orders(calls, synchronousHandle(store.pid()))).toEqual(Array(20).fill(expected));
});

/** @returns What the process told the kernel while `work` ran, a line for each system call. */
async function traced(pid: number, file: string, work: () => Promise<void>): Promise<string[]> {
  const watched = 'read,write,writev,pwrite64,pwritev,fdatasync,fsync,msync';
  const args = ['-f', '-y', '-s', '4096', '-e', `trace=${watched}`, '-o', file, '-p', String(pid)];
  const strace = spawn('strace', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  await once(strace.stderr, 'data');
  await work();
  const ended = once(strace, 'exit');
  strace.kill('SIGINT');
  await ended;
  return readFileSync(file, 'utf8').split('\n');
}

/** Number of the handle of the data file whose writes return only when they are on disk. */
function synchronousHandle(pid: number): string | undefined {
  const O_DSYNC = 0o10000;
  return readdirSync(`/proc/${pid}/fd`).find((fd) => {
    if (!readlinkSync(`/proc/${pid}/fd/${fd}`).endsWith('store.mdb')) return false;
    const flags = /flags:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'utf8'))?.[1];
    return (Number.parseInt(flags ?? '0', 8) & O_DSYNC) !== 0;
  });
}

/** For each marked insert, what happened from its coming in to its answer, in order. */
function orders(calls: readonly string[], metaHandle: string | undefined): string[][] {
  const found: string[][] = [];
  const begun = new Map<string, string>();
  let steps: string[] | undefined;
  for (const call of calls) {
    if (/\bread.*answer-me-\d+\./.test(call)) steps = [];
    const step = stepOf(call, begun, metaHandle);
    if (steps === undefined || step === undefined) continue;
    if (steps.at(-1) !== step) steps.push(step);
    if (step !== 'answer') continue;
    found.push(steps);
    steps = undefined;
  }
  return found;
}

/** An answer counts when its write begins, all else when it has returned: strace splits calls
 * of several threads into a line that begins and one that resumes. */
function stepOf(line: string, begun: Map<string, string>, metaHandle: string | undefined) {
  const thread = line.slice(0, line.indexOf(' '));
  if (/ write\(\d+<(socket|UNIX)/.test(line)) return 'answer';
  if (line.includes('<unfinished ...>')) begun.set(thread, line);
  if (line.includes('<unfinished ...>')) return undefined;
  const call = line.includes('resumed>') ? (begun.get(thread) ?? '') : line;
  const handle = /(pwrite64|pwritev|writev|write)\((\d+)<[^>]*store\.mdb>/.exec(call)?.[2];
  if (handle !== undefined) return handle === metaHandle ? 'meta page' : 'pages';
  return / fdatasync\(\d+<[^>]*store\.mdb>/.test(call) && line.endsWith('= 0')
    ? 'fdatasync'
    : undefined;
}
