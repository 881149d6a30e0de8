import { globSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Permission, PolicyTable } from '../../domain/policy.ts';
import { VIEWER_KINDS, type ViewerKind } from '../../domain/viewer.ts';
import { startHubProcess, type Answer, type HubProcess } from '../support/hub-process.ts';

/** What an operation is asked about; one that is about nothing in particular leaves it out. */
type Target = { readonly number: string; readonly chip: string };
type Ask = (target: Target, viewer: ViewerKind) => string;

/** Why staff asks for tax data. */
const ACCESS = '{ purpose: COLLECTION, consent: GIVEN }';
const NEXT_YEAR = new Date().getFullYear() + 1;
const IN_AN_HOUR = new Date(Date.now() + 3_600_000).toISOString();

let keys = 0;

function mutation(field: string, toInput: (target: Target) => string): Ask {
  return (target) => {
    keys += 1;
    const input = `idempotencyKey: "policy-${keys}" ${toInput(target)}`;
    return `mutation { ${field}(input: { ${input} }) { __typename } }`;
  };
}

const byNumber = ({ number }: Target) => `number: "${number}"`;
const byCard = ({ number }: Target) => `card: "${number}"`;

/** How a client asks for each operation of the tables. */
const ASKS: Readonly<Record<string, Ask>> = {
  'Query.card': ({ number }) => `{ card(number: "${number}") { id } }`,
  'Query.cardByChip': ({ chip }) => `{ cardByChip(uid: "${chip}", encoding: HEX_MSB) { id } }`,
  'Query.me': () => '{ me { id } }',
  'Query.cards': ({ number }) => `{ cards(numbers: ["${number}"]) { id } }`,
  'Query.searchCardholders': () => '{ searchCardholders(name: "nunez") { endCursor } }',
  'Query.linkProposals': () => '{ linkProposals { endCursor } }',
  'Mutation.issueCard': mutation('issueCard', () => 'holderId: "nobody-here"'),
  'Mutation.activateCard': mutation('activateCard', byNumber),
  'Mutation.blockCard': mutation('blockCard', (target) => `${byNumber(target)} reason: DAMAGED`),
  'Mutation.unblockCard': mutation('unblockCard', byNumber),
  'Mutation.reportLost': mutation('reportLost', byNumber),
  'Mutation.replaceCard': mutation('replaceCard', byNumber),
  'Mutation.cancelCard': mutation('cancelCard', byNumber),
  'Mutation.linkAccount': mutation(
    'linkAccount',
    (target) => `${byNumber(target)} system: LIBRARY account: "none" proof: { pin: "0" }`,
  ),
  'Mutation.decideLinkProposal': mutation(
    'decideLinkProposal',
    () => 'proposalId: "none" decision: REJECT',
  ),
  'Mutation.unlinkAccount': mutation(
    'unlinkAccount',
    (target) => `${byNumber(target)} system: LIBRARY`,
  ),
  'Card.library': ({ number }) => `{ card(number: "${number}") { library { mayBorrow } } }`,
  'Mutation.renewLoan': mutation('renewLoan', (target) => `${byCard(target)} loanId: "library:0"`),
  'Mutation.renewAllLoans': mutation('renewAllLoans', byCard),
  'Mutation.payLibraryCharge': mutation(
    'payLibraryCharge',
    (target) => `${byCard(target)} chargeId: "library:0" amountCents: 1 receipt: "r-1"`,
  ),
  'Query.facilities': () => '{ facilities { endCursor } }',
  'Query.facility': () => '{ facility(id: "none") { id } }',
  'Card.sports': ({ number }) => `{ card(number: "${number}") { sports { passes { name } } } }`,
  'Mutation.bookSlot': mutation('bookSlot', (target) => `${byCard(target)} slotId: "none"`),
  'Mutation.cancelBooking': mutation(
    'cancelBooking',
    (target) => `${byCard(target)} bookingId: "none"`,
  ),
  'Query.stops': () => '{ stops(first: 1) { id } }',
  'Query.stop': () => '{ stop(id: "none") { id } }',
  'Query.lines': () => '{ lines { id } }',
  'Card.transport': ({ number }) => `{ card(number: "${number}") { transport { state } } }`,
  'Mutation.topUp': mutation(
    'topUp',
    (target) => `${byCard(target)} amountCents: 1000 receipt: "r-1"`,
  ),
  'Card.parking': ({ number }) => `{ card(number: "${number}") { parking { plates { id } } } }`,
  'Query.parkingZones': () => '{ parkingZones { id } }',
  'Query.parkingQuote': ({ number }) =>
    `{ parkingQuote(card: "${number}", plateId: "none", zoneId: "none", until: "${IN_AN_HOUR}") { __typename } }`,
  'Mutation.addPlate': mutation('addPlate', (target) => `${byCard(target)} number: "1234BCD"`),
  'Mutation.removePlate': mutation('removePlate', (target) => `${byCard(target)} plateId: "none"`),
  'Mutation.startParking': mutation(
    'startParking',
    (target) => `${byCard(target)} plateId: "none" zoneId: "none" until: "${IN_AN_HOUR}"`,
  ),
  'Mutation.extendParking': mutation(
    'extendParking',
    (target) => `${byCard(target)} sessionId: "none" until: "${IN_AN_HOUR}"`,
  ),
  'Mutation.stopParking': mutation(
    'stopParking',
    (target) => `${byCard(target)} sessionId: "none"`,
  ),
  'Card.tax': ({ number }, viewer) =>
    `{ card(number: "${number}") { tax${viewer === 'staff' ? `(access: ${ACCESS})` : ''} { source { system } } } }`,
  'Query.taxAccesses': ({ number }) => `{ taxAccesses(card: "${number}") { endCursor } }`,
  'Mutation.payBill': mutation(
    'payBill',
    (target) =>
      `${byCard(target)} billId: "none" amountCents: 1 paymentNumber: "N1" paidOn: "2026-01-01" access: ${ACCESS}`,
  ),
  'Card.revocations': ({ number }) =>
    `{ card(number: "${number}") { revocations { __typename } } }`,
  'Query.services': () => '{ services { id } }',
  'Query.quote': () => '{ quote(service: "public-toilets") { __typename } }',
  'Query.explainQuote': () => '{ explainQuote(id: "none", access: { purpose: APPEAL }) { id } }',
  'Query.facts': ({ number }, viewer) =>
    `{ facts(card: "${number}"${viewer === 'staff' ? ', access: { purpose: APPEAL }' : ''}) { facts { id } } }`,
  'Card.entitlements': ({ number }) =>
    `{ card(number: "${number}") { entitlements { priceCents } } }`,
  'Mutation.recordFact': mutation(
    'recordFact',
    (target) => `${byCard(target)} kind: RESIDENCY class: "resident" evidencedOn: "2026-01-01"`,
  ),
  'Mutation.withdrawFact': mutation('withdrawFact', (target) => `${byCard(target)} factId: "none"`),
  'Mutation.grantPass': mutation(
    'grantPass',
    (target) => `${byCard(target)} service: "swimming-pools"`,
  ),
  'Mutation.withdrawPass': mutation('withdrawPass', (target) => `${byCard(target)} passId: "none"`),
  'Mutation.registerMerchant': mutation(
    'registerMerchant',
    () => 'merchant: "merchant-2" service: "private-museums"',
  ),
  'Query.rulebooks': () => '{ rulebooks { version } }',
  'Query.previewRulebook': () => '{ previewRulebook(rulebook: "{}") { __typename } }',
  'Mutation.publishRulebook': mutation('publishRulebook', () => 'rulebook: "{}"'),
  'Mutation.cancelRulebook': mutation('cancelRulebook', () => 'version: 999'),
  'Query.courses': () => '{ courses(service: "sport-training") { endCursor } }',
  'Card.enrolments': ({ number }) => `{ card(number: "${number}") { enrolments { id } } }`,
  'Mutation.openCourse': mutation(
    'openCourse',
    () =>
      `service: "sport-training" title: "Natación" firstOn: "${NEXT_YEAR}-03-01" lastOn: "${NEXT_YEAR}-06-30" places: 10 listPriceCents: 4500 enrolFrom: "2026-01-01" enrolUntil: "${NEXT_YEAR}-02-01"`,
  ),
  'Mutation.closeCourse': mutation('closeCourse', () => 'courseId: "none" closing: ENROLMENT_ENDS'),
  'Mutation.enrol': mutation('enrol', (target) => `${byCard(target)} courseId: "none"`),
  'Mutation.withdrawEnrolment': mutation(
    'withdrawEnrolment',
    (target) => `${byCard(target)} enrolmentId: "none"`,
  ),
  'Card.uses': ({ number }) => `{ card(number: "${number}") { uses { endCursor } } }`,
  'Query.readers': () => '{ readers { endCursor } }',
  'Query.readerGroups': () => '{ readerGroups { id } }',
  'Query.readerGroup': () => '{ readerGroup(id: "pools") { id } }',
  'Query.useCounts': () => '{ useCounts(from: "2026-01-01", until: "2026-01-02") { __typename } }',
  'Query.useByClass': () => '{ useByClass(from: "2026-01", until: "2026-01") { __typename } }',
  'Query.syncState': () => '{ syncState { deadReaders } }',
  'Mutation.registerReader': mutation(
    'registerReader',
    () => `id: "policy-${keys}" group: "pools" place: "El Llano" way: { kind: POLL }`,
  ),
  'Mutation.retireReader': mutation('retireReader', () => 'id: "none"'),
  'Mutation.replayReader': mutation('replayReader', () => 'id: "none"'),
  'Mutation.rotateGroupKeys': mutation('rotateGroupKeys', () => 'group: "none"'),
};

/** A right number and a chip that no card has. */
const ABSENT: Target = { number: '9724330240000000017', chip: '04CCCCCCCCCC03' };
const MALFORMED: Target = { number: '9724330240000000010', chip: 'none' };

const tables = await Promise.all(
  globSync('subgraphs/*/policy.ts').map(async (file) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every policy.ts exports its table
    const { policy } = (await import(`../../${file}`)) as { readonly policy: PolicyTable };
    return policy;
  }),
);
// What the gateway asks of subgraphs and no client can ask is tested beside its subgraph.
const operations = tables
  .flatMap((table) => Object.entries(table))
  .filter(([operation]) => !operation.startsWith('Entity.'));
const cells = operations.flatMap(([operation, row]) =>
  VIEWER_KINDS.map((kind): [string, ViewerKind, Permission] => [operation, kind, row[kind]]),
);

let hub: HubProcess;

beforeAll(async () => {
  hub = await startHubProcess({ people: operations.length * 2 + 10 });
}, 70_000);
afterAll(async () => hub[Symbol.asyncDispose]());

function askText(operation: string, target: Target, kind: ViewerKind): string {
  const ask = ASKS[operation];
  if (ask === undefined) throw new Error(`tell in ASKS how ${operation} is asked`);
  return ask(target, kind);
}

/** Each operation has a holder of its own, since some of them end a card. */
function holderOf(operation: string, next = 0) {
  const place = operations.findIndex(([name]) => name === operation);
  const holder = hub.city.cardholders[place + next];
  if (holder === undefined) throw new Error('the city is too small');
  return { id: holder.id, target: { number: holder.card.number, chip: holder.card.chipUid } };
}

async function tokenOf(operation: string, kind: ViewerKind): Promise<string | null> {
  if (kind === 'nobody') return null;
  return hub.token(kind, kind === 'citizen' ? holderOf(operation).id : `${kind}-1`);
}

/** The answers about each target, their errors as message and code. */
async function answersAbout(operation: string, kind: ViewerKind, targets: readonly Target[]) {
  const token = await tokenOf(operation, kind);
  const answers: Answer[] = [];
  for (const target of targets)
    answers.push(await hub.ask(askText(operation, target, kind), {}, token));
  return answers.map(({ errors = [] }) =>
    errors.map(({ message, extensions }) => [message, extensions?.['code']]),
  );
}

function cardsAreOpenTo(kind: ViewerKind): boolean {
  return cells.some(([name, who, may]) => name === 'Query.card' && who === kind && may === 'yes');
}

const REFUSED = [['You may not see or do this.', 'FORBIDDEN']];
const UNKNOWN_CALLER = [['Sign in to ask this.', 'UNAUTHENTICATED']];

it.each(cells.filter(([, , permission]) => permission !== 'no'))(
  '%s is open to a %s: %s',
  async (operation, kind) => {
    expect(await answersAbout(operation, kind, [holderOf(operation).target])).toEqual([[]]);
  },
);

it.each(cells.filter(([, , permission]) => permission === 'no'))(
  '%s refuses a %s in the same words whether or not the card is there',
  async (operation, kind) => {
    const targets = [holderOf(operation).target, ABSENT];
    const refusal = kind === 'nobody' ? UNKNOWN_CALLER : REFUSED;
    // Whoever sees all cards is told that there is none, before a part of it could be refused.
    const isTold = operation.startsWith('Card.') && cardsAreOpenTo(kind);
    const expected = [refusal, isTold ? [] : refusal];
    expect(await answersAbout(operation, kind, targets)).toEqual(expected);
  },
);

it.each(cells.filter(([name, , permission]) => permission === 'own' && name !== 'Query.me'))(
  "%s refuses a %s another's card and an absent one alike",
  async (operation, kind) => {
    const targets = [holderOf(operation, operations.length).target, ABSENT];
    expect(await answersAbout(operation, kind, targets)).toEqual([REFUSED, REFUSED]);
  },
);

it.each(VIEWER_KINDS)('tells a %s that a card number is malformed', async (kind) => {
  const about = operations
    .map(([operation]) => operation)
    .filter((operation) => askText(operation, MALFORMED, kind).includes(MALFORMED.number));
  for (const operation of about) {
    const [errors] = await answersAbout(operation, kind, [MALFORMED]);
    expect([operation, errors]).toEqual([
      operation,
      [['The card number has a wrong digit.', 'BAD_USER_INPUT']],
    ]);
  }
  expect(about.length).toBeGreaterThan(10);
});

it.each(VIEWER_KINDS)('keeps the entities of the subgraphs from a %s', async (kind) => {
  const { target } = holderOf('Query.card');
  const query = `{ _entities(representations: [{ __typename: "Card", id: "${target.number}" }]) { __typename } }`;
  const { errors } = await hub.ask(query, {}, await tokenOf('Query.card', kind));
  expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['BAD_USER_INPUT']);
});
