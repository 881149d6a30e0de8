import { Schema, type ClientSession, type Connection, type Model } from 'mongoose';
import { parseCardId, type CardId } from '../../domain/card-id.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import { parseLinkedAccount, type LinkedSystem } from '../../domain/linked-account.ts';
import type { RowSecrets } from './card-rows.mongo.ts';
import type { LinkProposal, PageAsk, ProposalStatus, ProposalStore } from './store.ts';

type ProposalRow = {
  readonly _id: string;
  readonly cardId: string;
  readonly system: LinkedSystem;
  readonly sealedAccount: string;
  readonly proof: LinkProposal['proof'];
  readonly proposedAt: Date;
  readonly status: ProposalStatus;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  /** Card and system while open, absent afterwards: at most one open proposal for both. */
  readonly openKey?: string;
};

export function createProposalStore(connection: Connection, secrets: RowSecrets): ProposalStore {
  const rows = connection.model<ProposalRow>('LinkProposal', proposalSchema());
  return {
    propose: (session, proposal) => propose(rows, proposal, { session, secrets }),
    async find(id, session) {
      const row = await rows.findOne({ _id: id }, null, { session }).lean<ProposalRow>();
      return row === null ? null : toProposal(row, secrets);
    },
    async findByStatus(status, page) {
      const found = await rows
        .find({ status, ...(await afterFilter(rows, page)) })
        .sort({ proposedAt: 1, _id: 1 })
        .limit(page.first)
        .lean<ProposalRow[]>();
      return found.map((row) => toProposal(row, secrets));
    },
    async saveDecision(session, { id, status, decidedBy, decidedAt }) {
      await rows.updateOne(
        { _id: id },
        { $set: { status, decidedBy, decidedAt }, $unset: { openKey: '' } },
        { session },
      );
    },
    moveOpen: (session, from, to) => moveOpen(rows, { from, to }, session),
  };
}

async function propose(
  rows: Model<ProposalRow>,
  { id, account, ...proposal }: LinkProposal,
  { session, secrets }: { readonly session: ClientSession; readonly secrets: RowSecrets },
): Promise<string> {
  const openKey = openKeyOf(proposal.cardId, proposal.system);
  const open = await rows.findOne({ openKey }, null, { session }).lean<ProposalRow>();
  const _id = open?._id ?? id;
  const sealedAccount = secrets.seal.seal(account, `proposal:${_id}`);
  const row = { ...proposal, openKey, sealedAccount };
  if (open === null) await rows.insertMany([{ ...row, _id }], { session });
  else await rows.updateOne({ _id }, { $set: row }, { session });
  return _id;
}

async function moveOpen(
  rows: Model<ProposalRow>,
  { from, to }: { readonly from: CardId; readonly to: CardId },
  session: ClientSession,
): Promise<void> {
  const open = await rows
    .find({ cardId: from, status: 'open' }, null, { session })
    .lean<ProposalRow[]>();
  for (const { _id, system } of open) {
    const moved = { cardId: to, openKey: openKeyOf(to, system) };
    await rows.updateOne({ _id }, { $set: moved }, { session });
  }
}

/** @throws {InvalidInputError} `after` names no proposal. */
async function afterFilter(rows: Model<ProposalRow>, { after }: PageAsk): Promise<object> {
  if (after === null) return {};
  const last = await rows.findOne({ _id: after }).lean<ProposalRow>();
  if (last === null) throw new InvalidInputError('There is no page after this cursor.');
  const { proposedAt } = last;
  return { $or: [{ proposedAt: { $gt: proposedAt } }, { proposedAt, _id: { $gt: after } }] };
}

function toProposal(row: ProposalRow, { seal }: RowSecrets): LinkProposal {
  const { _id, cardId, system, sealedAccount, proof, proposedAt, status } = row;
  return {
    id: _id,
    cardId: parseCardId(cardId),
    system,
    account: parseLinkedAccount(seal.open(sealedAccount, `proposal:${_id}`)),
    proof,
    proposedAt,
    status,
    decidedBy: row.decidedBy,
    decidedAt: row.decidedAt,
  };
}

function openKeyOf(cardId: string, system: LinkedSystem): string {
  return `${cardId}:${system}`;
}

function proposalSchema() {
  const schema = new Schema<ProposalRow>(
    {
      _id: { type: String, required: true },
      cardId: { type: String, required: true },
      system: { type: String, required: true },
      sealedAccount: { type: String, required: true },
      proof: { type: String, required: true },
      proposedAt: { type: Date, required: true },
      status: { type: String, required: true },
      decidedBy: { type: String, default: null },
      decidedAt: { type: Date, default: null },
      openKey: { type: String },
    },
    { collection: 'linkProposals', versionKey: false, autoIndex: false, autoCreate: false },
  );
  schema.index({ status: 1, proposedAt: 1, _id: 1 });
  schema.index({ cardId: 1 });
  schema.index({ openKey: 1 }, { unique: true, sparse: true });
  return schema;
}
