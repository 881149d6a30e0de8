import { z } from 'zod';
import { millisecondsSetting } from '../../platform/process/config.ts';
import { GATHER_LIMITS } from './gather.ts';

/** How changes of rights are gathered into publications of lists. */
export const listSettings = z.object({
  /** Changes wait for others until none has come for so long. */
  HUB_GATHER_QUIET_MS: millisecondsSetting.max(GATHER_LIMITS.quietMs).default(100),
  /** No change waits longer for others. One by which somebody is refused does not wait at all. */
  HUB_GATHER_MAX_MS: millisecondsSetting.max(GATHER_LIMITS.maxMs).default(400),
});
