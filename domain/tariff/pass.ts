import type { CityDay } from '../city-day.ts';
import type { GroupId } from '../reader-list/group.ts';
import type { ServiceId } from './service.ts';

/** That a holder gets into one service at no price at the door, such as a course that was paid for. */
export type Pass = {
  readonly id: string;
  readonly service: ServiceId;
  /** The one reader group that it opens; null for every door of the service. */
  readonly group: GroupId | null;
  /** First and last city day on which it opens; a last day of null is for good. */
  readonly firstOn: CityDay;
  readonly lastOn: CityDay | null;
  /** From this instant on it opens nothing; null while it stands. */
  readonly withdrawnAt: Date | null;
};

/** Whether a pass opens on a day; what has not been withdrawn by `at` is taken to stand. */
export function opensOn(pass: Pass, day: CityDay, at: Date): boolean {
  return (
    pass.firstOn <= day &&
    (pass.lastOn === null || day <= pass.lastOn) &&
    (pass.withdrawnAt === null || at < pass.withdrawnAt)
  );
}
