import { isLive } from '../../domain/card/card-life.ts';
import type { Card } from '../../domain/card/card.ts';
import { parseCardholderId, searchWords, type Cardholder } from '../../domain/card/cardholder.ts';
import { parseChipReading } from '../../domain/card/chip.ts';
import { parseCivilId } from '../../domain/card/civil-id.ts';
import { ConflictError, ForbiddenError, InvalidInputError } from '../../domain/errors.ts';
import type { CardView, HolderView } from './card-view.ts';
import type { Context } from './context.ts';
import {
  assertExactlyOne,
  ENCODINGS,
  PROPOSAL_STATUSES,
  readCardNumber,
  readCardNumbers,
  readPage,
} from './inputs.ts';
import { toLinkProposalView, type LinkProposalView } from './link-proposal-view.ts';
import { assertSeen, isOwn, permitted } from './policy.ts';
import type {
  QueryCardByChipArgs,
  QueryLinkProposalsArgs,
  QuerySearchCardholdersArgs,
} from './schema.generated.ts';
import type { PageAsk } from './store.ts';

const MAX_SEARCH_WORDS = 8;

export async function card(context: Context, value: unknown): Promise<CardView | null> {
  const number = readCardNumber(value);
  const permission = permitted('Query.card', context.viewer);
  const found = await context.loaders.cardByNumber.load(number);
  assertSeen(permission, context.viewer, found);
  return found === null ? null : context.live.card(found);
}

/** Each number fails alone. */
export async function cards(
  { loaders, viewer, live }: Context,
  values: readonly unknown[],
): Promise<readonly (CardView | Promise<CardView> | null)[]> {
  const numbers = readCardNumbers(values);
  const permission = permitted('Query.cards', viewer);
  const found = await Promise.all(numbers.map((number) => loaders.cardByNumber.load(number)));
  return found.map((one) => {
    if (permission === 'own' && !isOwn(viewer, one)) return Promise.reject(new ForbiddenError());
    return one === null ? null : live.card(one);
  });
}

/**
 * A citizen's chip is looked for among their own cards only, so that an answer never tells of others.
 * A card whose time is over counts when no live one fits.
 */
export async function cardByChip(
  { viewer, store, loaders, now, live }: Context,
  { uid, encoding }: QueryCardByChipArgs,
): Promise<CardView | null> {
  const reading = parseChipReading(uid, ENCODINGS[encoding]);
  const permission = permitted('Query.cardByChip', viewer);
  const all = await store.cards.findByChip(reading);
  const found = permission === 'own' ? all.filter((one) => isOwn(viewer, one)) : all;
  const inUse = found.filter(({ life }) => isLive(life, now));
  const [one, ...others] = inUse.length > 0 ? inUse : found;
  assertSeen(permission, viewer, one ?? null);
  if (one === undefined) return null;
  if (others.length === 0) {
    loaders.cardById.prime(one.id, one);
    return live.card(one);
  }
  throw new ConflictError(
    'This identifier fits more than one card. Read the chip with another kind of reader, or ask for the number.',
  );
}

export async function me({ viewer, loaders, live }: Context): Promise<HolderView | null> {
  permitted('Query.me', viewer);
  if (viewer.kind !== 'citizen') throw new ForbiddenError();
  const holder = await loaders.holderById.load(parseCardholderId(viewer.id));
  return holder === null ? null : live.holder(holder);
}

export async function searchCardholders(context: Context, args: QuerySearchCardholdersArgs) {
  const { name, civilId, number } = args;
  assertExactlyOne({ name, civilId, number });
  const page = readPage(args.first, args.after);
  const find = readSearch(context, args);
  permitted('Query.searchCardholders', context.viewer);
  // One more than asked for tells whether there is another page.
  const found = await find({ ...page, first: page.first + 1 });
  return toPage(found, page, (holder) => context.live.holder(holder));
}

type Search = (page: PageAsk) => Promise<readonly Cardholder[]>;

function readSearch({ store, loaders }: Context, args: QuerySearchCardholdersArgs): Search {
  const { name, civilId, number } = args;
  if (typeof name === 'string') {
    const words = searchWords(name);
    if (words.length === 0 || words.length > MAX_SEARCH_WORDS) {
      throw new InvalidInputError(`A name to search for has 1 to ${MAX_SEARCH_WORDS} words.`);
    }
    return (page) => store.holders.search(words, page);
  }
  if (typeof civilId === 'string') {
    const parsed = parseCivilId(civilId);
    return async () => {
      const id = await store.holders.findIdByCivilId(parsed);
      return id === null ? [] : store.holders.find([id]);
    };
  }
  const wanted = readCardNumber(number);
  return async () => {
    const found = await loaders.cardByNumber.load(wanted);
    return found === null ? [] : store.holders.find([found.holderId]);
  };
}

export async function linkProposals(context: Context, args: QueryLinkProposalsArgs) {
  const page = readPage(args.first, args.after);
  permitted('Query.linkProposals', context.viewer);
  const { store, loaders, live } = context;
  const status = PROPOSAL_STATUSES[args.status ?? 'OPEN'];
  const found = await store.proposals.findByStatus(status, { ...page, first: page.first + 1 });
  const shown = await Promise.all(
    found.map(async (proposal): Promise<LinkProposalView> => {
      const of: Card | null = await loaders.cardById.load(proposal.cardId);
      if (of === null) throw new Error(`card ${proposal.cardId} of a proposal is missing`);
      return toLinkProposalView(proposal, live.card(of));
    }),
  );
  return toPage(shown, page, (proposal) => proposal);
}

/** @param found One row more than the page has, if there is another page. */
function toPage<Row extends { readonly id: string }, Item>(
  found: readonly Row[],
  { first }: PageAsk,
  toItem: (row: Row) => Item,
) {
  const rows = found.slice(0, first);
  return {
    items: rows.map(toItem),
    endCursor: found.length > first ? (rows.at(-1)?.id ?? null) : null,
  };
}
