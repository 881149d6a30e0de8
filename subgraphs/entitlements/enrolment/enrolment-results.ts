import type { CourseRow } from './course-row.ts';
import type { EnrolmentRow } from './enrolment-row.ts';

export type EnrolmentRefusalReason =
  | 'COURSE_UNKNOWN'
  | 'ENROLMENT_UNKNOWN'
  | 'NOT_YET'
  | 'OVER'
  | 'ALREADY_ENROLLED'
  | 'WAITING_LIST_FULL'
  | 'NOT_OPEN_TO_HOLDER'
  | 'CARD_UNKNOWN'
  | 'CARD_NOT_USABLE'
  | 'TOO_MANY_QUOTES';

export type Enrolled = { readonly __typename: 'Enrolled'; readonly enrolment: EnrolmentRow };
export type EnrolmentWithdrawn = {
  readonly __typename: 'EnrolmentWithdrawn';
  readonly enrolment: EnrolmentRow;
};
export type CourseOpened = { readonly __typename: 'CourseOpened'; readonly course: CourseRow };
export type CourseClosed = { readonly __typename: 'CourseClosed'; readonly course: CourseRow };

export type EnrolmentRefusal = {
  readonly __typename: 'EnrolmentRefused';
  readonly reason: EnrolmentRefusalReason;
  readonly message: string;
};

const MESSAGES: Readonly<Record<EnrolmentRefusalReason, string>> = {
  COURSE_UNKNOWN: 'There is no such course.',
  ENROLMENT_UNKNOWN: 'The holder is not enrolled in this.',
  NOT_YET: 'Enrolling has not begun yet.',
  OVER: 'Nothing can be changed about this course any more.',
  ALREADY_ENROLLED: 'The holder is enrolled in this course already, or waits for a place.',
  WAITING_LIST_FULL: 'The course is full, and so is its waiting list.',
  NOT_OPEN_TO_HOLDER: 'This service is not open with this card.',
  CARD_UNKNOWN: 'There is no card with this number.',
  CARD_NOT_USABLE: 'The card is not active, so nothing can be changed with it.',
  TOO_MANY_QUOTES:
    'So many prices were told with this card that nobody enrols with it for an hour.',
};

export function enrolmentRefused(reason: EnrolmentRefusalReason): EnrolmentRefusal {
  return { __typename: 'EnrolmentRefused', reason, message: MESSAGES[reason] };
}
