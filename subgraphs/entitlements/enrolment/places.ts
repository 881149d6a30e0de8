import type { ClientSession } from 'mongoose';
import type { CardholderId } from '../../../domain/card/cardholder.ts';
import type { Pass } from '../../../domain/tariff/pass.ts';
import type { EnrolmentContext } from './context.ts';
import type { Course } from './course.ts';
import type { Enrolment } from './enrolment.ts';

type PlaceDeps = Pick<EnrolmentContext, 'enrolmentStores' | 'changeHolder' | 'clock'>;

/** Who has a place gets in by a pass of the enrolment's own name, as long as the course lasts. */
export async function openDoor(
  session: ClientSession,
  { id, holderId }: Pick<Enrolment, 'id' | 'holderId'>,
  { course, changeHolder }: { readonly course: Course } & PlaceDeps,
): Promise<void> {
  const { service, firstOn, lastOn } = course;
  const pass: Pass = { id, service, group: null, firstOn, lastOn, withdrawnAt: null };
  await changeHolder(session, toHolderId(holderId), ({ facts, passes }) => ({
    result: null,
    after: { facts, passes: [...passes, pass] },
  }));
}

export async function closeDoor(
  session: ClientSession,
  { id, holderId }: Pick<Enrolment, 'id' | 'holderId'>,
  { changeHolder, clock }: PlaceDeps,
): Promise<void> {
  const withdrawnAt = clock.now();
  await changeHolder(session, toHolderId(holderId), ({ facts, passes }) => {
    // Staff may have withdrawn it by hand.
    const stands = passes.some((pass) => pass.id === id && pass.withdrawnAt === null);
    if (!stands) return { result: null, after: null };
    const after = passes.map((pass) => (pass.id === id ? { ...pass, withdrawnAt } : pass));
    return { result: null, after: { facts, passes: after } };
  });
}

/**
 * Gives a free place to who waits longest.
 *
 * @returns By how much the counts of the course change.
 */
export async function moveUp(
  session: ClientSession,
  course: Course,
  deps: PlaceDeps,
): Promise<{ readonly placed: number; readonly waiting: number }> {
  const next = await deps.enrolmentStores.enrolments.findNext(session, course.id);
  if (next === null) return { placed: 0, waiting: 0 };
  const to = { state: 'placed', at: deps.clock.now() } as const;
  await deps.enrolmentStores.enrolments.setState(session, [next.id], to);
  await openDoor(session, next, { course, ...deps });
  return { placed: 1, waiting: -1 };
}

/** What an enrolment took from a credit is there again. */
export async function giveBackCredit(
  session: ClientSession,
  { id, holderId, price: { credit } }: Enrolment,
  { creditBook }: Pick<EnrolmentContext, 'creditBook'>,
): Promise<void> {
  if (credit === null) return;
  await creditBook.giveBack(session, toHolderId(holderId), { ...credit, useId: creditUseId(id) });
}

/** Names what an enrolment takes; no reader's use is called so. */
export function creditUseId(enrolmentId: string): string {
  return `enrolment/${enrolmentId}`;
}

export function toHolderId(id: string): CardholderId {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the cards subgraph told it
  return id as CardholderId;
}
