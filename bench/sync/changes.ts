import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { groupsOfGijon } from '../../domain/reader-list/groups-of-gijon.ts';
import type { BenchHub } from './hub.ts';
import type { Candidate } from './candidates.ts';
import { PLAIN_GROUP } from './reader-plan.ts';

export type ChangeKind = 'block' | 'fact' | 'pass';

export type SentChange = {
  readonly kind: ChangeKind;
  readonly candidate: Candidate;
  /** Groups that may feel it. */
  readonly groups: readonly string[];
  /** Milliseconds since 1970. */
  readonly sentAt: number;
  readonly acceptedAt: number;
};

/** Three in ten are blocks, five are facts, two are passes. */
const KINDS: readonly ChangeKind[] = [
  ...(['fact', 'block', 'fact', 'pass', 'fact'] as const),
  ...(['block', 'fact', 'pass', 'fact', 'block'] as const),
];

/** Groups of one service each, where a pass is felt. */
const PASSES = [
  { service: 'restricted-traffic', group: PLAIN_GROUP },
  { service: 'swimming-pools', group: 'pools' },
  { service: 'swimming-pools', group: 'pools-olympic' },
  { service: 'urban-bus', group: 'bus-line-1' },
] as const;

/** Facts by which prices change: at ten groups of the bus, or at seventeen with pools, courses and events. */
const FACTS = [
  { fact: { kind: 'EMPLOYMENT', class: 'unemployed' }, services: ['urban-bus'] },
  {
    fact: { kind: 'DISABILITY', class: 'from-33' },
    services: [
      ...['urban-bus', 'swimming-pools', 'sport-training'],
      ...['cultural-courses', 'cultural-events'],
    ],
  },
] as const;

const BLOCK = `mutation Block($input: BlockCardInput!) {
  blockCard(input: $input) { __typename ... on CardRefused { message } }
}`;
const FACT = `mutation Fact($input: RecordFactInput!) {
  recordFact(input: $input) { __typename ... on EntitlementRefused { message } }
}`;
const PASS = `mutation Pass($input: GrantPassInput!) {
  grantPass(input: $input) { __typename ... on EntitlementRefused { message } }
}`;

/** So many mutations may wait for their answer; what would be more is counted as missed. */
const MOST_UNANSWERED = 200;

export type ChangesResult = {
  readonly sent: readonly SentChange[];
  readonly failures: readonly string[];
  /** Not sent at their time, since too many were unanswered. */
  readonly missed: number;
  /** Milliseconds from a mutation to its answer. */
  readonly answerMs: readonly number[];
};

export type ChangesOptions = {
  readonly hub: BenchHub;
  /** Each is used once. */
  readonly candidates: Iterator<Candidate>;
  readonly perSecond: number;
  readonly seconds: number;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly onAccepted?: ((change: SentChange) => void) | undefined;
  readonly signal?: AbortSignal;
};

/** Sends changes at their time, whether or not the ones before are answered. */
export async function sendChanges(options: ChangesOptions): Promise<ChangesResult> {
  const { candidates, perSecond, seconds, signal, onAccepted } = options;
  const sent: SentChange[] = [];
  const failures: string[] = [];
  const answerMs: number[] = [];
  const under = new Set<Promise<void>>();
  let missed = 0;
  const startedAt = performance.now();
  for (let index = 0; index < perSecond * seconds; index += 1) {
    const waitMs = startedAt + (index * 1_000) / perSecond - performance.now();
    if (waitMs > 0) await pause(waitMs);
    if (signal?.aborted === true) break;
    if (under.size >= MOST_UNANSWERED) {
      missed += 1;
      continue;
    }
    const candidate = candidates.next();
    if (candidate.done === true)
      throw new Error('The city has too few people for so many changes.');
    const sending = (async () => {
      try {
        const change = await sendOne(options, candidate.value, index);
        sent.push(change);
        answerMs.push(change.acceptedAt - change.sentAt);
        onAccepted?.(change);
      } catch (error) {
        failures.push(String(error));
      }
    })().finally(() => under.delete(sending));
    under.add(sending);
  }
  await Promise.all(under);
  return { sent, failures, missed, answerMs };
}

async function sendOne(
  { hub, today }: ChangesOptions,
  candidate: Candidate,
  index: number,
): Promise<SentChange> {
  const kind = KINDS[index % KINDS.length] ?? 'fact';
  const sentAt = Date.now();
  const groups = await send(hub, candidate, { kind, index, today });
  return { kind, candidate, groups, sentAt, acceptedAt: Date.now() };
}

/** @returns Groups that may feel it. */
async function send(
  hub: BenchHub,
  candidate: Candidate,
  { kind, index, today }: { kind: ChangeKind; index: number; today: string },
): Promise<readonly string[]> {
  const { number } = candidate;
  if (kind === 'block') {
    const input = { idempotencyKey: randomUUID(), number, reason: 'HOLDER_REQUEST' };
    await mutate(hub, BLOCK, input, 'CardBlocked');
    return groupsOfGijon.map(({ id }) => id);
  }
  if (kind === 'pass') {
    // Two in ten changes are passes, five are facts: these take turns too.
    const pass = PASSES[Math.floor(index / 5) % PASSES.length] ?? PASSES[0];
    await grantPass(hub, candidate, pass);
    return [pass.group];
  }
  const { fact, services } = FACTS[Math.floor(index / 2) % FACTS.length] ?? FACTS[0];
  const days = { consentedOn: today, evidencedOn: today };
  const input = { idempotencyKey: randomUUID(), card: number, ...fact, ...days };
  await mutate(hub, FACT, input, 'FactRecorded');
  const concerned: readonly string[] = services;
  return groupsOfGijon.filter(({ service }) => concerned.includes(service)).map(({ id }) => id);
}

export async function grantPass(
  hub: BenchHub,
  { number }: Candidate,
  pass: { readonly service: string; readonly group: string } = PASSES[0],
): Promise<void> {
  const input = { idempotencyKey: randomUUID(), card: number, ...pass };
  await mutate(hub, PASS, input, 'PassGranted');
}

async function mutate(hub: BenchHub, query: string, input: object, good: string): Promise<void> {
  const answer = JSON.stringify(await hub.ask(query, { input }));
  if (!answer.includes(`"${good}"`)) throw new Error(`The hub answered ${answer}.`);
}
