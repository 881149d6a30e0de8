import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { VIEWER_KINDS } from '../domain/viewer.ts';
import type { PolicyTable } from '../domain/policy.ts';

const TARGET = 'docs/policy.md';
const WORDS = { yes: 'yes', own: 'own card', no: 'refused' } as const;

const lines = [
  '# Who may ask and do what',
  '',
  'Made by `npm run policy` from the `policy.ts` file of each subgraph; every cell is tested.',
  '`own card`: only for cards of the viewer. Nobody is refused as `UNAUTHENTICATED`, everybody else',
  'as `FORBIDDEN`, in the same words whether or not the card exists.',
  '',
  `| operation | ${VIEWER_KINDS.join(' | ')} |`,
  `| --- |${VIEWER_KINDS.map(() => ' --- |').join('')}`,
];
for (const file of globSync('subgraphs/*/policy.ts').toSorted()) {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every policy.ts exports its table
  const { policy } = (await import(`../${file}`)) as { readonly policy: PolicyTable };
  for (const [operation, permissions] of Object.entries(policy)) {
    const cells = VIEWER_KINDS.map((kind) => WORDS[permissions[kind]]);
    lines.push(`| \`${operation}\` | ${cells.join(' | ')} |`);
  }
}
const text = await format(`${lines.join('\n')}\n`, {
  parser: 'markdown',
  printWidth: 100,
});

if (!process.argv.includes('--check')) {
  writeFileSync(TARGET, text);
} else if (readFileSync(TARGET, 'utf8') !== text) {
  process.stderr.write(`${TARGET} differs from the policy files: run npm run policy.\n`);
  process.exit(1);
}
