import { z } from 'zod';
import { storeSettings } from '../platform/process/common-settings.ts';
import { portSetting } from '../platform/process/config.ts';
import { refineHost, refineIssuer, tokenSettings } from '../platform/tokens/token-settings.ts';

/** Settings of the pages for operators. */
export const consoleSettings = storeSettings
  .pick({ REDIS_URL: true })
  .extend(tokenSettings.shape)
  .extend({
    /** Where operators look at the queues, `http://HOST:PORT/queues`. */
    HUB_CONSOLE_PORT: portSetting.default(4500),
    /** Interface to listen on; with the development key it must be of this machine. */
    HUB_CONSOLE_HOST: z.string().default('127.0.0.1'),
  })
  .superRefine((settings, context) => {
    refineHost(settings, 'HUB_CONSOLE_HOST', context);
    refineIssuer(settings, context);
  });
