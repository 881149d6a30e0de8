import { expect, it } from '@jest/globals';
import { parseCityDay } from '../../domain/city-day.ts';
import type { ServiceId } from '../../domain/tariff/service.ts';
import { servicesOfGijon } from '../../domain/tariff/services-of-gijon.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { runInTransaction } from '../../platform/stores/transaction.ts';
import { QUOTES_PER_HOUR, useSchools, type Person, type School } from './enrolment-harness.ts';

const startSchool = useSchools();
const PASS = {
  service: [...servicesOfGijon.keys()][0] as ServiceId,
  ...{ group: null, firstOn: parseCityDay('2026-01-01'), lastOn: null, withdrawnAt: null },
};
const FORBIDDEN = { code: 'FORBIDDEN' };

async function withdrawAsNobodysOwn(school: School, who: Person, viewer: Viewer) {
  return school.withdraw({ ...who, number: who.number }, 'none', viewer);
}

it.each([
  ['the holder', (who: Person): Viewer => who.viewer],
  ['staff', (): Viewer => ({ kind: 'staff', id: 'clerk-1' })],
  ['a kiosk', (): Viewer => ({ kind: 'kiosk', id: 'kiosk-1' })],
])('lets %s enrol and withdraw', async (_who, viewerOf) => {
  await using school = await startSchool();
  const courseId = await school.open();
  const ana = await school.addPerson();
  const viewer = viewerOf(ana);
  expect(await school.enrol(ana, courseId, viewer)).toBe('PLACED');
  expect(await school.enrolmentsOf(ana, viewer)).toHaveLength(1);
  expect(await school.withdraw(ana, courseId, viewer)).toBe('WITHDRAWN');
});

it('refuses another holder alike whether the card is there or not', async () => {
  await using school = await startSchool();
  const courseId = await school.open();
  const [ana, leo] = [await school.addPerson(), await school.addPerson()];
  const absent = { ...ana, number: '9724330240000000991' };
  const refusals = [ana, absent].map(async (who) =>
    school.enrol(who, courseId, leo.viewer).catch((error: Error) => error.message),
  );
  const [one, other] = await Promise.all(refusals);
  expect(one).toBe(other);
  await expect(withdrawAsNobodysOwn(school, ana, leo.viewer)).rejects.toMatchObject(FORBIDDEN);
});

it.each(['merchant', 'reader'] as const)('lets no %s enrol, withdraw or look', async (kind) => {
  await using school = await startSchool();
  const courseId = await school.open();
  const ana = await school.addPerson();
  const viewer = { kind, id: 'someone' };
  await expect(school.enrol(ana, courseId, viewer)).rejects.toMatchObject(FORBIDDEN);
  await expect(school.withdraw(ana, courseId, viewer)).rejects.toMatchObject(FORBIDDEN);
  await expect(school.enrolmentsOf(ana, viewer)).rejects.toMatchObject(FORBIDDEN);
});

it('asks nobody in without a token', async () => {
  await using school = await startSchool();
  const ana = await school.addPerson();
  const refused = { code: 'UNAUTHENTICATED' };
  await expect(school.enrol(ana, 'any', { kind: 'nobody' })).rejects.toMatchObject(refused);
});

it('gives nobody the enrolment of another, named by its id', async () => {
  await using school = await startSchool();
  const courseId = await school.open();
  const [ana, leo] = [await school.addPerson(), await school.addPerson()];
  await school.enrol(ana, courseId);
  const asLeo = { ...ana, number: leo.number };
  expect(await school.withdraw(asLeo, courseId, leo.viewer)).toBe('ENROLMENT_UNKNOWN');
  expect(await school.enrolmentsOf(ana)).toMatchObject([{ state: 'PLACED' }]);
});

it('refuses a card that is not active or not there', async () => {
  await using school = await startSchool();
  const courseId = await school.open();
  const ana = await school.addPerson();
  const card = school.cards.get(ana.number);
  if (card === undefined) throw new Error('there is no card');
  school.cards.set(ana.number, { ...card, isUsable: false });
  expect(await school.enrol(ana, courseId)).toBe('CARD_NOT_USABLE');
  school.cards.delete(ana.number);
  expect(await school.enrol(ana, courseId)).toBe('CARD_UNKNOWN');
});

it('shows the same enrolments by every card of a holder, and none before its rights are known', async () => {
  await using school = await startSchool();
  const courseId = await school.open();
  const ana = await school.addPerson();
  await school.enrol(ana, courseId);
  const unknown = { ...ana, cardId: `${ana.cardId}-2` as Person['cardId'] };
  expect(await school.enrolmentsOf(unknown)).toBeNull();
  const rights = school.connection.collection<{ _id: string }>('cardRights');
  const row = await rights.findOne({ _id: ana.cardId });
  await rights.insertOne({ ...row, _id: unknown.cardId });
  expect(await school.enrolmentsOf(unknown)).toEqual(await school.enrolmentsOf(ana));
});

it('is no way to ask prices of a card again and again, but for the holder', async () => {
  await using school = await startSchool();
  const [ana, courseId] = [await school.addPerson(), await school.open()];
  const kiosk = { kind: 'kiosk', id: 'kiosk-1' } as const;
  const states = new Set<string>();
  for (let times = 0; times < QUOTES_PER_HOUR; times += 1) {
    states.add(await school.enrol(ana, courseId, kiosk));
    await school.withdraw(ana, courseId, kiosk);
  }
  expect(states).toEqual(new Set(['PLACED']));
  expect(await school.enrol(ana, courseId, kiosk)).toBe('TOO_MANY_QUOTES');
  expect(await school.enrol(ana, courseId, ana.viewer)).toBe('PLACED');
});

it("tells no holder of another's enrolments", async () => {
  await using school = await startSchool();
  const [ana, leo] = [await school.addPerson(), await school.addPerson()];
  await expect(school.enrolmentsOf(ana, leo.viewer)).rejects.toMatchObject(FORBIDDEN);
});

it('lets nobody gather passes without end by enrolling and withdrawing', async () => {
  await using school = await startSchool();
  const [ana, courseId] = [await school.addPerson(), await school.open()];
  const passes = Array.from({ length: 200 }, (_, at) => ({ ...PASS, id: `pass-${at}` }));
  await runInTransaction(school.connection, (session) =>
    school.context.changeHolder(session, ana.holderId, () => ({ result: null, after: { passes } })),
  );
  const refused = { code: 'BAD_USER_INPUT' };
  await expect(school.enrol(ana, courseId, ana.viewer)).rejects.toMatchObject(refused);
});
