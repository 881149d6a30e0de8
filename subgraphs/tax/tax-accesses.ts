import { parseCardNumber } from '../../domain/card-number.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import type { AuditEntry } from '../../platform/stores/audit.ts';
import { inTime } from '../../platform/subgraph/in-time.ts';
import { CONSENTS, PURPOSES } from './access.ts';
import type { Context } from './context.ts';
import { assertMay, assertMaySee } from './policy.ts';
import { noAudit, OPERATIONS } from './record-loader.ts';
import type {
  QueryTaxAccessesArgs,
  TaxConsent,
  TaxOperation,
  TaxPurpose,
  TaxViewerKind,
} from './schema.generated.ts';

/** As the schema's `TaxAccess`, as this viewer may see it. */
export type TaxAccessRow = {
  readonly at: string;
  readonly viewerKind: TaxViewerKind;
  readonly viewerId: string | null;
  readonly operation: TaxOperation;
  readonly purpose: TaxPurpose;
  readonly consent: TaxConsent;
};

export type TaxAccessPageRow = {
  readonly items: readonly TaxAccessRow[];
  readonly endCursor: string | null;
};

const LONGEST_PAGE = 50;

/**
 * Who asked for the tax data of a card's holder. The holder learns what kind of viewer it was, not
 * which employee.
 *
 * @returns Null for staff when there is no such card.
 */
export async function taxAccesses(
  { card: numberText, first: wished, after }: QueryTaxAccessesArgs,
  { viewer, cardOf, audit, signal }: Context,
): Promise<TaxAccessPageRow | null> {
  const number = parseCardNumber(numberText);
  assertMay('Query.taxAccesses', viewer);
  const first = wished ?? 20;
  if (first < 1 || first > LONGEST_PAGE) {
    throw new InvalidInputError(`\`first\` must be from 1 to ${LONGEST_PAGE}.`);
  }
  const card = await cardOf(number, viewer);
  assertMaySee('Query.taxAccesses', viewer, card);
  if (card === null) return null;
  const wish = { cardId: card.id, operations: OPERATIONS, first, after: after ?? null };
  const { entries, endCursor } = await inTime(audit.findByCard(wish), signal, noAudit);
  const isStaff = viewer.kind === 'staff';
  return { items: entries.map((entry) => toRow(entry, isStaff)), endCursor };
}

function toRow({ at, viewerKind, viewerId, ...entry }: AuditEntry, isStaff: boolean): TaxAccessRow {
  return {
    at: at.toISOString(),
    viewerKind: toKind(viewerKind),
    viewerId: isStaff ? viewerId : null,
    operation: entry.operation === 'Card.tax' ? 'READ' : 'PAYMENT',
    purpose: wordFor(PURPOSES, entry.purpose),
    consent: wordFor(CONSENTS, entry.consent),
  };
}

function toKind(kind: AuditEntry['viewerKind']): TaxViewerKind {
  if (kind === 'citizen') return 'HOLDER';
  if (kind === 'staff') return 'STAFF';
  if (kind === 'kiosk') return 'KIOSK';
  throw new Error(`the audit says that a ${kind} asked for tax data`);
}

/** The schema's word for one of the port's. */
function wordFor<Word extends string>(words: Readonly<Record<Word, string>>, kept: string): Word {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys are what the type says
  const found = (Object.keys(words) as Word[]).find((word) => words[word] === kept);
  if (found === undefined) throw new Error('the audit holds a word that the schema does not have');
  return found;
}
