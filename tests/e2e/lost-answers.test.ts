import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { FaultKind } from '../../simulators/simulator.ts';
import type { Cardholder } from '../../simulators/city/model.ts';
import { startHubProcess, type HubProcess } from '../support/hub-process.ts';

/** Ten of each here, two hundred in `npm run test:faults`. */
const ROUNDS = Number(process.env['HUB_TEST_LOST_ANSWERS'] ?? 10);
const MS_A_ROUND = 3_000;

/** Half of all writes fail here, which is no reason to leave a system alone. */
const PATIENT = Object.fromEntries(
  ['SPORTS', 'TRANSPORT', 'PARKING', 'TAX'].map((area) => [`HUB_${area}_BREAKER_CALLS`, '1000']),
);

let hub: HubProcess;
let staff: string;

beforeAll(async () => {
  hub = await startHubProcess({ people: Math.max(200, ROUNDS * 5), environment: PATIENT });
  staff = await hub.token('staff', 'staff-1');
}, 90_000);
afterAll(async () => {
  await hub[Symbol.asyncDispose]();
});

type Row = Readonly<Record<string, unknown>>;

async function asStaff(query: string, variables: object): Promise<Row> {
  const { data, errors } = await hub.ask(query, variables, staff);
  expect(errors).toBeUndefined();
  return data ?? {};
}

/** What the simulated system has kept of its changes, one line each. */
function effectsAt({ system, effect }: Write): number {
  const path = join(hub.dataDir, 'simulators', `${system}.jsonl`);
  const journal = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return journal.split('\n').filter((line) => line.includes(effect)).length;
}

type Write = {
  readonly system: string;
  /** Of the simulator's `calls()`, the request whose answer is lost. */
  readonly operation: string;
  /** Stands in each line of the simulator's journal that tells of the effect. */
  readonly effect: string;
  readonly mutation: string;
  readonly done: string;
};

/** Cut between request and answer; every tenth time nothing comes until the deadline. */
function lossOf(round: number): FaultKind {
  return round % 10 === 9 ? 'hang' : 'close';
}

/** What came back for one wish sent three times, its first answer lost, and how many effects it had. */
async function loseOneAnswer(write: Write, round: number, input: object): Promise<Row> {
  const { system, operation, mutation } = write;
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const query = `mutation($input: ${type}!) { ${mutation}(input: $input) { __typename } }`;
  const variables = { input: { ...input, idempotencyKey: `lost-${mutation}-${round}` } };
  const send = async () => (await asStaff(query, variables))[mutation];
  const before = effectsAt(write);
  await hub.putFault(system, lossOf(round), { times: 1, operation });
  const answers = [await send()];
  await hub.putFault(system, 'none');
  answers.push(await send(), await send());
  return { answers, effects: effectsAt(write) - before };
}

async function loseAnswers(
  write: Write,
  toInput: (round: number) => object | Promise<object>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rows.push(await loseOneAnswer(write, round, await toInput(round)));
  }
  return rows;
}

/** Unknown first, then the first result whenever the same wish is sent, and one effect. */
function onceEach({ done }: Write): readonly Row[] {
  const found = { __typename: done };
  const answers = [{ __typename: 'OutcomeUnknown' }, found, found];
  return Array.from({ length: ROUNDS }, () => ({ answers, effects: 1 }));
}

/** The round's holder among those that the system knows; from the start again when all have had a turn. */
function holderOf(round: number, isKnown: (holder: Cardholder) => boolean): Cardholder {
  const known = hub.city.cardholders.filter(isKnown);
  const holder = known[round % known.length];
  if (holder === undefined) throw new Error('nobody is known to this system');
  return holder;
}

it(
  'adds money once, though the answer to each top-up is lost',
  async () => {
    const write = {
      system: 'transport',
      operation: 'RecargarTarjeta',
      effect: '"',
      mutation: 'topUp',
      done: 'TopUpPending',
    };
    const card = hub.city.cardholders[0]?.card.number;
    const losses = await loseAnswers(write, (round) => ({
      ...{ card, amountCents: 1_000, receipt: `r-${round}` },
    }));
    expect(losses).toEqual(onceEach(write));
  },
  ROUNDS * MS_A_ROUND,
);

const BILLS = `query($n: CardNumber!) { card(number: $n) {
  tax(access: { purpose: COLLECTION, consent: LEGAL_BASIS }) { bills { id amountCents state } }
} }`;

type Bill = { readonly id: string; readonly amountCents: number; readonly state: string };

async function billsToPay(): Promise<readonly (Bill & { readonly card: string })[]> {
  const bills: (Bill & { readonly card: string })[] = [];
  for (const { tax, card } of hub.city.cardholders) {
    if (tax === null || bills.length >= ROUNDS) continue;
    const found = await asStaff(BILLS, { n: card.number });
    const { tax: part } = found['card'] as { readonly tax: { readonly bills: readonly Bill[] } };
    bills.push(
      ...part.bills
        .filter(({ state }) => state === 'PENDING')
        .map((bill) => ({ ...bill, card: card.number })),
    );
  }
  return bills;
}

it(
  'records a payment once, though the answer to each is lost',
  async () => {
    const write = {
      system: 'tax',
      operation: 'ComunicarCobro',
      effect: '"',
      mutation: 'payBill',
      done: 'BillPaid',
    };
    const bills = (await billsToPay()).slice(0, ROUNDS);
    const losses = await loseAnswers(write, (round) => ({
      ...{ card: bills[round]?.card, billId: bills[round]?.id },
      ...{ amountCents: bills[round]?.amountCents, paymentNumber: `LOST${round}` },
      ...{ paidOn: hub.city.options.madeOn, receipt: `r-${round}` },
      access: { purpose: 'COLLECTION', consent: 'LEGAL_BASIS' },
    }));
    expect(losses).toEqual(onceEach(write));
  },
  ROUNDS * MS_A_ROUND + 60_000,
);

type Facilities = {
  readonly items: readonly {
    readonly slots: readonly { readonly id: string; readonly isBookable: boolean }[];
  }[];
};

/** A slot for each round: many have one place only. */
async function freeSlots(): Promise<readonly string[]> {
  const found: string[] = [];
  for (let days = 2; days < 12 && found.length < ROUNDS; days += 1) {
    const on = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const { facilities } = await asStaff(
      'query($on: Date!) { facilities(first: 50) { items { slots(on: $on) { id isBookable } } } }',
      { on },
    );
    const { items } = facilities as Facilities;
    const slots = items.flatMap(({ slots: ofFacility }) => ofFacility);
    found.push(...slots.filter(({ isBookable }) => isBookable).map(({ id }) => id));
  }
  return found;
}

it(
  'books a slot once, though the answer to each booking is lost',
  async () => {
    const write = {
      system: 'sports',
      operation: 'PUT /orders/{id}',
      effect: '"',
      mutation: 'bookSlot',
      done: 'SlotBooked',
    };
    const slots = await freeSlots();
    const losses = await loseAnswers(write, (round) => ({
      card: holderOf(round, ({ sports }) => sports !== null).card.number,
      slotId: slots[round],
    }));
    expect(losses).toEqual(onceEach(write));
  },
  ROUNDS * MS_A_ROUND,
);

it(
  'starts a stay once, though the answer to each start is lost',
  async () => {
    const write = {
      system: 'parking',
      operation: 'POST /v1/sessions',
      effect: '"session":',
      mutation: 'startParking',
      done: 'ParkingStarted',
    };
    const { parkingZones } = await asStaff('{ parkingZones { id kind } }', {});
    const zones = parkingZones as readonly { readonly id: string; readonly kind: string }[];
    const zoneId = zones.find(({ kind }) => kind === 'REGULATED')?.id;
    const losses = await loseAnswers(write, async (round) => {
      const { card } = holderOf(round, ({ parking }) => parking !== null);
      const found = await asStaff(
        'query($n: CardNumber!) { card(number: $n) { parking { plates { id } } } }',
        { n: card.number },
      );
      const { parking } = found['card'] as {
        readonly parking: { readonly plates: readonly { readonly id: string }[] };
      };
      const until = new Date(Date.now() + 2 * 3_600_000).toISOString();
      const plateId = parking.plates[0]?.id;
      return { card: card.number, plateId, zoneId, until };
    });
    expect(losses).toEqual(onceEach(write));
  },
  ROUNDS * MS_A_ROUND,
);
