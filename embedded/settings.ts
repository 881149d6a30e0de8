import { z } from 'zod';
import { citySettings } from '../platform/process/common-settings.ts';
import { countSetting, portSetting } from '../platform/process/config.ts';

/** Settings of the process as a whole, whatever its roles. */
export const machineSettings = citySettings.extend({
  /** Where the one-machine default keeps its stores, keys and sockets. */
  HUB_DATA_DIR: z.string().default('./data'),
  /** Decides the one-machine document store by hand; otherwise `mongod` where one is on PATH. */
  HUB_STORE: z.enum(['mongod', 'embedded']).optional(),
  /** Cardholders of the synthetic city, 1 to 1,000,000. */
  HUB_PEOPLE: countSetting.max(1_000_000).optional(),
  /** Port where the simulated systems are broken on purpose and counted. */
  HUB_CONTROL_PORT: portSetting.default(4700),
  /** `fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`. */
  HUB_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info'),
});
