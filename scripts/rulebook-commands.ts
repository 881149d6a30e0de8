import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ProgressBar } from './progress-bar.ts';

/** What the commands work with. */
export type Desk = {
  /** Asks the hub as staff. @throws {Error} It does not answer, or not without errors. */
  readonly ask: (query: string, variables: object) => Promise<unknown>;
  readonly print: (line: string) => void;
  readonly bar: ProgressBar;
  /** Waits between two questions. */
  readonly pause: () => Promise<void>;
};

/** @property on The day of a preview; the rulebook's first when not given. */
export type RulebookFile = { readonly text: string; readonly on?: string | undefined };

/** True when all is well: the exit code of the script follows it. */
export type Ended = Promise<boolean>;

const refused = z.object({
  __typename: z.literal('RulebookRefused'),
  message: z.string(),
  mistakes: z.array(z.object({ path: z.string(), sentence: z.string() })),
});
const REFUSED = '... on RulebookRefused { message mistakes { path sentence } }';

const cell = z.int().nullable();
const preview = z.object({
  __typename: z.literal('RulebookPreview'),
  version: z.int(),
  comparedWith: z.int(),
  on: z.string(),
  isDone: z.boolean(),
  done: z.int(),
  total: z.int(),
  rows: z.array(z.object({ service: z.string(), wins: cell, loses: cell, same: cell })).nullable(),
});
type Preview = z.infer<typeof preview>;

const previewAnswer = z.object({
  previewRulebook: z.discriminatedUnion('__typename', [preview, refused]),
});

const PREVIEW = `query Preview($rulebook: String!, $on: Date) {
  previewRulebook(rulebook: $rulebook, on: $on) {
    __typename
    ... on RulebookPreview { version comparedWith on isDone done total rows { service wins loses same } }
    ${REFUSED}
  }
}`;

/** Counts over every holder, with a bar, and shows who wins and who loses. */
export async function previewFile({ text, on }: RulebookFile, desk: Desk): Ended {
  for (;;) {
    const answer = await desk.ask(PREVIEW, { rulebook: text, on: on ?? null });
    const told = previewAnswer.parse(answer).previewRulebook;
    if (told.__typename === 'RulebookRefused') return tellRefusal(told, desk);
    desk.bar.at(told.done, told.total, `${told.done} of ${told.total} holders`);
    if (told.isDone) {
      desk.bar.end();
      tellPreview(told, desk);
      return true;
    }
    await desk.pause();
  }
}

/** Tells every mistake of a rulebook beside those that are published; counts nothing to its end. */
export async function checkFile({ text }: RulebookFile, desk: Desk): Ended {
  const told = previewAnswer.parse(await desk.ask(PREVIEW, { rulebook: text })).previewRulebook;
  if (told.__typename === 'RulebookRefused') return tellRefusal(told, desk);
  desk.print(`Rulebook ${told.version} has no mistakes. It would begin on ${told.on}.`);
  return true;
}

const rulebook = z.object({
  version: z.int(),
  state: z.string(),
  startsAt: z.string(),
  distribution: z
    .object({
      cardsDone: z.int(),
      cardsTotal: z.int(),
      groupsReady: z.int(),
      groupsTotal: z.int(),
    })
    .nullable(),
});
type Rulebook = z.infer<typeof rulebook>;
const FIELDS = `version state startsAt
  distribution { cardsDone cardsTotal groupsReady groupsTotal }`;

const publishAnswer = z.object({
  publishRulebook: z.discriminatedUnion('__typename', [
    z.object({ __typename: z.literal('RulebookPublished'), rulebook }),
    refused,
  ]),
});

const PUBLISH = `mutation Publish($input: PublishRulebookInput!) {
  publishRulebook(input: $input) {
    __typename
    ... on RulebookPublished { rulebook { ${FIELDS} } }
    ${REFUSED}
  }
}`;

/** Publishes, and follows the lists until every reader that answers has them. Safe to repeat. */
export async function publishFile({ text }: RulebookFile, desk: Desk): Ended {
  // The same file is the same wish, so that a lost answer is found again.
  const idempotencyKey = `publish-${createHash('sha256').update(text).digest('hex')}`;
  const answer = await desk.ask(PUBLISH, { input: { rulebook: text, idempotencyKey } });
  const told = publishAnswer.parse(answer).publishRulebook;
  if (told.__typename === 'RulebookRefused') return tellRefusal(told, desk);
  const { version, startsAt } = told.rulebook;
  desk.print(`Rulebook ${version} is published and begins at ${startsAt}.`);
  return follow(told.rulebook, desk);
}

const listAnswer = z.object({ rulebooks: z.array(rulebook) });
const LIST = `query Rulebooks { rulebooks { ${FIELDS} } }`;

async function follow(published: Rulebook, desk: Desk): Ended {
  let now: Rulebook | undefined = published;
  while (now?.state === 'SCHEDULED' && !isReady(now)) {
    const {
      cardsDone = 0,
      cardsTotal = 0,
      groupsReady = 0,
      groupsTotal = 0,
    } = now.distribution ?? {};
    const what = `${cardsDone} of ${cardsTotal} cards, ${groupsReady} of ${groupsTotal} groups of readers`;
    desk.bar.at(cardsDone + groupsReady, cardsTotal + groupsTotal, what);
    await desk.pause();
    const { rulebooks } = listAnswer.parse(await desk.ask(LIST, {}));
    now = rulebooks.find(({ version }) => version === published.version);
  }
  desk.bar.end();
  if (now?.state === 'CANCELLED') {
    desk.print('It was cancelled meanwhile.');
    return false;
  }
  desk.print('Its lists are in the readers.');
  return true;
}

function isReady({ distribution }: Rulebook): boolean {
  return (
    distribution !== null &&
    distribution.cardsDone >= distribution.cardsTotal &&
    distribution.groupsReady >= distribution.groupsTotal
  );
}

const cancelAnswer = z.object({
  cancelRulebook: z.discriminatedUnion('__typename', [
    z.object({ __typename: z.literal('RulebookCancelled'), rulebook }),
    refused,
  ]),
});

const CANCEL = `mutation Cancel($input: CancelRulebookInput!) {
  cancelRulebook(input: $input) {
    __typename
    ... on RulebookCancelled { rulebook { ${FIELDS} } }
    ${REFUSED}
  }
}`;

/** Takes back the version that the file names. */
export async function cancelFile({ text }: RulebookFile, desk: Desk): Ended {
  const { version } = z.object({ version: z.int() }).parse(JSON.parse(text));
  const idempotencyKey = `cancel-rulebook-${version}`;
  const answer = await desk.ask(CANCEL, { input: { version, idempotencyKey } });
  const told = cancelAnswer.parse(answer).cancelRulebook;
  if (told.__typename === 'RulebookRefused') return tellRefusal(told, desk);
  desk.print(`Rulebook ${version} is cancelled.`);
  return true;
}

function tellRefusal({ message, mistakes }: z.infer<typeof refused>, { print, bar }: Desk): false {
  bar.end();
  print(message);
  for (const { path, sentence } of mistakes)
    print(`  ${path === '' ? 'rulebook' : path}: ${sentence}`);
  return false;
}

function tellPreview({ version, comparedWith, on, rows }: Preview, { print }: Desk): void {
  print(`Rulebook ${version} beside rulebook ${comparedWith}, on ${on}:`);
  if (rows === null || rows.length === 0) return print('  Nothing changes.');
  print(`  ${'service'.padEnd(26)}${['pay less', 'pay more', 'as before'].map(column).join('')}`);
  for (const { service, wins, loses, same } of rows) {
    print(`  ${service.padEnd(26)}${[wins, loses, same].map((count) => column(count)).join('')}`);
  }
  print('  A dash stands where so few people are that they could be recognised.');
}

function column(text: string | number | null): string {
  return String(text ?? '–').padStart(12);
}
