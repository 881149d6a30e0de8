import type { CardResolvers, MutationResolvers, QueryResolvers } from '../schema.generated.ts';
import { closeCourse } from './close-course.ts';
import { findCourses } from './course-row.ts';
import { enrol } from './enrol.ts';
import { findEnrolments } from './enrolment-row.ts';
import { openCourse } from './open-course.ts';
import { withdrawEnrolment } from './withdraw-enrolment.ts';

export const enrolmentQueries = {
  courses: (_root, args, context) => findCourses(args, context),
} satisfies QueryResolvers;

export const enrolmentMutations = {
  openCourse: (_root, { input }, context) => openCourse(input, context),
  closeCourse: (_root, { input }, context) => closeCourse(input, context),
  enrol: (_root, { input }, context) => enrol(input, context),
  withdrawEnrolment: (_root, { input }, context) => withdrawEnrolment(input, context),
} satisfies MutationResolvers;

export const enrolmentCard = {
  enrolments: (card, _args, context) => findEnrolments(card, context),
} satisfies CardResolvers;
