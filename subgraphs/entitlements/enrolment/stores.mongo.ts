import type { Connection } from 'mongoose';
import type { Seal } from '../../../platform/stores/seal.ts';
import { createCourseStore } from './course-store.mongo.ts';
import type { EnrolmentStores } from './course-store.ts';
import { createEnrolmentStore } from './enrolment-store.mongo.ts';

/** The collections of courses; their models are on the connection from then on. */
export function createEnrolmentStores(connection: Connection, seal: Seal): EnrolmentStores {
  return {
    courses: createCourseStore(connection),
    enrolments: createEnrolmentStore(connection, seal),
  };
}
