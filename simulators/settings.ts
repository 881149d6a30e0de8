import { z } from 'zod';
import { citySettings } from '../platform/process/common-settings.ts';
import { countSetting, portSetting } from '../platform/process/config.ts';

/** Settings of the simulated legacy systems. */
export const simulatorsSettings = citySettings.extend({
  /** Port where they are broken on purpose and counted. */
  HUB_CONTROL_PORT: portSetting.default(4700),
  /** Interface to listen on; anything but loopback only inside a container. */
  HUB_SIMULATORS_HOST: z.string().default('127.0.0.1'),
  /** Cardholders of the synthetic city. */
  HUB_PEOPLE: countSetting.max(1_000_000).default(1_000),
  /** Day the city was made; all its dates lie around it. */
  HUB_CITY_MADE_ON: z.iso.date().optional(),
  /** Folder for what happened to the simulated systems since; without it they forget at exit. */
  HUB_SIMULATORS_DIR: z.string().optional(),
  HUB_SIMULATED_LIBRARY_PORT: portSetting.default(6001),
  HUB_SIMULATED_REGIONAL_LIBRARY_PORT: portSetting.default(8081),
  HUB_SIMULATED_SPORTS_PORT: portSetting.default(8082),
  HUB_SIMULATED_TRANSPORT_PORT: portSetting.default(8083),
  HUB_SIMULATED_PARKING_PORT: portSetting.default(8084),
  HUB_SIMULATED_TAX_PORT: portSetting.default(8085),
  HUB_SIMULATED_CENSUS_PORT: portSetting.default(8087),
  /** Accounts that the simulated libraries give the hub: the same values as on the hub's side. */
  HUB_LIBRARY_USER: z.string(),
  HUB_LIBRARY_PASSWORD: z.string(),
  HUB_REGIONAL_LIBRARY_CLIENT_ID: z.string(),
  HUB_REGIONAL_LIBRARY_CLIENT_SECRET: z.string(),
  HUB_SPORTS_API_KEY: z.string(),
  HUB_TRANSPORT_USER: z.string(),
  HUB_TRANSPORT_PASSWORD: z.string(),
  HUB_PARKING_TOKEN: z.string(),
  HUB_TAX_USER: z.string(),
  HUB_TAX_PASSWORD: z.string(),
  HUB_CENSUS_USER: z.string(),
  HUB_CENSUS_PASSWORD: z.string(),
  /** Folder into which the simulated sports body puts its nightly files. */
  HUB_SPORTS_FILES_DIR: z.string().optional(),
});
