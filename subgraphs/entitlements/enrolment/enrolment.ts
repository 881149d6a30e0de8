import type { Quote } from '../../../domain/tariff/quote.ts';
import type { CreditOfPeriod } from '../credits/credit-book.ts';

/**
 * A holder's part in a course. It begins `placed`, or `waiting` when no place is free. Who waits longest
 * becomes `placed` when a place is given up. From either it ends `withdrawn` by the holder or on the
 * holder's behalf, or `cancelled` with its course, and then stays so: who enrols again begins another one.
 */
export type Enrolment = {
  readonly id: string;
  readonly courseId: string;
  readonly holderId: string;
  /** The card that it was made with. */
  readonly cardId: string;
  readonly state: 'placed' | 'waiting' | 'withdrawn' | 'cancelled';
  /** Of those who wait the lowest moves up first. */
  readonly order: number;
  readonly enrolledAt: Date;
  /** When the state was reached. */
  readonly statedAt: Date;
  readonly price: EnrolmentPrice;
};

/** What is due for the course, fixed on the day of enrolling. Says by its reasons who the holder is: sealed at rest. */
export type EnrolmentPrice = {
  readonly quote: Quote;
  /** The credit from which it takes, and to which that is given back; null when it takes nothing. */
  readonly credit: Pick<CreditOfPeriod, 'rule' | 'period'> | null;
};

export type EnrolmentState = Enrolment['state'];

export function isActive(state: EnrolmentState): boolean {
  return state === 'placed' || state === 'waiting';
}
